"""A search as a panel of residents may read it: named fields alone, and grounds from which everything that could name anybody is taken out. Pure.

Invariant: a field is in the pack because it is listed here, never because it was not thought of. Of free text a word stays only if it is written in
small letters, holds no figure, and is part of no name that any system tied to the search; what opens a sentence stays only if it is a common word.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

REMOVED = "[removed]"
SHORTEST_NAME = 2
PARTS_OF_DAY = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))
COMMON = frozenset(
    "a acting after alone an and another as asked at because before both by carrying described during each fits following for found had he heard her"
    " his holding hid i in information is it male female man matched matches no nothing of officer officers on one other outside person persons"
    " report reported reports running said seen several she smell smelled smelt standing subject stopped strong suspect that the their there they"
    " this those to tried two two unable was went were when where while who with witness woman young youth".split()
)
_CHUNK = re.compile(r"\S+")
_EDGES = ".,;:!?()"
_PLAIN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_ENDS = ".!?:;"


@dataclass(frozen=True, slots=True)
class PanelRecord:
    """What the panel sees of one search. There is no field for a name, an address, a number or an officer."""

    month: str
    part_of_day: str
    neighbourhood: str
    kind: str
    legislation: str
    sought: str
    outcome: str
    linked: str
    outer_clothing: str
    age_range: str
    ethnicity: str
    grounds: str


def panel_record(content: Mapping[str, Any], at: datetime | None, neighbourhood: str, names: Collection[str]) -> PanelRecord:
    """The record of a search as its system wrote it, at a moment of the London clock; `names` are of everybody tied to it."""
    return PanelRecord(
        month=f"{at:%B %Y}" if at else "not known",
        part_of_day=part_of_day(at),
        neighbourhood=neighbourhood or "not known",
        kind=str(content.get("title") or "").partition(":")[0],
        legislation=str(content.get("legislation") or "not recorded"),
        sought=str(content.get("object_of_search") or "not recorded"),
        outcome=str(content.get("outcome") or "not recorded"),
        linked=_yes_no(content.get("outcome_linked")),
        outer_clothing=_yes_no(content.get("outer_clothing")),
        age_range=str(content.get("age_range") or "not recorded"),
        ethnicity=str(content.get("officer_defined_ethnicity") or "not recorded"),
        grounds=redacted(str(content.get("summary") or ""), names) or "No grounds were recorded.",
    )


def redacted(text: str, names: Collection[str]) -> str:
    """Free text without whatever could name anybody; one mark for each run of what was taken out."""
    hidden = {part for name in names for part in _parts(name)}
    out: list[str] = []
    opens = True
    for chunk in _CHUNK.findall(text):
        word = chunk.strip(_EDGES)
        if not word:
            continue
        stays = _may_stay(word, hidden, opens=opens)
        before, after = (chunk[: len(chunk) - len(chunk.lstrip(_EDGES))], chunk[len(chunk.rstrip(_EDGES)) :])
        if stays or not out or out[-1] != REMOVED:
            out.append(before + (word if stays else REMOVED) + after)
        else:
            out[-1] += after
        opens = after[-1:] in _ENDS if after else False
    return " ".join(out)


def part_of_day(at: datetime | None) -> str:
    """Morning, afternoon, evening or night: the hour is not given."""
    return next(words for until, words in PARTS_OF_DAY if at.hour < until) if at else "not known"


def _may_stay(word: str, hidden: Collection[str], *, opens: bool) -> bool:
    """Letters alone, small ones, no part of a name: only what opens a sentence may have a capital, and then only a common word."""
    if not _PLAIN.fullmatch(word) or any(part in hidden for part in _parts(word)):
        return False
    return word == word.casefold() or (opens and word.casefold() in COMMON) or word == "I"


def _parts(name: str) -> list[str]:
    """The words of a name that are long enough to be one, small; of a word that ends in s also without it: a possessive that lost its mark."""
    words = [part.casefold() for part in re.split(r"[\W_]+", name) if len(part) >= SHORTEST_NAME]
    return [*words, *(word[:-1] for word in words if word.endswith("s") and len(word) > SHORTEST_NAME + 1)]


def _yes_no(value: object) -> str:
    return "not recorded" if value is None else "yes" if value else "no"
