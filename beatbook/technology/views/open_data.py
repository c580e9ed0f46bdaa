"""The public layer as open data: applications that their forces let everybody see, and the register of capabilities. Always as the public sees it."""

import csv
import io
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from beatbook.audit.middleware import note
from beatbook.organisations.visibility import Visibility
from beatbook.technology.catalogue import capabilities
from beatbook.technology.queries import applications
from beatbook.technology.queries.portfolio import public_ids
from beatbook.technology.views.figures import Names, counted, pounds
from beatbook.technology.views.pages import asking_of, viewer_of
from beatbook.web import phrases
from beatbook.web.takeaway import MADE_UP, safe_cell

LICENCE = "Open Government Licence v3.0"
COLUMNS = (
    "force",
    "application",
    "capabilities",
    "product",
    "variant",
    "supplier",
    "users",
    "annual_pounds",
    "scope",
    "contract_ends",
    "standards",
)


def public_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """What is public, for whoever asks: a signed-in viewer gets no more here than a stranger."""
    shown = public_ids(viewer=viewer_of(request))
    return [
        {
            "force": one.owner,
            "application": one.name,
            "capabilities": list(one.capabilities),
            "product": one.product,
            "variant": one.variant,
            "supplier": one.supplier,
            "users": one.users,
            "annual_pounds": None if one.annual_pence is None else one.annual_pence / 100,
            "scope": list(one.scope),
            "contract_ends": one.contract_ends.isoformat() if one.contract_ends else None,
            "standards": list(one.standards),
        }
        for one in applications(viewer=viewer_of(request))
        if one.id in shown
    ]


def open_technology(request: HttpRequest) -> HttpResponse:
    """The page that anybody may read."""
    rows, names = public_rows(request), Names(asking_of(request))
    note(request, "figures", figure="open", rows=len(rows))
    forces = {row["force"] for row in rows}
    sentence = f"{phrases.counted(len(rows), 'application')} of {phrases.counted(len(forces), 'force')} are open to everybody, as their forces chose."
    cells = [
        [
            {"text": row["application"]},
            {"text": names.whole(row["force"])},
            {"text": phrases.sentence_list(capabilities()[code].name for code in row["capabilities"] if code in capabilities())},
            {"text": row["supplier"] or "not said"},
            {"text": counted(row["users"])},
            {"text": pounds(None if row["annual_pounds"] is None else row["annual_pounds"] * 100)},
        ]
        for row in rows[:200]
    ]
    columns = [{"label": "Application"}, {"label": "Force"}, {"label": "Capability"}, {"label": "Supplier"}]
    columns += [{"label": "Users", "numeric": True}, {"label": "A year", "numeric": True}]  # type: ignore[dict-item]
    return render(
        request,
        "technology/open.html",
        {"sentence": sentence, "rows": cells, "columns": columns, "licence": LICENCE, "who": Visibility.PUBLIC},
    )


def open_technology_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as JSON or CSV, with licence and date."""
    if form not in ("json", "csv"):
        raise Http404
    rows = public_rows(request)
    note(request, "figures", figure="open", rows=len(rows), form=form)
    if form == "json":
        made_up = settings.BEATBOOK_DEMONSTRATION
        return JsonResponse({"licence": LICENCE, "made_up": made_up, "note": MADE_UP if made_up else "", "applications": rows})
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([*COLUMNS, "note"] if settings.BEATBOOK_DEMONSTRATION else COLUMNS)
    for row in rows:
        said = [safe_cell("; ".join(value) if isinstance(value, list) else "" if value is None else str(value)) for value in row.values()]
        lines.writerow([*said, MADE_UP] if settings.BEATBOOK_DEMONSTRATION else said)
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
