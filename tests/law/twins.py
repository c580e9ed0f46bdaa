"""Two databases of one world: one with everything, one with only what a viewer may see, each built by the product's own road in.

Deleting what is hidden would not do: what was worked out from it and stored would stay in both. So the second is never told of it.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connections

from beatbook.access.actions import add_agreement, add_caveat, add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, clone, drop
from beatbook.linkage.actions import link_new_records
from beatbook.linkage.actions.judging import record_judgement
from beatbook.linkage.persons import Verdict
from beatbook.sources.actions import load_paths
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer
from tests.databases import pointing_at
from tests.law.worlds import COUNCIL, FEEDS, Holds, Said, World, write
from tests.linkage.worlds import mentions, put_records

NUMBERS = itertools.count(1)
TODAY = datetime.now(UTC).date()
VIEWERS = {
    "low": Holds(1, frozenset({"test"})),
    "partner": Holds(1, frozenset({"law-council", "ISA-LAW"})),
    "sergeant": Holds(2, frozenset({"test", "ISA-LAW"})),
}
EVERYTHING = "keeper"  # holds all that this world marks with
_ROLES = {"low": Role.RESPONSE, "partner": Role.PARTNER, "sergeant": Role.SERGEANT, EVERYTHING: Role.ANALYST}


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the two databases, and the world's record ids by key in each feed."""

    name: str
    ids: dict[tuple[str, str], UUID]


def make_base() -> None:
    """What both twins begin with: viewers, an agreement, a caveat, open records from which a model is learnt, and every marking interned."""
    days = {"starts_on": TODAY - timedelta(30), "ends_on": None, "review_on": TODAY + timedelta(300)}
    add_caveat("LAW-COVERT", kind="caveat", title="Covert")
    everyone = VIEWERS | {EVERYTHING: Holds(2, frozenset({"test", "ISA-LAW"}), frozenset({"LAW-COVERT"}))}
    bodies = {name: "law-council" if name == "partner" else "test" for name in everyone}
    people = [
        Person(
            name, name.title(), _ROLES[name], bodies[name], bodies[name], clearance=Classification(holds.clearance),
            agreements=tuple(sorted(holds.agreements - {"test", "law-council"})), caveats=tuple(sorted(holds.caveats)),
        )
        for name, holds in everyone.items()
    ]  # fmt: skip
    add_people(
        [Person("first", "First", Role.RESPONSE, "test", "test"), Person("second", "Second", Role.PARTNER, "law-council", "law-council")]
    )
    add_agreement(
        "ISA-LAW", title="Law", purpose="Tests", legal_basis="Crime and Disorder Act 1998 s115", parties=["test", "law-council"], **days
    )
    add_people(people)
    for level in (Classification.OFFICIAL, Classification.OFFICIAL_SENSITIVE):
        for caveats in (frozenset(), frozenset({"LAW-COVERT"})):
            for opens in ("test", "ISA-LAW", "law-council"):
                intern_marking(Marking(level, frozenset({opens}), caveats))
    records, _ = mentions(60)
    put_records(records, intern_marking(Marking(Classification.OFFICIAL, frozenset({"test"}))))
    link_new_records()


@contextmanager
def twins(
    cluster: Cluster, base: str, world: World, holds: Holds, folder: Path, spoil: Callable[[], None] = lambda: None
) -> Iterator[tuple[Twin, Twin]]:
    """(the database with everything, the database with what a viewer who holds this may see); `spoil` changes each before its world arrives."""
    made = []
    with administrator(cluster) as connection:
        for part in ("everything", "visible"):
            name = f"{base}_{part}_{next(NUMBERS)}"
            drop(connection, name)
            clone(connection, base, name)
            made.append(name)
    try:
        full = _filled(made[0], world, folder / "everything", lambda said: True, spoil)
        part = _filled(made[1], world, folder / "visible", lambda said: said.seen_by(holds), spoil)
        yield full, part
    finally:
        connections.close_all()
        with administrator(cluster) as connection:
            for name in made:
                drop(connection, name)


def _filled(name: str, world: World, folder: Path, sees: Callable[[Said], bool], spoil: Callable[[], None]) -> Twin:
    with pointing_at(name):
        spoil()
        for feed, path in write(world, folder, sees).items():
            load_paths(FEEDS[feed], [path])
        link_new_records()
        ids = _ids()
        if any(world.verdicts):
            _judge(world, ids, sees, sign_in(EVERYTHING))
    return Twin(name, ids)


def _ids() -> dict[tuple[str, str], UUID]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT feed, source_key, id FROM sources_record WHERE feed = ANY (%s)", [list(FEEDS)])
        return {(feed, key): record_id for feed, key, record_id in cursor.fetchall()}


def _judge(world: World, ids: dict[tuple[str, str], UUID], sees: Callable[[Said], bool], decider: Viewer) -> None:
    for verdict in world.verdicts:
        ends = world.people[verdict.first], world.people[verdict.second]
        known = all(
            sees(end) and not (end.feed == COUNCIL and end.mark) for end in ends
        )  # the decider sees those no more than anybody else
        if known:
            record_judgement(decider, *(ids[end.feed, end.key] for end in ends), Verdict(verdict.verdict), "said in a test")


def viewer_in(twin: Twin, name: str) -> Viewer:
    """This viewer, signed in to the database at which every alias points, with a task begun."""
    viewer = sign_in(name)
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    return viewer
