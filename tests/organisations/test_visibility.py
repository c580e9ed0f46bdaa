"""A figure's marking says whose it is and how far it is seen, and reads back."""

import pytest

from beatbook.organisations.visibility import NATIONAL, Visibility, figure_marking, owner_code, peers_code, visibility_of
from beatbook.vocabulary.markings import Classification, Marking


@pytest.mark.parametrize("visibility", Visibility)
def test_every_visibility_reads_back(visibility: Visibility) -> None:
    assert visibility_of(figure_marking("durham", visibility)) is visibility


def test_wider_is_never_closed_to_whom_narrower_was_open() -> None:
    codes = [figure_marking("durham", each).agreements for each in (Visibility.OWNER, Visibility.PEERS)]
    assert codes == [{owner_code("durham")}, {owner_code("durham"), peers_code("durham")}]
    assert figure_marking("durham", Visibility.NATIONAL).agreements == {owner_code("durham"), NATIONAL}
    assert figure_marking("durham", Visibility.PUBLIC) == Marking(Classification.PUBLIC)


@pytest.mark.parametrize("marking", [Marking(), Marking(agreements=frozenset({"millshire"})), Marking(agreements=frozenset({"ISA-1"}))])
def test_the_marking_of_a_record_is_none_of_a_figure(marking: Marking) -> None:
    assert visibility_of(marking) is None
