"""Mergers and renames keep history: both the old and the new can be asked for, by day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from beatbook.organisations.dated import OrganisationFacts, Period
from tests.organisations.registers import BEFORE, FIRST, MERGER, TODAY, merged

DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS, DAYS)
def test_the_overlap_holds_exactly_the_days_of_both(a: date, b: date | None, c: date, d: date | None, day: date) -> None:
    one, other = Period(a, b), Period(c, d)
    both = one.overlap(other)
    assert (both is not None and both.holds(day)) == (one.holds(day) and other.holds(day))


def test_there_were_two_and_then_there_is_one() -> None:
    register = merged()
    assert [one.code for one in register.on(BEFORE, ("force",))] == ["east", "far", "near", "west"]
    assert [one.code for one in register.on(MERGER, ("force",))] == ["far", "near", "union"]
    assert register.as_on("east", BEFORE) == {"east"}
    assert register.as_on("east", TODAY) == {"union"} == register.as_on("union", TODAY)


def test_peers_are_those_of_the_day() -> None:
    register = merged()
    assert register.peers_on("near", BEFORE) == {"west"}
    assert register.peers_on("near", MERGER) == {"union"}
    assert register.peers_on("far", TODAY) == set()


def test_an_old_paper_finds_the_old_name() -> None:
    facts = OrganisationFacts(
        "x", "Hampshire and Isle of Wight", "force", Period(FIRST), "made up", (("Hampshire", Period(FIRST, BEFORE)),)
    )
    assert (facts.name_on(BEFORE), facts.name_on(MERGER)) == ("Hampshire", "Hampshire and Isle of Wight")
