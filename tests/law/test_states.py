"""The law along a history: loads, relabelling, judgements and grants in any order; after it, what a viewer sees is what they would see had they
been told, from the beginning, only of what they may see now.

More and longer histories by `BEATBOOK_LAW_HISTORIES=20 make test ARGS=tests/law/test_states.py`.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, clone, drop
from beatbook.linkage.actions import link_new_records, record_judgement
from beatbook.linkage.persons import Verdict
from beatbook.sources.actions import load_paths
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role
from tests.databases import pointing_at
from tests.journeys.walking import changed_lines
from tests.law.observed import observed
from tests.law.twins import EVERYTHING, NUMBERS, Twin, _ids, viewer_in
from tests.law.worlds import COUNCIL, FEEDS, OPEN, Holds, Said, World, event, person, write

HISTORIES, STEPS = int(os.environ.get("BEATBOOK_LAW_HISTORIES", "1")), 6
HOLDS = (
    Holds(1, frozenset({"test"})),
    Holds(1, frozenset({"test", "ISA-LAW"})),
    Holds(2, frozenset({"test"})),
    Holds(2, frozenset({"test", "ISA-LAW"})),
)
feeds, marks = st.sampled_from((OPEN, OPEN, COUNCIL)), st.integers(0, 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement that somebody who sees everything made."""

    one: tuple[str, str]
    other: tuple[str, str]
    verdict: str


class History(RuleBasedStateMachine):
    """Says things to one database and remembers what was said, so that another can be told the visible part of it."""

    cluster: ClassVar[Cluster]
    base: ClassVar[str]
    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.name = f"{self.base}_states_{next(NUMBERS)}"
        self.versions: list[tuple[int, Said]] = []
        self.judged: list[Judged] = []
        self.holds = HOLDS[0]
        with administrator(self.cluster) as connection:
            drop(connection, self.name)
            clone(connection, self.base, self.name)

    @initialize()
    def begin(self) -> None:
        """Something to see and something to hide from the first moment on."""
        self._hold(HOLDS[0])
        for said in (person(0, 0, 0), person(1, 0, 1, 1), person(2, 0, 4, 2), event(0), event(1, 1)):
            self._say(said)

    @rule(number=st.integers(0, 6), identity=st.integers(0, 2), variant=st.integers(0, 5), mark=marks, feed=feeds)
    def say(self, number: int, identity: int, variant: int, mark: int, feed: str) -> None:
        """A new record, or a newer version of one, perhaps at another marking."""
        self._say(person(number, identity, variant, mark, feed))

    @rule(one=st.integers(0, 50), other=st.integers(0, 50), verdict=st.sampled_from(("same", "different")))
    def judge(self, one: int, other: int, verdict: str) -> None:
        """Somebody who sees all but the council's own says whether two are one."""
        known = [said for said in self._current().values() if said.key.startswith("p") and not (said.feed == COUNCIL and said.mark)]
        a, b = known[one % len(known)], known[other % len(known)]
        if a != b:
            self.judged.append(Judged((a.feed, a.key), (b.feed, b.key), verdict))
            with pointing_at(self.name):
                self._judge(self.judged[-1])

    @rule(holds=st.sampled_from(HOLDS))
    def grant(self, holds: Holds) -> None:
        """The viewer's access becomes this."""
        self._hold(holds)

    def teardown(self) -> None:
        """The comparison: the whole history, seen by the viewer, beside a database that was told only what is visible to them now."""
        part = f"{self.name}_part"
        with administrator(self.cluster) as connection:
            drop(connection, part)
            clone(connection, self.base, part)
        try:
            current = self._current()
            world = World(
                tuple(said for said in current.values() if said.key.startswith("p")),
                tuple(said for said in current.values() if said.key.startswith("e")),
                (),
            )
            with pointing_at(self.name):
                ids = _ids()
                whole = observed(viewer_in(Twin(self.name, ids), "low"), world, ids)
            with pointing_at(part):
                self._tell_the_visible_part(current)
                own = observed(viewer_in(Twin(part, ids), "low"), world, ids)
            assert any(body.startswith(b"200") for path, body in own.items() if path.startswith("/people/"))
            assert {asked: changed_lines(own[asked], whole[asked]) for asked in whole if whole[asked] != own[asked]} == {}
        finally:
            connections.close_all()
            with administrator(self.cluster) as connection:
                drop(connection, self.name)
                drop(connection, part)

    def _tell_the_visible_part(self, current: dict[tuple[str, str], Said]) -> None:
        self._hold(self.holds, self.versions)
        for version, said in self.versions:
            if current[said.feed, said.key].seen_by(self.holds) and said.seen_by(self.holds):
                self._load(version, said)
        for judged in self.judged:
            if all(current[end].seen_by(self.holds) for end in (judged.one, judged.other)):
                self._judge(judged)

    def _current(self) -> dict[tuple[str, str], Said]:
        return {(said.feed, said.key): said for _, said in self.versions}

    def _say(self, said: Said) -> None:
        version = 1 + sum((one.feed, one.key) == (said.feed, said.key) for _, one in self.versions)
        if version > 1:  # content that is the same under another version is no news; the version then says which it is
            said = replace(said, line={**said.line, "content": {**said.line["content"], "occupation": f"trade {version}"}})
        self.versions.append((version, said))
        with pointing_at(self.name):
            self._load(version, said)

    def _load(self, version: int, said: Said) -> None:
        numbered = replace(said, line={**said.line, "version": version})
        folder = self.folder / f"{next(NUMBERS)}"
        people, events = ((numbered,), ()) if said.key.startswith("p") else ((), (numbered,))
        load_paths(FEEDS[said.feed], [write(World(people, events, ()), folder, lambda _: True)[said.feed]])
        link_new_records()

    def _judge(self, judged: Judged) -> None:
        ids = _ids()
        record_judgement(sign_in(EVERYTHING), ids[judged.one], ids[judged.other], Verdict(judged.verdict), "said in a test")

    def _hold(self, holds: Holds, told: list[Any] | None = None) -> None:
        self.holds = holds
        held = {"clearance": Classification(holds.clearance), "agreements": tuple(sorted(holds.agreements - {"test"}))}

        def give() -> None:
            add_people([Person("low", "Low", Role.RESPONSE, "test", "test", **held)])  # type: ignore[arg-type]

        if told is None:
            with pointing_at(self.name):
                give()
        else:
            give()


def test_the_law_holds_along_any_history(cluster: Cluster, law_base: str, tmp_path: Path) -> None:
    History.cluster, History.base, History.folder = cluster, law_base, tmp_path
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


def test_a_broken_law_is_noticed(cluster: Cluster, law_base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that is opened to all halfway fails the comparison: so it can fail."""
    History.cluster, History.base, History.folder = cluster, law_base, tmp_path
    begun = History()
    begun.begin()
    with administrator(cluster, begun.name) as connection:
        connection.execute("ALTER POLICY viewer_reads ON sources_record USING (true)")
    with pytest.raises(AssertionError):
        begun.teardown()
