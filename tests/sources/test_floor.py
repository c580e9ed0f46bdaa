"""The floor under a load."""

import pytest

from beatbook.sources.feeds import Normal
from beatbook.sources.floor import below_floor, takes_back_too_much


@pytest.mark.parametrize(("rows", "refused", "words"), [(9, 0, "at least 10"), (100, 11, "11.0%"), (0, 0, "at least 10")])
def test_below(rows: int, refused: int, words: str) -> None:
    assert words in (below_floor(Normal(10, 0.1), rows=rows, refused=refused) or "")


@pytest.mark.parametrize(("rows", "refused"), [(10, 1), (100, 10)])
def test_not_below(rows: int, refused: int) -> None:
    assert below_floor(Normal(10, 0.1), rows=rows, refused=refused) is None


@pytest.mark.parametrize(("withdrawn", "held", "refused"), [(101, 150, True), (101, 300, False), (90, 90, False), (0, 0, False)])
def test_taking_back(withdrawn: int, held: int, refused: bool) -> None:
    assert (takes_back_too_much(withdrawn=withdrawn, held=held) is not None) == refused
