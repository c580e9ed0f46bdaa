"""Why records are joined: each join explained in a sentence, a waterfall and a table, with the judgements that people have made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.queries import names_of_users
from beatbook.linkage.explanation import Explanation, FieldReason, explain, in_hundred
from beatbook.linkage.queries import LinkRow, model_named
from beatbook.pole.facts import SEX
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
        while (above := root.setdefault(item, item)) != item:
            root[item] = item = root.setdefault(above, above)  # halves the way for whoever asks next
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
        "sentence": found.sentence(*_told_apart(first, second)),
        "guard": found.guard,
        "wide": waterfall(found.prior_bits, steps, width=WIDE),
        "narrow": waterfall(found.prior_bits, steps, width=NARROW),
        "rows": [_compared_row(f) for f in found.fields if f.level],
        "silent": _silent(found),
    }


def _compared_row(reason: FieldReason) -> list[dict[str, Any]]:
    first, second = _said(reason.field, reason.a), _said(reason.field, reason.b)
    both = f"{first} in both" if first == second else f"{first} and {second}"
    return [{"text": reason.field}, {"text": both}, {"text": reason.words}, {"text": phrases.signed(reason.weight_bits)}]


def _silent(found: Explanation) -> str:
    """What could not be compared, in one line instead of rows that say nothing."""
    names = [reason.field for reason in found.fields if not reason.level]
    words = phrases.sentence_list(name if name.isupper() or name[1:2].isupper() else name[:1].lower() + name[1:] for name in names)
    return f"Not compared, because at least one record does not say: {words}." if names else ""


def _said(field: str, text: str) -> str:
    if field == "Date of birth":
        return phrases.long_date(text)
    if field == "Sex":
        return SEX.get(text, text)
    return f"“{text}”"


def record_words(saying: Saying) -> str:
    """A record as people know it: `Contact desk (Jordan Marsh, 27 August 2026)`. Its key is for the list of source records."""
    return f"{saying.system} ({name_of(saying)}, {phrases.long_date(saying.said_at)})"


def _told_apart(first: Saying, second: Saying) -> tuple[str, str]:
    """Words for two records; where the words are the same, the number in each record's key tells them apart."""
    words = record_words(first), record_words(second)
    if words[0] != words[1]:
        return words
    numbers = [saying.source_key.partition(":")[2] or saying.source_key for saying in (first, second)]
    return f"{words[0]}, number {numbers[0]},", f"{words[1]}, number {numbers[1]},"


def _chance(weight_bits: float) -> str:
    return in_hundred(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight_bits))))


def _join_row(link: LinkRow, sayings: Mapping[UUID, Saying], record_id: UUID, chosen: LinkRow | None) -> list[dict[str, Any]]:
    first, second = sayings[link.a], sayings[link.b]
    href = f"{reverse('person', args=[record_id])}?why={link.a}.{link.b}#why"
    return [
        {"text": record_words(first), "note": f"and {record_words(second)}"},
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
    return record_words(saying) if saying else "another record"


def how_scores_work(request: HttpRequest) -> HttpResponse:
    """An explanation for people; it shows no data."""
    return render(request, "pole/how_scores_work.html")
