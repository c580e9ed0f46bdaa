"""How much each answer to each typed term is worth, in bits, as linkage weighs: a rare name says more than a common one, a slip says less.

Invariant: bits are a function of what was typed and of the frozen frequencies of the published model; nothing is counted over what is found.
Source: Fellegi & Sunter 1969, with the frequencies of values of linkage.frequencies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from beatbook.linkage.frequencies import Frequencies, bits_of
from beatbook.search.typed import How, Term, Way

LEAST_BITS = 0.5
UNKNOWN_BITS = 10.0  # of a value whose frequency nobody counted: one in a thousand
STREET_BITS, WORD_BITS, AREA_BITS = (
    8.0,
    6.0,
    4.0,
)  # one street in 250, one word in 60 records, one ward in 16: chosen, for no model counts them
COSTS = {
    How.EXACT: 0.0, How.NICKNAME: 1.5, How.SPELLING: 2.5, How.SOUND: 4.0, How.BEGINNING: 3.0, How.NEAR: 3.0,
    How.WORD: 0.0, How.STREET: 0.0, How.AREA: 0.0, How.SPAN: 0.0,
}  # fmt: skip
"""What an answer loses that is not as typed: chosen so that each way stands below the one before it, whatever the name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one record answers one term: with which of its values, in what way, for how many bits."""

    words: str
    value: str
    how: How
    bits: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer is found in, of one record: its keys, its area, the day it happened or "", and the birth date it gives or ""."""

    keys: Sequence[str]
    area: str = ""
    happened: str = ""
    born: str = ""


def bits_for(term: Term, way: Way, known: Frequencies | None) -> float:
    """Bits of a record that answers this term in this way."""
    sort, _, value = way.low.partition(":")
    if way.how == How.AREA:
        return AREA_BITS
    worth = {"street": STREET_BITS, "word": WORD_BITS}.get(sort)
    if worth is None:
        worth = _surprise(sort, term.token if sort in ("name", "sound") else value, way, known)
    return max(LEAST_BITS, worth - COSTS[way.how])


def _surprise(sort: str, value: str, way: Way, known: Frequencies | None) -> float:
    if known is None or not known.n_records:
        return UNKNOWN_BITS
    if sort in ("name", "sound"):
        return bits_of(known.tokens.get(value, 0), known.n_names)
    if sort == "born":
        return _born_bits(value, way, known)
    counted = {"postcode": known.postcode_bits, "phone": known.phone_bits, "address": known.place_bits}.get(sort)
    return counted(value) if counted and not way.high else log2(max(2, known.n_records))


def _born_bits(value: str, way: Way, known: Frequencies) -> float:
    if way.high:
        years = range(int(value[:4]), max(int(value[:4]) + 1, int(way.high[5:9])))
        return bits_of(sum(known.years.get(year, 0) for year in years), known.n_born)
    return known.year_bits(int(value[:4])) + known.day_bits(int(value[5:7]), int(value[8:10]))


def answers_of(seen: Seen, terms: Sequence[Term], known: Frequencies | None) -> list[Answer]:
    """How a record answers each term that it answers: the best of the ways, first way first among equals."""
    found = []
    for term in terms:
        ways = [(bits_for(term, way, known), way, value) for way in term.ways if (value := _value(seen, term, way)) is not None]
        ways = [one for one in ways if one[1].how != How.AREA] or ways  # that it lies there counts where nothing that it says answers
        if ways:
            bits, way, value = max(ways, key=lambda one: one[0])
            found.append(Answer(term.words, value, way.how, bits))
    return found


def _value(seen: Seen, term: Term, way: Way) -> str | None:
    if way.how == How.AREA:
        return "" if seen.area == way.low else None
    if term.span is not None:
        day = next(
            (day for day in (seen.born, "" if term.span.ages else seen.happened) if day and term.span.since <= day < term.span.until), None
        )
        return day
    if way.high:
        return next((_said(key) for key in seen.keys if way.low <= key < way.high), None)
    return _said(way.low) if way.low in seen.keys else None


def _said(key: str) -> str:
    sort, _, value = key.partition(":")
    return "" if sort in ("sound", "platenear", "plateend", "premises") else value


def total(answers: Iterable[Answer]) -> float:
    """Bits of all answers together."""
    return sum(answer.bits for answer in answers)


def with_spellings(terms: Sequence[Term], near: Mapping[str, Sequence[str]]) -> list[Term]:
    """The terms with a way for each name that lies a slip from what was typed; `near` are those names by token."""
    return [
        Term(term.words, term.sort, (*term.ways, *_spellings(term, near.get(term.token, ()))), term.token, term.span)
        if term.token
        else term
        for term in terms
    ]


def _spellings(term: Term, near: Sequence[str]) -> Iterable[Way]:
    held = {way.low for way in term.ways}
    return (Way(f"name:{other}", How.SPELLING) for other in near if f"name:{other}" not in held)
