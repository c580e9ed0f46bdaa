"""Worlds for the law of non-interference: a few records of a few people, each with a marking, tied to events, and what people said of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from beatbook.vocabulary.markings import Classification, Marking
from tests.sources.worlds import line_feed

OPEN, COUNCIL = "law-open", "law-council"  # two systems; what the council says opens by an agreement alone
FEEDS = {
    OPEN: line_feed(OPEN),
    COUNCIL: line_feed(COUNCIL, force="law-council", marking=Marking(Classification.OFFICIAL, frozenset({"ISA-LAW"}))),
}
# What a record may be marked with beside its feed's own marking, as the line says it; None is the feed's own.
MARKS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"marking": "OFFICIAL-SENSITIVE"},
    {"marking": "OFFICIAL", "caveats": ["LAW-COVERT"]},
)
IDENTITIES = (
    {"forenames": "Thurstan", "surname": "Quillfeather", "date_of_birth": "1981-07-23", "postcode": "ZZ7 3QH", "phones": ["07700 900771"]},
    {"forenames": "Thurstan", "surname": "Quillfeather", "date_of_birth": "1955-02-02", "postcode": "ZZ7 3QH", "address": "9 Oriel Row"},
    {"forenames": "Perpetua", "surname": "Okonjo-Vane", "date_of_birth": "1990-11-30", "postcode": "ZZ2 8LT", "phones": ["07700 900772"]},
)
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"surname": "Quilfeather"},
    {"forenames": "T", "address": "41 Tallow Street"},
    {"phones": ["07700 900773"], "date_of_birth": "1981-07-32"},
    {"warnings": [{"label": "Violent", "date": "2026-10-01"}], "sex": "M"},
    {"phones": ["07700 900773"]},
)


@dataclass(frozen=True, slots=True)
class Holds:
    """What a viewer holds: clearance, agreements with the code of their own body among them, and caveats."""

    clearance: int
    agreements: frozenset[str]
    caveats: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """One line of one feed; `mark` is an index into MARKS."""

    feed: str
    key: str
    mark: int
    line: dict[str, Any]

    def seen_by(self, holds: "Holds") -> bool:
        """Whether somebody who holds these sees it: said here again from the meaning of markings, apart from the product's own policy."""
        level, needed = ((1, set()), (2, set()), (1, {"LAW-COVERT"}))[self.mark]
        opens = "test" if self.feed == OPEN else "ISA-LAW" if self.mark == 0 else "law-council"  # a line's own marking is its holder's
        return level <= holds.clearance and needed <= holds.caveats and opens in holds.agreements


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody who sees everything said of two of the people's records, by place in the list."""

    first: int
    second: int
    verdict: str


@dataclass(frozen=True, slots=True)
class World:
    """People's records, events, who had a part in what, and judgements."""

    people: tuple[Said, ...]
    events: tuple[Said, ...]
    ties: tuple[tuple[int, int, str], ...]
    verdicts: tuple[Verdict, ...] = ()


def person(number: int, identity: int, variant: int, mark: int = 0, feed: str = OPEN) -> Said:
    """One system's mention of a person."""
    content = {**IDENTITIES[identity], **VARIANTS[variant]}
    return Said(feed, f"p{number}", mark, {"kind": "person", "content": content})


def event(number: int, mark: int = 0, feed: str = OPEN) -> Said:
    """Something that happened."""
    content = {"event_type": "crime", "title": f"Burglary at Tallow Street number {number}", "reference": f"44/77000{number}/26"}
    return Said(feed, f"e{number}", mark, {"kind": "event", "content": content, "happened": 2 + number})


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """At most seven mentions of three people, two events, some ties and two judgements."""
    feeds, marks = st.sampled_from((OPEN, OPEN, COUNCIL)), st.sampled_from((0, 0, 1, 2))
    people = tuple(
        person(n, draw(st.integers(0, 2)), draw(st.integers(0, len(VARIANTS) - 1)), draw(marks), draw(feeds))
        for n in range(draw(st.integers(3, 7)))
    )
    events = tuple(event(n, draw(marks), draw(feeds)) for n in range(draw(st.integers(1, 2))))
    tie = st.tuples(st.integers(0, len(people) - 1), st.integers(0, len(events) - 1), st.sampled_from(("suspect", "victim", "witness")))
    pair = st.tuples(st.integers(0, len(people) - 1), st.integers(0, len(people) - 1)).filter(lambda two: two[0] != two[1])
    said = st.builds(lambda two, verdict: Verdict(*two, verdict), pair, st.sampled_from(("same", "different")))
    return World(people, events, tuple(draw(st.lists(tie, max_size=5))), tuple(draw(st.lists(said, max_size=2))))


def telling() -> World:
    """A world made by hand in which every sort of leak has something to betray: a hidden bridge, a hidden crowd, a hidden part in a seen event."""
    people = (
        person(0, 0, 0),
        person(1, 1, 5),  # a namesake of another year: one with the first only by what was said of the hidden record between them
        person(2, 0, 4, 2),
        person(3, 0, 1, 1),
        person(4, 2, 0),
        *(person(5 + n, 2, 1, 2) for n in range(2)),
        person(7, 2, 5, 0, COUNCIL),
    )
    events = (event(0), event(1, 1), event(2, 0, COUNCIL))
    ties = ((0, 0, "suspect"), (2, 0, "witness"), (3, 0, "suspect"), (4, 0, "victim"), (0, 1, "suspect"), (7, 2, "victim"))
    return World(people, events, ties, (Verdict(0, 2, "same"), Verdict(2, 1, "same"), Verdict(4, 3, "different")))


def write(world: World, folder: Path, sees: Callable[[Said], bool]) -> dict[str, Path]:
    """The world's files, one for each feed, of what `sees(said)` lets through; a tie stands where both of its ends do."""
    lines: dict[str, list[dict[str, Any]]] = {OPEN: [], COUNCIL: []}
    for said in (*world.people, *world.events):
        if sees(said):
            lines[said.feed].append({"key": said.key, "version": 1, "day": 3, **said.line, **(MARKS[said.mark] or {})})
    for number, (one, other, role) in enumerate(world.ties):
        ends = world.people[one], world.events[other]
        if ends[0].feed == ends[1].feed and all(sees(end) for end in ends):
            lines[ends[0].feed].append({"from": ends[0].key, "to": ends[1].key, "role": role, "day": 3 + number})
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for feed, rows in lines.items():
        paths[feed] = folder / f"{feed}.jsonl"
        paths[feed].write_text("".join(json.dumps(row) + "\n" for row in rows))
    return paths
