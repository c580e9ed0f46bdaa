"""“This record concerns somebody else”: the details are one person's and the record is about another, such as a brother's name given at the roadside."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.linkage.actions import JudgementRefused, record_concern, undo_concern
from beatbook.pole.queries import PersonPage, sayings_of
from beatbook.pole.saying import Saying, name_of, person_name
from beatbook.pole.views.asking import REASON_MIN, page_of, uuid_of, viewer_of
from beatbook.pole.views.joins import record_words
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

MOST_OFFERED = 12
USED = (
    "Details used by another",
    "These records give this person’s details and concern somebody else. They count for nothing here.",
)
GAVE = "Gave another’s details", "These records concern this person and give the details of another."


@needs(Tool.JUDGE, task=True)
def concerns(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Asks whom a record concerns, if not the person whom it names, and keeps the answer as a judgement."""
    viewer, page = viewer_of(request), page_of(request, record_id)
    saying = next(s for s in page.view.sayings if s.id == record_id)
    offered = _offered(page, viewer=viewer)
    typed = {name: request.POST.get(name, "").strip()[:500] for name in ("who", "other", "reason")}
    errors = {}
    if request.method == "POST":
        errors = _refused(typed)
        if not errors:
            try:
                return _kept(request, saying, _chosen(typed))
            except JudgementRefused as refused:
                errors["who"] = str(refused)
    note(request, "consultation", {record_id} | {other.id for other in offered})
    context: dict[str, Any] = {
        "saying": saying,
        "words": record_words(saying),
        "name": person_name(saying.content),
        "back": reverse("person", args=[record_id]),
        "people": [_choice(other, typed["who"]) for other in offered]
        + [{"value": "other", "label": "Somebody else", "checked": typed["who"] == "other"}],
        "typed": typed,
        "errors": errors,
    }
    return render(request, "pole/concerns.html", context, status=422 if errors else 200)


@require_POST
@needs(Tool.JUDGE, task=True)
def undo(request: HttpRequest, record_id: UUID, concern_id: UUID) -> HttpResponse:
    """Undoes it by another judgement, which is kept too; hidden, absent and undone ones are not found."""
    found = next((one for one in page_of(request, record_id).component.concerns if one.id == concern_id), None)
    if found is None:
        raise Http404
    undo_concern(viewer_of(request), concern_id, request.POST.get("reason", "").strip()[:500] or "Undone")
    note(request, "combination", {found.a, found.b}, undone=str(concern_id))
    return HttpResponseRedirect(f"{reverse('person', args=[record_id])}#concerns")


def concerns_context(page: PersonPage, *, viewer: Viewer) -> dict[str, Any]:
    """The parts of the person page about details used by another, and about another's details that this person gave."""
    if not page.component.concerns:
        return {}
    names = names_of_users(viewer=viewer)
    said = {s.id: s for s in (*page.view.sayings, *page.lent)}
    rows = {one.a: _row(said[one.a], one, names) for one in page.component.concerns if one.a in said}
    used, gave = [rows[s.id] for s in page.lent if s.id in rows], [rows[s.id] for s in page.view.sayings if s.id in rows]
    groups = [{"heading": heading, "words": words, "rows": found} for (heading, words), found in ((USED, used), (GAVE, gave))]
    return {"concern_groups": groups}


def _row(saying: Saying, judged: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": judged.id,
        "words": record_words(saying),
        "name": person_name(saying.content),
        "href": reverse("person", args=[saying.id]),
        "reason": judged.reason,
        "by": names.get(str(judged.decided_by), "Somebody"),
        "at": judged.decided_at,
    }


def _offered(page: PersonPage, *, viewer: Viewer) -> list[Saying]:
    """People who may be the one: those possibly the same, and those beside this person, each once."""
    ids = [*page.component.possible, *(n.id for n in page.view.neighbours if n.kind == "person")]
    return list(sayings_of(list(dict.fromkeys(ids))[:MOST_OFFERED], viewer=viewer).values())


def _choice(other: Saying, chosen: str) -> dict[str, Any]:
    born = str(other.content.get("date_of_birth") or "")
    hint = f"{other.system}. {f'Born {phrases.long_date(born)}' if born else 'Date of birth not recorded'}."
    return {"value": str(other.id), "label": name_of(other), "hint": hint, "checked": chosen == str(other.id)}


def _refused(typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    if not typed["who"] or (typed["who"] == "other" and not typed["other"]):
        errors["who" if not typed["who"] else "other"] = "Say whom the record concerns"
    if len(typed["reason"]) < REASON_MIN:
        errors["reason"] = "Say in a few words how you know (at least 10 letters)"
    return errors


def _chosen(typed: dict[str, str]) -> UUID:
    """The record chosen, or that at the end of the address of a person's page."""
    return uuid_of(
        typed["who"] if typed["who"] != "other" else typed["other"].partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    )


def _kept(request: HttpRequest, saying: Saying, concerns_id: UUID) -> HttpResponse:
    record_concern(viewer_of(request), saying.id, concerns_id, request.POST["reason"].strip()[:500], request.task.reference)
    note(request, "combination", {saying.id, concerns_id}, verdict="concerns")
    return HttpResponseRedirect(f"{reverse('person', args=[saying.id])}#concerns")
