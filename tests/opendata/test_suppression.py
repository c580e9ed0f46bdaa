"""An attack on released tables: whoever knows the rules and every published number tries to solve for the cells that were left out."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.opendata.suppression import Release, release, released, rounded, said

AREAS, KINDS = ("north", "south", "west"), ("theft", "noise")
CELLS = list(itertools.product(AREAS, KINDS))
TABLES = st.lists(st.integers(0, 23), min_size=len(CELLS), max_size=len(CELLS)).map(lambda values: dict(zip(CELLS, values, strict=True)))


def published(table: Release) -> tuple[object, ...]:
    """Everything that an attacker sees."""
    cells = tuple(table.cells[cell] for cell in CELLS)
    return cells, tuple(map(table.of_area, AREAS)), tuple(map(table.of_kind, KINDS)), table.total


def true_totals(counts: dict[tuple[str, str], int]) -> tuple[object, ...]:
    """A careless publisher: cells left out, but totals true."""
    rows = tuple(sum(counts[area, kind] for kind in KINDS) for area in AREAS)
    columns = tuple(sum(counts[area, kind] for area in AREAS) for kind in KINDS)
    return tuple(released(counts[cell]) for cell in CELLS), rows, columns


def candidates(counts: dict[tuple[str, str], int]) -> Iterator[dict[tuple[str, str], int]]:
    """Every table that differs only in what was left out: the attacker knows that those lie from one to four."""
    hidden = [cell for cell in CELLS if released(counts[cell]) is None]
    for values in itertools.product(range(1, 5), repeat=len(hidden)):
        yield counts | dict(zip(hidden, values, strict=True))


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_every_value_of_a_hidden_cell_stays_possible(counts: dict[tuple[str, str], int]) -> None:
    seen = published(release(counts, AREAS, KINDS))
    possible = [one for one in candidates(counts) if published(release(one, AREAS, KINDS)) == seen]
    for cell in CELLS:
        if released(counts[cell]) is None:
            assert {one[cell] for one in possible} == {1, 2, 3, 4}


def test_the_same_attack_solves_a_table_with_true_totals() -> None:
    counts = dict(zip(CELLS, [3, 10, 20, 15, 30, 40], strict=True))
    solutions = [one for one in candidates(counts) if true_totals(one) == true_totals(counts)]
    assert [one[CELLS[0]] for one in solutions] == [3]


@given(TABLES, st.sampled_from(CELLS))
def test_one_more_person_shows_only_where_a_count_crosses_a_step(counts: dict[tuple[str, str], int], cell: tuple[str, str]) -> None:
    more = counts | {cell: counts[cell] + 1}
    same = released(counts[cell]) == released(more[cell])
    assert (published(release(counts, AREAS, KINDS)) == published(release(more, AREAS, KINDS))) == same


@given(TABLES)
def test_totals_are_about_right(counts: dict[tuple[str, str], int]) -> None:
    table = release(counts, AREAS, KINDS)
    assert abs(table.total - sum(counts.values())) <= 2.5 * len(CELLS) + 2.5


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (1234, "1,235")]
)
def test_a_cell_is_said_plainly(count: int, shown: str) -> None:
    assert said(released(count)) == shown


def test_a_half_goes_up() -> None:
    assert [rounded(value) for value in (0, 2.4, 2.5, 7.5, 12)] == [0, 0, 5, 10, 10]
