"""Published counts against an attack: what a reader can work out of those held back, by linear programming over everything published."""

from collections.abc import Mapping

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from beatbook.measures.disclosure import WIDTH, Table, made_safe, made_safe_in_levels

COUNTS = st.dictionaries(st.sampled_from([f"n{i}" for i in range(9)]), st.integers(0, 40), min_size=1, max_size=9)
LEVELS = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), COUNTS, min_size=1, max_size=4)
MIN_COUNT, ROUND_TO = 5, 5


def attacked(sums: list[tuple[set[str], Table, str]], names: list[str]) -> dict[str, float]:
    """How wide the range of each name is: every published number bounds the sum of some names to what rounds to it."""
    place = {name: i for i, name in enumerate(names)}
    matrix, bounds = [], []
    for members, table, key in sums:
        published = table.whole if key == "" else table.parts[key]
        if published.value is None:
            continue
        row = np.zeros(len(names))
        row[[place[member] for member in members]] = 1
        matrix += [row, -row]
        bounds += [published.value + ROUND_TO // 2, -max(0, published.value - ROUND_TO // 2)]
    widths = {}
    for name in names:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(names))
            goal[place[name]] = sign
            solved = linprog(goal, A_ub=np.array(matrix) if matrix else None, b_ub=bounds or None, bounds=[(0, 10_000)] * len(names))
            ends.append(sign * solved.fun)
        widths[name] = ends[1] - ends[0]
    return widths


@settings(max_examples=25, deadline=None)
@given(COUNTS)
@example({"n0": 4, "n1": 30})
@example({"n0": 0, "n1": 5})
def test_no_count_that_is_held_back_can_be_worked_out(counts: Mapping[str, int]) -> None:
    table = made_safe(counts, min_count=MIN_COUNT, round_to=ROUND_TO)
    names = sorted(counts)
    widths = attacked([(set(names), table, ""), *(({name}, table, name) for name in names)], names)
    assert all(widths[name] >= WIDTH - 1e-6 for name in names if table.parts[name].value is None)


@settings(max_examples=12, deadline=None)
@given(LEVELS)
def test_nor_by_two_levels_together(levels: Mapping[str, Mapping[str, int]]) -> None:
    areas, beneath = made_safe_in_levels(levels, min_count=MIN_COUNT, round_to=ROUND_TO)
    names = [f"{area}.{part}" for area, parts in levels.items() for part in parts]
    under = {area: {f"{area}.{part}" for part in parts} for area, parts in levels.items()}
    sums = [(set(names), areas, "")] + [(under[area], areas, area) for area in levels]
    for area, parts in levels.items():
        sums += [({f"{area}.{part}"}, beneath[area], part) for part in parts]
    widths = attacked(sums, names)
    held = [f"{area}.{part}" for area, parts in levels.items() for part in parts if beneath[area].parts[part].value is None]
    assert all(widths[name] >= WIDTH - 1e-6 for name in held)


@given(COUNTS)
def test_small_counts_never_show_and_shown_ones_are_rounded(counts: Mapping[str, int]) -> None:
    table = made_safe(counts, min_count=MIN_COUNT, round_to=ROUND_TO)
    for name, count in counts.items():
        shown = table.parts[name].value
        assert shown is None or (count >= MIN_COUNT and shown % ROUND_TO == 0 and abs(shown - count) <= ROUND_TO / 2)


def test_one_held_back_takes_another_with_it_or_the_whole() -> None:
    """With exact numbers, one count alone could be taken from the whole."""
    table = made_safe({"a": 2, "b": 6, "c": 40}, min_count=5, round_to=1)
    assert [name for name, part in table.parts.items() if part.value is None] == ["a", "b"]
    alone = made_safe({"a": 2}, min_count=5, round_to=1)
    assert alone.whole.value is None
