"""Pages on which access is given and taken: people and what they hold, sharing agreements, and what waits for a second person."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.stewardship.actions.granting import AccessRefused, Wanted, ask_change, decide_change
from beatbook.stewardship.queries.access import (
    Holder,
    Sharing,
    caveats_offered,
    change_asked,
    changes,
    classification_words,
    holders,
    sharings,
    waiting,
)
from beatbook.stewardship.views.access_words import (
    CHANGE_COLUMNS,
    HOLDER_COLUMNS,
    SHARING_COLUMNS,
    about_holder,
    change_facts,
    change_row,
    holder_row,
    sharing_facts,
    sharing_row,
)
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases

SHARING_FIELDS = ("title", "purpose", "legal_basis", "shared", "owner", "parties", "starts_on", "ends_on", "review_on", "reason")
NEEDED = {
    "title": "Enter what the agreement is called",
    "purpose": "Enter what it is for",
    "legal_basis": "Enter the law on which it rests",
    "shared": "Enter what is shared",
    "owner": "Enter who answers for it",
    "parties": "Enter the codes of at least two bodies, one a line",
    "starts_on": "Enter its first day",
    "review_on": "Enter when it is reviewed",
}


@needs(Tool.ACCESS)
def access(request: HttpRequest) -> HttpResponse:
    """Everybody with what they hold, and the changes that wait."""
    viewer = _viewer(request)
    typed = request.GET.get("q", "")[:80].strip().casefold()
    everybody = holders(viewer=viewer)
    found = [one for one in everybody if typed in f"{one.name} {one.role} {one.organisation}".casefold()]
    asked, today = waiting(viewer=viewer), clock.today()
    due = [one for one in sharings(viewer=viewer) if one.stands(today) and one.review_on < today]
    note(request, "access-reading", people=len(found))
    waits = phrases.counted(len(asked), "change waits", "changes wait") + " for a second person"
    review = phrases.counted(len(due), "agreement is", "agreements are") + " past the day of review"
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(len(everybody), 'person has', 'people have'))} access; {waits}, and {review}.",
        "typed": request.GET.get("q", "")[:80],
        "columns": HOLDER_COLUMNS,
        "rows": [holder_row(one) for one in found],
        "waiting": [change_row(one) for one in asked],
        "change_columns": CHANGE_COLUMNS,
    }
    return render(request, "stewardship/access.html", context)


@needs(Tool.ACCESS)
def holder(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person: what they hold, how it came about, and the forms to give and to take."""
    viewer = _viewer(request)
    found = next((one for one in holders(viewer=viewer) if one.id == user_id), None)
    if found is None:
        raise Http404
    typed = {name: request.POST.get(name, "")[:1_000] for name in ("what", "starts_on", "ends_on", "reason", "take", "why")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            wanted = _taken(found, typed) if typed["take"] else _given(found, typed, viewer)
            at_once = ask_change(wanted, viewer=viewer)
        except AccessRefused as refused:
            errors[_field_of(refused.field, typed)] = str(refused)
        else:
            kind = "access-taken" if wanted.taken else ("access-given" if at_once else "access-asked")
            note(request, kind, of=str(user_id), held=wanted.kind, code=wanted.code)
            return HttpResponseRedirect(reverse("access-holder", args=[user_id]))
    note(request, "access-reading", of=str(user_id))
    return render(request, "stewardship/holder.html", _holder_context(found, typed, errors, viewer), status=422 if errors else 200)


@needs(Tool.ACCESS)
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """One change, and the form of whoever agrees or refuses."""
    viewer = _viewer(request)
    found = change_asked(change_id, viewer=viewer)
    if found is None:
        raise Http404
    typed, errors = {"reason": request.POST.get("reason", "")[:1_000]}, {}
    if request.method == "POST":
        agreed = request.POST.get("answer") == "agree"
        try:
            decide_change(change_id, agreed=agreed, reason=typed["reason"], viewer=viewer)
        except AccessRefused as refused:
            errors["reason"] = str(refused)
        else:
            note(request, "access-given" if agreed else "access-refused", of=str(found.user_id or ""), held=found.kind, code=found.code)
            return HttpResponseRedirect(reverse("access"))
    note(request, "access-reading", change=str(change_id))
    mine = viewer.user_id in (found.asked_by, found.user_id)
    context = {
        "change": found,
        "facts": change_facts(found),
        "may_decide": found.state == "waits" and not mine,
        "mine": found.state == "waits" and mine,
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "stewardship/change.html", context, status=422 if errors else 200)


@needs(Tool.ACCESS)
def agreements(request: HttpRequest) -> HttpResponse:
    """Every sharing agreement."""
    found, today = sharings(viewer=_viewer(request)), clock.today()
    note(request, "access-reading", agreements=len(found))
    standing = sum(one.stands(today) for one in found)
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(standing, 'agreement stands', 'agreements stand'))} today, of {len(found)}.",
        "columns": SHARING_COLUMNS,
        "rows": [sharing_row(one, today) for one in found],
    }
    return render(request, "stewardship/agreements.html", context)


@needs(Tool.ACCESS)
def agreement(request: HttpRequest, code: str = "") -> HttpResponse:
    """One agreement, to be changed or ended; without a code, a new one."""
    viewer = _viewer(request)
    found = next((one for one in sharings(viewer=viewer) if one.code == code), None)
    if code and found is None:
        raise Http404
    typed = (
        {name: request.POST.get(name, "")[:2_000] for name in ("code", *SHARING_FIELDS)} if request.method == "POST" else _as_typed(found)
    )
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            wanted = _ended(found, typed) if found and request.POST.get("answer") == "end" else _sharing(found, typed, viewer)
            at_once = ask_change(wanted, viewer=viewer)
        except AccessRefused as refused:
            errors[refused.field] = str(refused)
        else:
            note(request, "agreement-ended" if at_once else "agreement-asked", code=wanted.code)
            return HttpResponseRedirect(reverse("agreements"))
    note(request, "access-reading", agreement=code)
    context = {
        "found": found,
        "facts": sharing_facts(found) if found else [],
        "history": [change_row(one) for one in changes(viewer=viewer, code=code)] if found else [],
        "change_columns": CHANGE_COLUMNS,
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "stewardship/agreement.html", context, status=422 if errors else 200)


def _offered(viewer: Viewer) -> list[tuple[str, str]]:
    """What can be given here, as (value, label)."""
    levels = [(f"clearance:{level}", f"Clearance: {classification_words(level)}") for level in (0, 1, 2)]
    standing = [(f"agreement:{one.code}", f"Agreement {one.code}: {one.title}") for one in sharings(viewer=viewer)]
    return [*levels, *standing, *((f"caveat:{code}", f"Caveat {code}: {title}") for code, title in caveats_offered(viewer=viewer))]


def _holder_context(found: Holder, typed: dict[str, str], errors: dict[str, str], viewer: Viewer) -> dict[str, Any]:
    return {
        "holder": found,
        "sentence": f"{about_holder(found)}: cleared to {found.clearance}.",
        "held": [(f"{one.kind}:{one.code}", holder_row_of_one(one)) for one in found.held if one.kind != "clearance"],
        "offered": [
            {"value": value, "label": label, "checked": typed["what"] == value}
            for value, label in [("", "Choose what to give"), *_offered(viewer)]
        ],
        "history": [change_row(one) for one in changes(viewer=viewer, user_id=found.id)],
        "change_columns": CHANGE_COLUMNS,
        "typed": typed | {"starts_on": typed["starts_on"] or clock.today().isoformat()},
        "errors": errors,
        "error_list": list(errors.items()),
        "mine": found.id == viewer.user_id,
    }


def holder_row_of_one(one: Any) -> str:
    """What is held, in words."""
    until = f", until {phrases.long_date(one.ends_on)}" if one.ends_on else ""
    title = f": {one.title}" if one.title else ""
    return f"{one.kind.capitalize()} {one.code}{title}, from {phrases.long_date(one.starts_on)}{until}"


def _field_of(field: str, typed: dict[str, str]) -> str:
    names = {"code": "what", "reason": "why" if typed["take"] else "reason"}
    return names.get(field, field)


def _given(found: Holder, typed: dict[str, str], viewer: Viewer) -> Wanted:
    kind, _, code = typed["what"].partition(":")
    if typed["what"] not in dict(_offered(viewer)):
        raise AccessRefused("what", "Choose what to give")
    starts, ends = _day(typed, "starts_on", needed=True), _day(typed, "ends_on")
    assert starts is not None
    return Wanted(kind, code, typed["reason"], starts, ends, found.id)


def _taken(found: Holder, typed: dict[str, str]) -> Wanted:
    kind, _, code = typed["take"].partition(":")
    if (kind, code) not in {(one.kind, one.code) for one in found.held}:
        raise AccessRefused("take", "Choose something that they hold")
    return Wanted(kind, code, typed["why"], clock.today(), None, found.id, taken=True)


def _sharing(found: Sharing | None, typed: dict[str, str], viewer: Viewer) -> Wanted:
    code = found.code if found else typed["code"].strip().upper()
    if not code or not all(sign.isalnum() or sign == "-" for sign in code) or len(code) > 40:
        raise AccessRefused("code", "Enter a code of letters, digits and hyphens, such as ISA-ASB-02")
    if found is None and any(one.code == code for one in sharings(viewer=viewer)):
        raise AccessRefused("code", "There is an agreement with this code: open it to change it")
    for name, words in NEEDED.items():
        if not typed[name].strip():
            raise AccessRefused(name, words)
    parties = [line.strip() for line in typed["parties"].splitlines() if line.strip()]
    if len(parties) < 2:
        raise AccessRefused("parties", NEEDED["parties"])
    starts, ends, review = _day(typed, "starts_on", needed=True), _day(typed, "ends_on"), _day(typed, "review_on", needed=True)
    assert starts is not None and review is not None
    facts = {name: typed[name].strip() for name in ("title", "purpose", "legal_basis", "shared", "owner")}
    return Wanted("sharing", code, typed["reason"], starts, ends, facts=facts | {"parties": parties, "review_on": review.isoformat()})


def _ended(found: Sharing, typed: dict[str, str]) -> Wanted:
    return Wanted("sharing", found.code, typed["reason"], clock.today(), None, taken=True)


def _as_typed(found: Sharing | None) -> dict[str, str]:
    if found is None:
        return dict.fromkeys(("code", *SHARING_FIELDS), "")
    days = {name: (getattr(found, name).isoformat() if getattr(found, name) else "") for name in ("starts_on", "ends_on", "review_on")}
    words = {name: getattr(found, name) for name in ("code", "title", "purpose", "legal_basis", "shared", "owner")}
    return words | days | {"parties": "\n".join(found.parties), "reason": ""}


def _day(typed: dict[str, str], name: str, *, needed: bool = False) -> date | None:
    if not typed[name] and not needed:
        return None
    try:
        return date.fromisoformat(typed[name].strip())
    except ValueError:
        raise AccessRefused(name, "Enter a day, such as 2026-12-01") from None


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
