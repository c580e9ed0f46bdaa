"""Programmes small enough to try every answer."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.solver.programme import Outcome, Programme

WEIGHTS = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, st.integers(0, 200))
def test_the_answer_is_the_best_of_all(items: list[tuple[int, int]], room: int) -> None:
    programme = Programme()
    columns = [programme.choice(-worth) for worth, _ in items]
    programme.at_most([(column, size) for column, (_, size) in zip(columns, items, strict=True)], room)
    answer = programme.solved()
    kept = [pick for pick in product((0, 1), repeat=len(items)) if sum(p * size for p, (_, size) in zip(pick, items, strict=True)) <= room]
    best = max(sum(p * worth for p, (worth, _) in zip(pick, items, strict=True)) for pick in kept)
    assert answer.outcome is Outcome.PROVED and round(-answer.objective) == best and answer.gap == 0


def test_what_cannot_be_is_said_to_be_impossible() -> None:
    programme = Programme()
    column = programme.choice(1)
    programme.at_least([(column, 1)], 2)
    assert programme.solved().outcome is Outcome.IMPOSSIBLE


def test_amounts_take_any_size() -> None:
    programme = Programme()
    amount, yes = programme.amount(1.0), programme.choice(3.0)
    programme.at_least([(amount, 1), (yes, 10)], 2.5)
    programme.exactly([(yes, 1)], 0)
    answer = programme.solved()
    assert round(answer.objective, 6) == 2.5 and not answer.is_chosen(yes)


def test_without_time_nothing_is_claimed() -> None:
    programme = Programme()
    columns = [programme.choice(-(number * 37 % 101) - 1) for number in range(300)]
    for row in range(30):
        programme.at_most([(column, (column * row) % 17 + 3) for column in columns], 200)
    answer = programme.solved(seconds=0.0)
    assert answer.outcome in (Outcome.NONE_YET, Outcome.FOUND) and answer.outcome is not Outcome.PROVED


def test_with_nothing_to_choose_the_rows_decide() -> None:
    programme = Programme(constant=5.0)
    programme.at_most([], 3)
    assert (programme.solved().outcome, programme.solved().objective) == (Outcome.PROVED, 5.0)
    programme.at_least([], 1)
    assert programme.solved().outcome is Outcome.IMPOSSIBLE
