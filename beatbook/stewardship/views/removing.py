"""Pages on which records are removed for good: what waits for a second person, the form that asks, and what was removed."""

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.stewardship.actions.removing import RemovalRefused, ask_removal, decide_removal
from beatbook.stewardship.queries.removals import Request, named_in, removals, request_asked, requests, rows_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
REQUEST_COLUMNS = [{"label": label} for label in ("Request", "Why", "Asked by", "What became of it")]
RECORD_COLUMNS = [{"label": label} for label in ("Record", "Its system’s own number", "Feed")]
GONE_COLUMNS = [{"label": label} for label in ("Record", "Removed", "Why", "Asked by", "Agreed by")]
ROW_COLUMNS = [{"label": "What goes"}, {"label": "Rows", "numeric": True}]
STATES = {
    "waits": "Waits for a second person",
    "agreed": "Agreed: is carried out, or waits for a third person",
    "refused": "Refused",
    "removed": "Removed",
}
WHAT_GOES = {
    "sources_record": "Records",
    "sources_recordversion": "Versions of records",
    "sources_refusedrow": "Refused rows",
    "sources_tie": "Ties to people, events, places and things",
    "sources_waitingtie": "Ties that wait for their other end",
    "sources_outbox": "Letters to the systems",
    "linkage_key": "Keys by which it is found",
    "linkage_link": "Links to other records",
    "linkage_judgement": "Judgements on who is who",
    "cases_contact": "Contacts with victims",
    "cases_decision": "Decisions on investigations",
    "search_finding": "Findings of watching searches",
    "pole_valuechoice": "Choices between what systems say",
    "pole_safecontact": "Notes on safe contact",
}


@needs(Tool.REMOVE)
def removals_page(request: HttpRequest) -> HttpResponse:
    """What waits, and what was removed: of that nothing but when, why and by whom."""
    viewer = _viewer(request)
    asked, gone = requests(viewer=viewer), removals(viewer=viewer)
    open_ones = [one for one in asked if one.state in ("waits", "agreed")]
    note(request, "removal-reading", requests=len(asked), removed=len(gone))
    waiting = sum(one.state == "waits" for one in asked)
    waits = phrases.counted(waiting, "request waits", "requests wait") if waiting else "No request waits"
    context = {
        "sentence": f"{phrases.upper_first(waits)} for a second person.",
        "columns": REQUEST_COLUMNS,
        "waiting": [_request_cells(one) for one in open_ones],
        "closed": [_request_cells(one) for one in asked if one not in open_ones],
        "gone_columns": GONE_COLUMNS,
        "gone": [
            [
                {"text": str(one.record_id)},
                {"text": phrases.date_time(one.removed_at)},
                *({"text": w} for w in (one.reason, one.asker, one.agreer)),
            ]
            for one in gone
        ],
    }
    return render(request, "stewardship/removals.html", context)


@needs(Tool.REMOVE)
def ask(request: HttpRequest) -> HttpResponse:
    """The form: ids or addresses of records, and the reason. What it asks for waits."""
    viewer = _viewer(request)
    typed = {"ids": request.POST.get("ids", request.GET.get("id", ""))[:20_000], "reason": request.POST.get("reason", "")[:1_000]}
    errors: dict[str, str] = {}
    if request.method == "POST":
        ids = [UUID(one) for one in ID.findall(typed["ids"])]
        try:
            if not ids:
                raise RemovalRefused("Enter the id of each record, or the address of its page")
            asked = ask_removal(ids, typed["reason"], viewer=viewer)
        except RemovalRefused as refused:
            errors[refused.field] = str(refused)
        else:
            note(request, "erasure-asked", set(ids), removal=str(asked.id))
            return HttpResponseRedirect(reverse("removal-request", args=[asked.id]))
    note(request, "removal-reading")
    context = {"typed": typed, "errors": errors, "error_list": list(errors.items())}
    return render(request, "stewardship/ask_removal.html", context, status=422 if errors else 200)


@needs(Tool.REMOVE)
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what would go, and the form of whoever agrees or refuses."""
    viewer = _viewer(request)
    found = request_asked(request_id, viewer=viewer)
    if found is None:
        raise Http404
    typed, errors = {"reason": request.POST.get("reason", "")[:1_000]}, {}
    if request.method == "POST":
        agreed = request.POST.get("answer") == "agree"
        try:
            decide_removal(request_id, request.POST.get("digest", ""), agreed=agreed, reason=typed["reason"], viewer=viewer)
        except RemovalRefused as refused:
            errors["reason"] = str(refused)
        else:
            note(request, "removal-agreed" if agreed else "removal-refused", set(found.record_ids), removal=str(request_id))
            return HttpResponseRedirect(reverse("removal-request", args=[request_id]))
    note(request, "removal-reading", set(found.record_ids), removal=str(request_id))
    context = {**_request_context(found, viewer), "typed": typed, "errors": errors, "error_list": list(errors.items())}
    return render(request, "stewardship/removal_request.html", context, status=422 if errors else 200)


def _request_context(found: Request, viewer: Viewer) -> dict[str, Any]:
    named = sorted(named_in(found.record_ids, viewer=viewer).values(), key=lambda one: (one.kind, one.feed, one.number))
    rows = rows_of(found.record_ids, viewer=viewer) if not found.done_at else {}
    mine = viewer.user_id == found.asked_by
    open_still = found.state in ("waits", "agreed")
    return {
        "found": found,
        "facts": [
            {"key": "Why", "value": found.reason},
            {"key": "Asked by", "value": f"{found.asker}, {phrases.date_time(found.asked_at)}"},
            {"key": "What became of it", "value": STATES[found.state]},
            *(
                {"key": "Agreed" if one.agreed else "Refused", "value": f"{one.who}, {phrases.date_time(one.at)}. {one.reason}".strip()}
                for one in found.decisions
            ),
            {"key": "Digest of the list and the reason", "value": found.digest},
        ],
        "sentence": f"{phrases.upper_first(phrases.counted(len(found.record_ids), 'record'))} in this request.",
        "record_columns": RECORD_COLUMNS,
        "records": [_record_cells(one.id, one.kind, one.number, one.feed) for one in named],
        "row_columns": ROW_COLUMNS,
        "rows": [[{"text": WHAT_GOES.get(table, _plain(table))}, {"text": f"{count:,}"}] for table, count in rows.items()],
        "may_decide": open_still and not mine,
        "mine": found.state == "waits" and mine,
    }


def _record_cells(record_id: UUID, kind: str, number: str, feed: str) -> list[dict[str, Any]]:
    shown: dict[str, Any] = {"text": phrases.upper_first(kind), "note": str(record_id)}
    if kind != "refused row":
        shown["href"] = reverse("record", args=[record_id])
    return [shown, {"text": number}, {"text": feed}]


def _plain(table: str) -> str:
    return phrases.upper_first(table.partition("_")[2])


def _request_cells(one: Request) -> list[dict[str, Any]]:
    words = phrases.counted(len(one.record_ids), "record")
    return [
        {"text": words, "href": reverse("removal-request", args=[one.id]), "note": phrases.date_time(one.asked_at)},
        {"text": one.reason},
        {"text": one.asker},
        {"text": STATES[one.state]},
    ]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
