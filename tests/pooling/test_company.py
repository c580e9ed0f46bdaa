"""The shared company's books."""

from fractions import Fraction

import pytest

from beatbook.money.ledger import Ledger, YearClosed
from beatbook.money.sharing import SharingRule
from beatbook.pooling.company import (
    EventKind,
    Quote,
    QuoteIncomplete,
    above_policy,
    billed,
    close_year,
    happened,
    reserve_pence,
    result_pence,
    statement,
    supplier_pence,
    worth_of_groups,
)
from beatbook.pooling.offers import Offer, Tier
from benchmarks.technology.company_books import faults

OFFER = Offer("records", "Supplier A", (Tier(0, 1_000), Tier(100, 700)))
QUOTES = [Quote("north", "records", 60, {2026: 800}), Quote("south", "records", 60, {2026: 800})]


def books(*, users: int) -> Ledger:
    ledger = Ledger(2026)
    for quote in QUOTES:
        ledger.post(billed(quote, 2026, code=f"bill-{quote.member}"))
    ledger.post(happened(EventKind.SUPPLIER_BILLED, "Supplier A", supplier_pence(OFFER, users), code="asked", year=2026))
    return ledger


def test_random_companies_add_up() -> None:
    assert [fault for seed in range(400) for fault in faults(seed)] == []


def test_a_gain_is_carried_forward_to_the_members_that_made_it() -> None:
    ledger = books(users=120)
    assert result_pence(ledger, 2026) == 120 * 100
    close_year(ledger, 2026, SharingRule.SHAPLEY, {"north": 60, "south": 60}, worth_of_groups(QUOTES, {"records": OFFER}, 2026))
    north = statement(ledger, "north", 2026)
    assert (north.brought_forward_pence, north.this_year_pence, north.carried_forward_pence) == (0, 6_000, 6_000)
    assert (north.billed_pence, north.paid_pence, north.owes_pence) == (48_000, 0, 48_000)
    assert reserve_pence(ledger) == 12_000
    assert [one.code for one in north.journals] == ["bill-north", "close-2026"]


def test_a_tier_that_was_missed_is_a_loss_which_the_members_bear() -> None:
    ledger = books(users=60)  # the supplier billed for fewer: the dearer tier
    ledger.post(happened(EventKind.SUPPLIER_BILLED, "Supplier A", 60 * 1_000, code="asked-2", year=2026))
    close_year(ledger, 2026, SharingRule.EQUAL, {"north": 60, "south": 60})
    assert statement(ledger, "south", 2026).this_year_pence == -12_000
    assert ledger.opening(2027) == ledger.balances(2026) and reserve_pence(ledger) == -24_000


def test_a_closed_year_takes_no_bill_and_a_quote_without_a_price_makes_none() -> None:
    ledger = books(users=120)
    close_year(ledger, 2026, SharingRule.VOLUME, {"north": 60, "south": 60})
    with pytest.raises(YearClosed):
        ledger.post(happened(EventKind.MEMBER_PAID, "north", 5, code="late", year=2026))
    with pytest.raises(QuoteIncomplete):
        billed(QUOTES[0], 2027, code="next")


def test_what_is_above_the_policy_could_be_returned() -> None:
    assert above_policy(1_000, Fraction(1, 10), 4_000) == 600
    assert above_policy(100, Fraction(1, 10), 4_000) == 0
