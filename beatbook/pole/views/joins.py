"""Why records are joined: each join explained in a sentence, a waterfall and a table, with the judgements that people have made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.queries import names_of_users
from beatbook.linkage.explanation import Explanation, explain, in_hundred
from beatbook.linkage.queries import LinkRow, model_named
from beatbook.pole.queries import PersonPage
from beatbook.pole.saying import Saying, name_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.svg.waterfall import waterfall

WIDE, NARROW = 850, 340
FIRST_JOINS = 10


def joins_context(page: PersonPage, record_id: UUID, *, viewer: Viewer, why: str, everything: bool) -> dict[str, Any]:
    """The part of the page about joins; `why` is `first.second` of the join to explain, else the one that holds this record best."""
    sayings = {s.id: s for s in page.view.sayings}
    links = _spanning(page.component.links)
    chosen = next((link for link in page.component.links if f"{link.a}.{link.b}" == why), None) or _nearest(links, record_id)
    return {
        "joins": [_join_row(link, sayings, record_id, chosen) for link in (links if everything else links[:FIRST_JOINS])],
        "more_joins": not everything and len(links) > FIRST_JOINS,
        "shown": _shown(chosen, sayings, viewer=viewer) if chosen else None,
        "possible": [_possible(other, page) for other in page.possible],
        "judgements": _judgements(page, viewer=viewer),
        "compared_columns": [{"label": label} for label in ("Field", "Values", "Result")] + [{"label": "Weight", "numeric": True}],
        "join_columns": [{"label": "Records"}, {"label": "Chance", "numeric": True}, {"label": "Explain"}],
    }


def _spanning(links: tuple[LinkRow, ...]) -> list[LinkRow]:
    """The strongest links that hold the person together, one fewer than records: enough to explain every record, and no more."""
    root: dict[UUID, UUID] = {}

    def find(item: UUID) -> UUID:
        while root.setdefault(item, item) != item:
            item = root[item]
        return item

    kept = []
    for link in sorted(links, key=lambda link: (-link.weight_bits, link.a, link.b)):
        first, second = find(link.a), find(link.b)
        if first != second:
            root[first] = second
            kept.append(link)
    return kept


def _nearest(links: list[LinkRow], record_id: UUID) -> LinkRow | None:
    return next((link for link in links if record_id in (link.a, link.b)), links[0] if links else None)


def _shown(link: LinkRow, sayings: Mapping[UUID, Saying], *, viewer: Viewer) -> dict[str, Any] | None:
    model = model_named(link.model, viewer=viewer)
    if model is None:
        return None
    first, second = sayings[link.a], sayings[link.b]
    found: Explanation = explain(first.content, second.content, model, link.levels)
    steps = [(field.field, field.weight_bits) for field in found.fields if field.weight_bits]
    steps += [("Kept apart", found.guard_bits)] if found.guard else []
    return {
        "first": link.a,
        "second": link.b,
        "sentence": found.sentence(_record_words(first), _record_words(second)),
        "guard": found.guard,
        "wide": waterfall(found.prior_bits, steps, width=WIDE),
        "narrow": waterfall(found.prior_bits, steps, width=NARROW),
        "rows": [
            [{"text": f.field}, {"text": _both(f.a, f.b)}, {"text": f.words}, {"text": phrases.signed(f.weight_bits)}] for f in found.fields
        ],
    }


def _both(first: str, second: str) -> str:
    said = [f"“{text}”" if text else "nothing" for text in (first, second)]
    return f"{said[0]} in both" if first == second else f"{said[0]} and {said[1]}"


def _record_words(saying: Saying) -> str:
    return f"{saying.system} record {saying.source_key}"


def _chance(weight_bits: float) -> str:
    return in_hundred(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight_bits))))


def _join_row(link: LinkRow, sayings: Mapping[UUID, Saying], record_id: UUID, chosen: LinkRow | None) -> list[dict[str, Any]]:
    first, second = sayings[link.a], sayings[link.b]
    href = f"{reverse('person', args=[record_id])}?why={link.a}.{link.b}#why"
    return [
        {"text": f"{first.system}: {name_of(first)}", "note": f"and {second.system}: {name_of(second)}"},
        {"text": _chance(link.weight_bits)},
        {"text": "Shown above"} if link == chosen else {"text": "Show why", "href": href},
    ]


def _possible(other: Saying, page: PersonPage) -> dict[str, Any]:
    link = next(link for link in page.component.possible_links if other.id in (link.a, link.b))
    ours = link.b if link.a == other.id else link.a
    born = phrases.long_date(str(other.content["date_of_birth"])) if other.content.get("date_of_birth") else "date of birth not recorded"
    return {
        "name": name_of(other),
        "href": reverse("person", args=[other.id]),
        "note": f"{other.system}, {born}. Chance: {_chance(link.weight_bits)}.",
        "ours": ours,
        "theirs": other.id,
        "field": f"reason-{other.id}",
    }


def _judgements(page: PersonPage, *, viewer: Viewer) -> list[dict[str, Any]]:
    if not page.component.judgements:
        return []
    names = names_of_users(viewer=viewer)
    words = {"same": "are the same person", "different": "are different people", "unsure": "may or may not be the same person"}
    said = {s.id: s for s in (*page.view.sayings, *page.possible)}
    return [
        {
            "id": j.id,
            "sentence": f"{_end(j.a, said)} and {_end(j.b, said)} {words[j.verdict]}: {j.reason}",
            "by": names.get(str(j.decided_by), "Somebody"),
            "at": j.decided_at,
        }
        for j in page.component.judgements
    ]


def _end(record_id: UUID, said: Mapping[UUID, Saying]) -> str:
    saying = said.get(record_id)
    return f"{saying.system}: {name_of(saying)}" if saying else "another record"


def how_scores_work(request: HttpRequest) -> HttpResponse:
    """An explanation for people; it shows no data."""
    return render(request, "pole/how_scores_work.html")
