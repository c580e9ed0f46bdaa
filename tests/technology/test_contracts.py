"""The cliff: every application is in exactly one part, and the pounds are those of the contracts."""

from datetime import date

from hypothesis import given

from beatbook.technology.contracts import Quarter, cliff_of, ending_within, quarter_of
from beatbook.technology.facts import Application
from tests.technology.portfolios import CRIME, PORTFOLIOS, TODAY


@given(PORTFOLIOS)
def test_every_application_is_in_exactly_one_part(portfolio: list[Application]) -> None:
    cliff = cliff_of(portfolio, TODAY)
    parts = [one.id for part in (cliff.overdue, cliff.later, cliff.unsaid, *(step.applications for step in cliff.steps)) for one in part]
    assert sorted(parts) == sorted(one.id for one in portfolio)
    assert cliff.pence == sum(one.annual_pence or 0 for step in cliff.steps for one in step.applications)


def test_quarters_follow_the_calendar() -> None:
    assert quarter_of(date(2027, 3, 31)).next() == Quarter(2027, 2)
    assert (Quarter(2026, 4).next(), Quarter(2026, 4).label) == (Quarter(2027, 1), "Oct to Dec 2026")


def test_today_is_within_and_yesterday_is_past() -> None:
    ends = [CRIME[0].changed(contract_ends=date(2026, 11, day)) for day in (26, 27)]
    assert [one.contract_ends for one in ending_within(ends, TODAY)] == [TODAY]
    cliff = cliff_of(ends, TODAY)
    assert (len(cliff.overdue), cliff.highest and cliff.highest.pence) == (1, 4_000_000)
