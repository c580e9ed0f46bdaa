"""The review queue: the list of the day, one pair at a time with keys, undo, and how the team gets on."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.linkage.actions import record_judgement, undo_judgement
from beatbook.linkage.explanation import explain
from beatbook.linkage.persons import Verdict
from beatbook.linkage.queries import components_of, current_model, link_between
from beatbook.linkage.review import Harm, Kind, Waiting, is_blind, words_of
from beatbook.linkage.reviewing.actions import begin_day, claim_item, set_size
from beatbook.linkage.reviewing.queries import Item, held_by, items_of_day, own_item, size_of_team, team_figures, with_harm
from beatbook.pole.comparing import SIGNS, WORDS, Compared, side_by_side
from beatbook.pole.queries import sayings_of
from beatbook.pole.saying import Saying, name_of
from beatbook.pole.views.asking import viewer_of
from beatbook.pole.views.joins import NARROW, WIDE, record_words
from beatbook.pole.views.records import columns
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.svg.waterfall import waterfall

REASON_MIN = 10
PHRASES = {
    Verdict.SAME: "The details agree beyond chance",
    Verdict.DIFFERENT: "The details show two different people",
    Verdict.UNSURE: "These two records do not say enough",
}
CHOICES = (
    (Verdict.SAME, "Same person", "s"),
    (Verdict.DIFFERENT, "Different people", "d"),
    (Verdict.UNSURE, "Not sure", "u"),
)
SHORT = {"same": "Same person", "different": "Different people", "unsure": "Not sure"}


@needs(Tool.JUDGE, task=True)
def queue(request: HttpRequest) -> HttpResponse:
    """The list of the day, with what became of each pair, or the button that begins it."""
    viewer, day = viewer_of(request), clock.today()
    items = items_of_day(viewer=viewer, day=day)
    said = sayings_of([end for item in items for end in (item.a, item.b)], viewer=viewer)
    note(request, "consultation", set(said))
    context = {
        **_progress(items),
        "begun": bool(items) or "empty" in request.GET,
        "size": size_of_team(viewer=viewer),
        "rows": [_row(item, said) for item in items],
        "columns": columns("Pair", "Where it stands"),
        "may_lead": may_use(viewer, Tool.LEAD_REVIEW),
    }
    return render(request, "pole/review.html", context)


def _progress(items: list[Item]) -> dict[str, Any]:
    done = sum(item.decided is not None for item in items)
    upcoming = next((item for item in items if item.decided is None), None)
    return {"done": done, "total": len(items), "next_url": reverse("review-item", args=[upcoming.id]) if upcoming else ""}


def _row(item: Item, said: dict[UUID, Saying]) -> list[dict[str, Any]]:
    first, second = said[item.a], said[item.b]
    state = SHORT[item.decided.verdict] if item.decided else "Carried over" if item.carried else "To decide"
    return [
        {"text": record_words(first), "href": reverse("review-item", args=[item.id]), "note": f"and {record_words(second)}"},
        {"text": state},
    ]


@require_POST
@needs(Tool.JUDGE, task=True)
def begin(request: HttpRequest) -> HttpResponse:
    """Makes the list of the day, which then stands still, and opens its first pair."""
    viewer, day = viewer_of(request), clock.today()
    items = begin_day(viewer=viewer, day=day)
    note(request, "combination", {end for item in items for end in (item.a, item.b)})
    return HttpResponseRedirect(_next_url(items, viewer) or f"{reverse('review')}?empty")


def _next_url(items: list[Item], viewer: Viewer) -> str:
    """The next open pair, one that nobody else has before them if there is such a one; empty when all are decided."""
    still_open = [item for item in items if item.decided is None]
    held = held_by([(item.a, item.b) for item in still_open], viewer=viewer)
    still_open.sort(key=lambda item: (item.a, item.b) in held)
    return reverse("review-item", args=[still_open[0].id]) if still_open else ""


@needs(Tool.JUDGE, task=True)
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One pair side by side; a POST decides it, with a reason, and leads to the next."""
    viewer, day = viewer_of(request), clock.today()
    found = own_item(item_id, viewer=viewer, day=day)
    if found is None:
        raise Http404
    errors: dict[str, str] = {}
    typed = {name: request.POST.get(name, "").strip()[:500] for name in ("verdict", "reason")}
    if request.method == "POST":
        errors = _decide(request, found, typed, viewer)
        if not errors:
            return HttpResponseRedirect(_next_url(items_of_day(viewer=viewer, day=day), viewer) or reverse("review"))
    others = held_by([(found.a, found.b)], viewer=viewer)
    if not clock.is_past():
        claim_item(found, viewer=viewer)
    note(request, "consultation", {found.a, found.b})
    context = _item_context(found, viewer, day) | {"errors": errors, "typed": typed}
    context["held"] = names_of_users(viewer=viewer).get(str(others.get((found.a, found.b))), "Somebody") if others else ""
    return render(request, "pole/review_item.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, found: Item, typed: dict[str, str], viewer: Viewer) -> dict[str, str]:
    if typed["verdict"] not in list(Verdict):
        return {"reason": "Choose same, different or not sure"}
    reason = typed["reason"] or PHRASES[Verdict(typed["verdict"])]
    if len(reason) < REASON_MIN:
        return {"reason": "Say in a few words how you know (at least 10 letters), or leave it empty to use the ready reason"}
    if found.decided and found.decided.decided_by != viewer.user_id and not is_blind(found.a, found.b) and not request.POST.get("again"):
        return {"reason": "A colleague has decided this pair since it was on your list. Decide again only if you know better"}
    try:
        record_judgement(viewer, found.a, found.b, Verdict(typed["verdict"]), reason, request.task.reference)
    except BeatbookError as refused:
        return {"reason": str(refused)}
    note(request, "combination", {found.a, found.b}, verdict=typed["verdict"])
    return {}


def _item_context(found: Item, viewer: Viewer, day: date) -> dict[str, Any]:
    said = sayings_of([found.a, found.b], viewer=viewer)
    items = items_of_day(viewer=viewer, day=day)
    blind = is_blind(found.a, found.b)
    seen = found.decided if found.decided and (not blind or found.decided.decided_by == viewer.user_id) else None
    mine = [(one.decided.decided_at, one.id, one.decided) for one in items if one.decided and one.decided.decided_by == viewer.user_id]
    _, last_id, last = max(mine, default=(None, None, None))
    persons = {} if blind else components_of([found.a, found.b], viewer=viewer)
    first, second = said[found.a], said[found.b]
    return {
        **_progress(items),
        "place": items.index(found) + 1,
        "item": found,
        "first": first,
        "second": second,
        "heads": [{"words": record_words(one), "name": name_of(one), "said": one} for one in (first, second)],
        "rows": [_compared(row) for row in side_by_side(first, second)],
        "decided": SHORT[seen.verdict] if seen else "",
        "by_colleague": bool(seen and seen.decided_by != viewer.user_id),
        "last": last,
        "last_item": last_id,
        "last_words": SHORT[last.verdict] if last else "",
        "choices": CHOICES,
        "phrases": [(SHORT[verdict], text) for verdict, text in PHRASES.items()],
        "persons": [
            (one.id, name_of(one), phrases.counted(len(persons[one.id]), "record")) for one in (first, second) if one.id in persons
        ],
        "joined": bool(persons) and persons[found.a] == persons[found.b],
        **_explained(found, first, second, viewer, (len(persons.get(found.a, "1")), len(persons.get(found.b, "1")))),
    }


def _compared(row: Compared) -> dict[str, Any]:
    spoken = phrases.long_date if row.label == "Date of birth" else str
    values = ["; ".join(map(spoken, texts)) or "Not said" for texts in (row.first, row.second)]
    return {"label": row.label, "result": row.result, "sign": SIGNS[row.result], "words": WORDS[row.result], "values": values}


def _explained(found: Item, first: Saying, second: Saying, viewer: Viewer, sizes: tuple[int, int]) -> dict[str, Any]:
    model, link = current_model(viewer=viewer), link_between(found.a, found.b, viewer=viewer)
    if model is None:
        return {"why": []}
    told = explain(first.content, second.content, model, link.levels if link else None)
    waiting = Waiting(found.a, found.b, Kind(found.kind), told.total_bits, model.threshold, Harm.NONE, sizes)
    steps = [(field.field, field.weight_bits) for field in told.fields if field.weight_bits]
    steps += [("Kept apart", told.guard_bits)] if told.guard else []
    return {
        "why": words_of(with_harm([waiting], viewer=viewer)[0]),
        "sentence": told.sentence("The model says: these two records", "each other").replace(" and each other", ""),
        "guard": told.guard,
        "wide": waterfall(told.prior_bits, steps, width=WIDE),
        "narrow": waterfall(told.prior_bits, steps, width=NARROW),
        "compared": [[{"text": f.field}, {"text": f.words}, {"text": phrases.signed(f.weight_bits)}] for f in told.fields if f.level],
        "compared_columns": [*columns("Field", "Result"), {"label": "Weight", "numeric": True}],
    }


@require_POST
@needs(Tool.JUDGE, task=True)
def undo(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Undoes the viewer's own decision on a pair of their list, and opens it again."""
    viewer, day = viewer_of(request), clock.today()
    found = own_item(item_id, viewer=viewer, day=day)
    if found is None or found.decided is None or found.decided.decided_by != viewer.user_id:
        raise Http404
    undo_judgement(viewer, found.decided.id, "Undone in the review queue")
    note(request, "combination", {found.a, found.b}, undone=str(found.decided.id))
    return HttpResponseRedirect(reverse("review-item", args=[item_id]))


@needs(Tool.LEAD_REVIEW, task=True)
def team(request: HttpRequest) -> HttpResponse:
    """For who answers for a team's queue: its size, age, what was cleared, and how far people agree with the model and with one another."""
    viewer, day = viewer_of(request), clock.today()
    errors, typed = {}, request.POST.get("size", "").strip()[:6]
    if request.method == "POST":
        try:
            set_size(int(typed) if typed.isdecimal() and typed.isascii() else 0, viewer=viewer)
        except BeatbookError as refused:
            errors["size"] = str(refused)
        else:
            note(request, "page", set(), size=int(typed))
            return HttpResponseRedirect(reverse("review-team"))
    figures = team_figures(viewer=viewer, day=day)
    note(request, "consultation")
    days = [[{"text": phrases.long_date(on)}, {"text": str(given)}, {"text": str(done)}] for on, given, done in figures.cleared]
    bands = [
        [{"text": f"{band.low:.0%} to {band.high:.0%}"}, {"text": str(band.judged)}, {"text": f"{band.same} of {band.judged}"}]
        for band in figures.bands
        if band.judged
    ]
    context = {
        "figures": figures,
        "oldest": phrases.long_date(figures.oldest),
        "days": days,
        "bands": bands,
        "day_columns": [{"label": "Day"}, {"label": "On lists", "numeric": True}, {"label": "Decided", "numeric": True}],
        "band_columns": [{"label": "Chance by the model"}, {"label": "Judged", "numeric": True}, {"label": "Said “same”", "numeric": True}],
        "errors": errors,
        "size": typed or figures.size,
    }
    return render(request, "pole/review_team.html", context, status=422 if errors else 200)
