"""Sealed identities: a keeper seals a person, decides about what arrives, and lifts a seal with another keeper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.access.queries import caveats_held, names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.linkage.actions import Choice, SealRefused, ask_to_lift, decide_lifting, keep_under_seal, seal_identity
from beatbook.pole.queries import PersonPage, sayings_of
from beatbook.pole.saying import Saying
from beatbook.pole.views import records
from beatbook.pole.views.asking import REASON_MIN, page_of, uuid_of, viewer_of
from beatbook.pole.views.joins import record_words
from beatbook.sources.queries import SealedRow, SealRow, asked_of, seal_named, sealed_under, seals
from beatbook.sources.seals import Kind
from beatbook.web import phrases

KINDS = {
    Kind.WITNESS: "A relocated or protected witness",
    Kind.ADOPTION: "An adoption",
    Kind.GENDER: "Gender recognition",
    Kind.SOURCE: "A source",
    Kind.OTHER: "Another connection that is itself the secret",
}
HOWS = {"chosen": "Chosen", "tied": "Hangs on a sealed person alone", "found": "Found by a detail", "arrived": "Arrived with a detail"}
STATES = {"kept": "Sealed", "waiting": "Sealed, to decide", "released": "Released"}
COLOURS = {"kept": "blue", "waiting": "yellow", "released": "grey"}


@needs(Tool.SEAL, task=True)
def all_seals(request: HttpRequest) -> HttpResponse:
    """Every seal of this keeper, those with something to decide first."""
    found = seals(viewer=viewer_of(request))
    note(request, "consultation", seals=[str(seal.id) for seal in found])
    waiting = sum(seal.waiting for seal in found)
    context = {
        "sentence": f"{phrases.counted(sum(not s.ended_at for s in found), 'seal')} in force, {phrases.counted(waiting, 'record')} to decide about.",
        "columns": [*records.columns("Seal", "Why", "Made"), {"label": "Records", "numeric": True}],
        "rows": [_seal_row(seal) for seal in found],
    }
    return render(request, "pole/seals.html", context)


@needs(Tool.SEAL, task=True)
def seal_person(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Asks which records of a person are the secret side, and seals them with everything derived from them."""
    page = page_of(request, record_id)
    typed = {name: request.POST.get(name, "").strip()[:1000] for name in ("name", "kind", "caveat", "reason")}
    chosen = {uuid_of(text) for text in request.POST.getlist("record")}
    errors = {}
    if request.method == "POST":
        errors = _missing(typed, chosen)
        if not errors:
            try:
                return _sealed(request, page, typed, chosen)
            except SealRefused as refused:
                errors["record"] = str(refused)
    note(request, "consultation", {s.id for s in page.view.sayings})
    context: dict[str, Any] = {
        "back": reverse("person", args=[record_id]),
        "record_id": record_id,
        "name": page.view.name,
        "records": [{"id": s.id, "words": record_words(s), "marking": s.marking, "checked": s.id in chosen} for s in page.view.sayings],
        "kinds": _radios({kind.value: words for kind, words in KINDS.items()}, typed["kind"]),
        "caveats": _radios({code: code for code in caveats_held(viewer=viewer_of(request))}, typed["caveat"]),
        "typed": typed,
        "errors": errors,
    }
    return render(request, "pole/seal_person.html", context, status=422 if errors else 200)


@needs(Tool.SEAL, task=True)
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """One seal: what stands under it, what waits, and what was asked."""
    return _seal_page(request, seal_id)


@require_POST
@needs(Tool.SEAL, task=True)
def decide(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Keeps what arrived, asks another keeper to lift, or decides what another asked."""
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:1000]
    viewer, task = viewer_of(request), request.task
    record_id = uuid_of(request.POST["record"]) if request.POST.get("record") else None
    if seal_named(seal_id, viewer=viewer) is None:
        raise Http404
    try:
        if act == "keep" and record_id:
            keep_under_seal(viewer, seal_id, record_id, task=task)
        elif act == "ask":
            ask_to_lift(viewer, seal_id, reason, record_id, task=task)
        elif act in ("confirm", "refuse"):
            decide_lifting(viewer, uuid_of(request.POST.get("request", "")), confirm=act == "confirm", task=task)
        else:
            raise Http404
    except SealRefused as refused:
        return _seal_page(request, seal_id, {f"reason-{record_id or 'seal'}" if act == "ask" else "reason": str(refused)})
    note(request, "consultation", seal=str(seal_id), act=act)
    return HttpResponseRedirect(reverse("seal", args=[seal_id]))


def _seal_page(request: HttpRequest, seal_id: UUID, errors: dict[str, str] | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    found = seal_named(seal_id, viewer=viewer)
    if found is None:
        raise Http404
    under = sealed_under(seal_id, viewer=viewer)
    said, names = sayings_of([row.record_id for row in under], viewer=viewer), names_of_users(viewer=viewer)
    asked = asked_of(seal_id, viewer=viewer)
    note(request, "consultation", set(said), seal=str(seal_id))
    waiting = {one.record_id for one in asked}
    context = {
        "seal": found,
        "kind": KINDS[Kind(found.kind)],
        "made": f"Made by {names.get(str(found.made_by), 'somebody')}, {phrases.date_time(found.made_at)}.",
        "sentence": _sentence(found),
        "waiting": [_line(row, said) for row in under if row.state == "waiting"],
        "others": [_line(row, said) for row in under if row.state != "waiting"],
        "asked": [_request(one, said, names, viewer.user_id) for one in asked],
        "asked_for": waiting,
        "errors": errors or {},
    }
    return render(request, "pole/seal.html", context, status=422 if errors else 200)


def _sentence(found: SealRow) -> str:
    if found.ended_at:
        return f"Ended {phrases.date_time(found.ended_at)}: it hides nothing more."
    open_details = (
        f" {phrases.counted(found.unguarded, 'detail')} cannot guard, since records that stay open bear them too."
        if found.unguarded
        else ""
    )
    return f"{phrases.counted(found.held, 'record')} sealed, {found.waiting} of them to decide about.{open_details}"


def _seal_row(found: SealRow) -> list[dict[str, Any]]:
    tag = (
        {"text": "Ended", "colour": "grey"}
        if found.ended_at
        else {"text": f"{found.waiting} to decide", "colour": "yellow"}
        if found.waiting
        else None
    )
    return [
        {"text": found.name, "href": reverse("seal", args=[found.id]), "tag": tag},
        {"text": KINDS[Kind(found.kind)]},
        {"text": phrases.long_date(found.made_at.date())},
        {"text": phrases.number(found.held)},
    ]


def _line(row: SealedRow, said: dict[UUID, Saying]) -> dict[str, Any]:
    saying = said.get(row.record_id)
    words = record_words(saying) if saying else "A refused row" if row.refused_row else "A record that its system has withdrawn"
    return {
        "id": row.record_id,
        "words": words,
        "href": reverse("record", args=[row.record_id]) if saying else "",
        "how": HOWS[row.how],
        "tag": {"text": STATES[row.state], "colour": COLOURS[row.state]},
        "at": row.at,
        "state": row.state,
    }


def _request(one: Any, said: dict[UUID, Saying], names: dict[str, str], viewer_id: UUID) -> dict[str, Any]:
    what = (
        "end this seal"
        if one.record_id is None
        else f"release {record_words(said[one.record_id]) if one.record_id in said else 'a record'}"
    )
    by = names.get(str(one.asked_by), "Somebody")
    return {"id": one.id, "words": f"{by} asks to {what}: {one.reason}", "at": one.asked_at, "mine": one.asked_by == viewer_id}


def _radios(choices: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "checked": value == chosen} for value, label in choices.items()]


def _missing(typed: dict[str, str], chosen: set[UUID]) -> dict[str, str]:
    wanted = {
        "name": ("Give the seal a name that says nothing by itself", typed["name"]),
        "kind": ("Say why the connection is secret", typed["kind"] in list(Kind)),
        "caveat": ("Choose the caveat that its keepers hold", typed["caveat"]),
        "record": ("Choose at least one record", chosen),
        "reason": ("Say in a few words why (at least 10 letters)", len(typed["reason"]) >= REASON_MIN),
    }
    return {field: words for field, (words, given) in wanted.items() if not given}


def _sealed(request: HttpRequest, page: PersonPage, typed: dict[str, str], chosen: set[UUID]) -> HttpResponse:
    own = {s.id for s in page.view.sayings}
    if chosen - own:
        raise Http404
    choice = Choice(
        name=typed["name"], kind=Kind(typed["kind"]), reason=typed["reason"], caveat=typed["caveat"], record_ids=frozenset(chosen),
        beside=frozenset(own - chosen), things=request.POST.get("things") != "no",
    )  # fmt: skip
    done = seal_identity(viewer_of(request), choice, task=request.task)
    note(request, "sealing", chosen, seal=str(done.seal_id))
    return HttpResponseRedirect(reverse("seal", args=[done.seal_id]))
