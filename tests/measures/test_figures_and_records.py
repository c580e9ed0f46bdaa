"""A figure is the number of records that it opens, for every viewer, place, period and boundary; parts add up to the whole."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connections, transaction

from beatbook.measures.actions import refresh_measures
from beatbook.measures.definition import Kind
from beatbook.measures.queries import measure_named, measures, parts_of, records_behind, series_of, value_of
from beatbook.measures.where import NOT_KNOWN, THEN, Period, Where
from beatbook.sources.queries import records_by_ids
from beatbook.vocabulary.markings import Marking
from beatbook.vocabulary.viewer import Viewer
from tests.measures.worlds import CHANGED_ON, Said, draw_boundaries, keep, make_outcomes, make_records, viewers

CODES = ("D1", "D2", "D3", "D4", "H1", "O1", "O2", "Q1", "T1", "T2", "T3")
BASES = (THEN, "first", CHANGED_ON.isoformat())
WHERES = (
    {}, {"force": "north"}, {"force": "south"}, {"force": "mercia"}, {"area": "a1"}, {"neighbourhood": "n1"}, {"neighbourhood": "n1a"},
    {"neighbourhood": "s9"}, {"force": "north", "neighbourhood": "s9"}, {"force": "north", "neighbourhood": NOT_KNOWN},
    {"force": "mercia", "area": NOT_KNOWN},
)  # fmt: skip
WHOLE = Period(date(2024, 1, 1), date(2025, 12, 1))
TRIALS = 60


class World:
    """The records, their outcomes, and who looks."""

    def __init__(self, folder: Path) -> None:
        chance = random.Random(11)
        draw_boundaries(folder)
        self.records = make_records(chance, 500)
        self.outcomes = make_outcomes(chance, self.records)
        keep(self.records, self.outcomes)
        self.viewers = viewers()
        refresh_measures()


@pytest.fixture(scope="module")
def world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield World(tmp_path_factory.mktemp("land"))


def neighbourhood_of(said: Said, basis: str) -> str:
    """Where a record lies, worked out from the drawing by hand."""
    if said.point is None or said.point[0] > 5:
        return NOT_KNOWN
    x = said.point[0]
    new = basis == CHANGED_ON.isoformat() or (basis == THEN and said.month >= CHANGED_ON)
    west = ("n1a" if x < 1 else "n1b") if new else "n1"
    return west if x < 2 else "n2" if x < 3 else "s9"


def force_of(said: Said, basis: str) -> str:
    """The force under which a record stands."""
    return "mercia" if basis == CHANGED_ON.isoformat() or (basis == THEN and said.month >= CHANGED_ON) else said.force


def lies_in(said: Said, where: Where) -> bool:
    """Whether a record lies in a place."""
    area = {"n1": "a1", "n1a": "a1", "n1b": "a1", "n2": "a1", "s9": "a2"}
    own = neighbourhood_of(said, where.basis)
    found = {"force": force_of(said, where.basis), "area": area.get(own, NOT_KNOWN), "neighbourhood": own}
    return all(getattr(where, level) in (None, code) for level, code in found.items())


def counted(code: str, said: Said) -> bool:
    """Whether a measure's denominator counts a record."""
    offence = said.content.get("offence")
    if code.startswith("T"):
        return said.kind == "stop-search"
    if said.kind != "crime":
        return False
    if code in ("D1", "H1"):
        return offence != "Anti-social behaviour"
    if code == "D2":
        return offence == "Anti-social behaviour"
    if code in ("D3", "D4"):
        return offence in ("Burglary", "Robbery")
    return code == "Q1" or "reference" in said.content


def test_a_figure_is_the_number_of_records_that_it_opens_and_of_those_that_are_there(world: World) -> None:
    chance = random.Random(5)
    seen_something = 0
    for _ in range(TRIALS):
        viewer, markings = chance.choice(world.viewers)
        code, where = chance.choice(CODES), Where(**chance.choice(WHERES), basis=chance.choice(BASES))
        first, last = sorted([date(2024 + chance.randrange(2), chance.randrange(1, 13), 1) for _ in range(2)])
        figure = value_of(code, where, Period(first, last), viewer=viewer)
        for part, number in (("numerator", figure.numerator), ("denominator", figure.denominator), ("unknown", figure.unknown)):
            behind = records_behind(code, where, Period(first, last), viewer=viewer, part=part)
            assert (behind.total, len(set(behind.ids))) == (number, number), (code, where, part)
            assert len(records_by_ids(behind.ids, viewer=viewer)) == number
        told = figure.period
        there = [
            r
            for r in world.records
            if counted(code, r) and lies_in(r, where) and r.marking in markings and told.first <= r.month <= told.last
        ]
        if not figure.why_not.startswith(("No outcomes", "These months")):
            assert figure.denominator == len(there), (code, where)
        seen_something += figure.denominator > 0
    assert seen_something > TRIALS / 3


@pytest.mark.parametrize("basis", BASES)
def test_parts_and_those_not_known_add_up_to_the_whole(world: World, basis: str) -> None:
    for viewer, markings in world.viewers:
        for code in CODES:
            everywhere = Where(basis=basis)
            whole = value_of(code, everywhere, WHOLE, viewer=viewer)
            forces = parts_of(code, everywhere, WHOLE, "force", viewer=viewer)
            assert sum(figure.denominator for figure in forces) == whole.denominator
            for force in forces:
                for level in ("area", "neighbourhood"):
                    parts = parts_of(code, force.where, WHOLE, level, viewer=viewer)
                    assert sum(part.denominator for part in parts) == force.denominator
                    assert sum(part.numerator for part in parts) == force.numerator
        seen = [r for r in world.records if r.marking in markings and r.kind == "crime"]
        assert value_of("Q1", Where(basis=basis), WHOLE, viewer=viewer).denominator == len(seen)


def test_the_same_records_are_told_on_old_boundaries_and_on_new(world: World) -> None:
    viewer = world.viewers[2][0]
    old = value_of("D1", Where(neighbourhood="n1", basis="first"), WHOLE, viewer=viewer)
    new = [value_of("D1", Where(neighbourhood=code, basis=BASES[2]), WHOLE, viewer=viewer) for code in ("n1a", "n1b")]
    assert old.numerator == sum(figure.numerator for figure in new) > 0
    assert old.people == sum(figure.people or 0 for figure in new) == 2000
    assert value_of("D1", Where(force="mercia", basis="first"), WHOLE, viewer=viewer).numerator == 0


def expected_positive(world: World, crime: Said, markings: list[Marking]) -> bool:
    """O1 by hand: an outcome within three months that whoever may see the crime may see."""

    def implied(outcome: Said) -> bool:
        a, b = crime.marking, outcome.marking
        agreements = not b.agreements or (bool(a.agreements) and a.agreements <= b.agreements)
        return b.classification <= a.classification and b.caveats <= a.caveats and agreements

    def months(outcome: Said) -> int:
        return (outcome.month.year - crime.month.year) * 12 + outcome.month.month - crime.month.month

    of_crime = [outcome for outcome, own in world.outcomes if own == crime.id]
    return any(implied(o) and o.content["outcome"] == "Suspect charged" and months(o) <= 3 for o in of_crime)


def test_positive_outcomes_by_hand(world: World) -> None:
    for viewer, markings in world.viewers:
        figure = value_of("O1", Where(), Period(date(2024, 1, 1), date(2025, 6, 1)), viewer=viewer)
        crimes = [r for r in world.records if counted("O1", r) and r.marking in markings and r.month <= date(2025, 6, 1)]
        assert figure.numerator == sum(expected_positive(world, crime, markings) for crime in crimes)
    assert figure.numerator > 0


def test_repeats_by_hand(world: World) -> None:
    viewer, markings = world.viewers[0]
    seen = [r for r in world.records if r.marking in markings and counted("D3", r) and r.point]

    def earlier(one: Said) -> int:
        ago = [(one.month.year - r.month.year) * 12 + one.month.month - r.month.month for r in seen
               if r.point == one.point and r.content["offence"] == one.content["offence"]]  # fmt: skip
        return sum(1 <= months <= 12 for months in ago)

    assert value_of("D4", Where(), WHOLE, viewer=viewer).numerator == sum(earlier(one) >= 2 for one in seen)


def test_months_too_young_for_their_outcomes_are_not_told(world: World) -> None:
    viewer = world.viewers[2][0]
    heard = max(outcome.month for outcome, _ in world.outcomes)
    assert heard > date(2026, 1, 1)
    asked = Period(heard, heard)
    assert value_of("O1", Where(), asked, viewer=viewer).why_not.startswith("These months are too young")
    assert records_behind("O1", Where(), asked, viewer=viewer).total == 0


def test_a_series_opens_the_same_records_as_its_months(world: World) -> None:
    viewer = world.viewers[1][0]
    series = series_of("D1", Where(force="north", basis="first"), viewer=viewer)
    assert len(series.points) > 12
    assert sum(point.figure.numerator for point in series.points) == records_behind(
        "D1", series.where, Period(series.points[0].month, series.points[-1].month), viewer=viewer
    ).total  # fmt: skip


def test_what_is_re_marked_leaves_every_figure_at_once(world: World) -> None:
    viewer, _ = world.viewers[0]
    where = Where()
    crime = next(r for r in world.records if r.marking == world.viewers[0][1][0] and counted("D2", r))
    before = value_of("D2", where, WHOLE, viewer=viewer).numerator
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT vis FROM access_marking WHERE classification = 2 AND caveats = '{}' LIMIT 1")
        cursor.execute("UPDATE sources_record SET vis = %s, changed = pg_current_xact_id() WHERE id = %s", [cursor.fetchone()[0], crime.id])
    assert value_of("D2", where, WHOLE, viewer=viewer).numerator < before
    assert crime.id not in records_behind("D2", where, WHOLE, viewer=viewer).ids
    refresh_measures()
    assert value_of("D2", where, WHOLE, viewer=viewer).numerator == before - 1 == records_behind("D2", where, WHOLE, viewer=viewer).total


def test_refreshing_what_changed_gives_what_counting_anew_gives(world: World) -> None:
    chance = random.Random(3)
    more = make_records(random.Random(4), 560)[500:]
    keep(more, make_outcomes(chance, more)[:0])
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute(
            "UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = ANY (%s::uuid[])",
            [[one.id for one in world.records[:40]]],
        )
    assert not refresh_measures().whole
    kept = cells()
    assert refresh_measures(whole=True).whole
    assert cells() == kept
    world.records = [*world.records[40:], *more]


def cells() -> set[tuple]:
    """Every cell, its place said by what it is and not by its number."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT c.measure, p.vis, p.force, p.era, p.codes::text, c.month, u.slot, c.vis, u.n, u.num, u.unknown FROM measures_cell c"
            " JOIN measures_place p ON p.id = c.place CROSS JOIN LATERAL unnest(c.slots, c.n, c.num, c.unknown) AS u (slot, n, num, unknown)"
        )
        return set(cursor.fetchall())


def test_totals_less_what_went_are_the_sums_of_the_cells(world: World) -> None:
    """Also between a re-marking and the refresh, and after it: a total that was only put right now and then would show what is gone."""
    assert totals() == sums() != {}
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = %s", [world.records[0].id])
        cursor.execute("SELECT count(*) FROM measures_gone")
        assert cursor.fetchone()[0] > 0
    assert totals() == sums()
    assert not refresh_measures().whole
    assert totals() == sums()
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM measures_gone")
        assert cursor.fetchone() == (0,)
    world.records = world.records[1:]


_UNNESTED = (
    "JOIN measures_placing p ON p.place = c.place CROSS JOIN LATERAL unnest(c.slots, c.n, c.num, c.unknown) AS u (slot, n, num, unknown)"
)


def totals() -> dict[tuple, tuple]:
    """What is kept for each force, month, slot and marking, less what went."""
    return _summed(
        "SELECT measure, basis, force, month, slot, vis, n, num, unknown FROM measures_total UNION ALL"
        f" SELECT c.measure, p.basis, p.force, c.month, u.slot, c.vis, -u.n, -u.num, -u.unknown FROM measures_gone c {_UNNESTED}"
    )


def sums() -> dict[tuple, tuple]:
    """The same, added up from the cells."""
    return _summed(f"SELECT c.measure, p.basis, p.force, c.month, u.slot, c.vis, u.n, u.num, u.unknown FROM measures_cell c {_UNNESTED}")


def _summed(rows: str) -> dict[tuple, tuple]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            f"SELECT measure, basis, force, month, slot, vis, sum(n), sum(num), sum(unknown) FROM ({rows}) r GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0"
        )
        return {row[:6]: row[6:] for row in cursor.fetchall()}


def test_live_and_kept_counts_agree_for_every_measure(world: World) -> None:
    from beatbook.measures.compiler import kept_figures, live_cells
    from beatbook.measures.queries.counts import fetched

    viewer = world.viewers[4][0]
    for measure in measures(viewer=viewer):
        kept = fetched(kept_figures(measure, Where(), WHOLE), viewer=viewer)
        live = [row for row in fetched(live_cells(measure, Where(), WHOLE), viewer=viewer) if row[2]]
        assert sorted(kept) == sorted(live), measure.code
    assert measure_named("O4", viewer=viewer).kind is Kind.MEDIAN


def test_a_viewer_without_any_record_sees_nothing(world: World, module_database: str) -> None:
    nobody = Viewer(**{**{name: getattr(world.viewers[0][0], name) for name in Viewer.__slots__}, "token": "no-such-token-of-anybody"})
    assert value_of("D1", Where(), WHOLE, viewer=nobody).numerator == 0
    assert records_behind("D1", Where(), WHOLE, viewer=nobody).total == 0
