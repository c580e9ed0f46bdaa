"""The shared company's books: fixed prices to members, suppliers' bills, and gains and losses carried forward and shared by a stated rule.

Invariant: the members' shares carried forward add up to the company's reserve; every journal balances, because money's journals do.
Accounts: `member:F` what a member owes; `supplier:S` what the company owes; `cash`; `income` and `cost` of the year; `share:F` what of the
reserve is a member's (a credit is a gain kept for it, a debit a loss that it bears).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from beatbook.money.journals import Journal, Line
from beatbook.money.ledger import Ledger
from beatbook.money.pence import half_even
from beatbook.money.sharing import SharingRule, Worth, shared
from beatbook.pooling.offers import Offer
from beatbook.vocabulary.errors import BeatbookError

CASH, INCOME, COST = "cash", "income", "cost"


class QuoteIncomplete(BeatbookError):
    """A quote names no users or no price for the year: quote every year of the contract before it is billed."""


class EventKind(StrEnum):
    """What can happen in the company's books between two closes."""

    MEMBER_BILLED = "member billed at the fixed price"
    SUPPLIER_BILLED = "supplier's bill"
    MEMBER_PAID = "member paid"
    SUPPLIER_PAID = "supplier paid"
    CREDIT_RECEIVED = "credit received from a supplier"
    SHARE_RETURNED = "share of the reserve returned to a member"


@dataclass(frozen=True, slots=True)
class Quote:
    """A fixed price to one member for one contract: so much for each user, in each year by name."""

    member: str
    contract: str
    users: int
    price_by_year: Mapping[int, int]

    def due_pence(self, year: int) -> int:
        """What the member pays in a year, whatever the supplier then asks.

        Raises:
            QuoteIncomplete: the year has no price.
        """
        if year not in self.price_by_year:
            raise QuoteIncomplete(f"The quote of {self.member} for {self.contract} has no price for {year}.")
        return self.users * self.price_by_year[year]


def member(name: str) -> str:
    """The account of what a member owes."""
    return f"member:{name}"


def supplier(name: str) -> str:
    """The account of what the company owes to a supplier."""
    return f"supplier:{name}"


def share(name: str) -> str:
    """The account of a member's share of the reserve."""
    return f"share:{name}"


# For each kind of event: the account debited and the account credited, given whom it concerns.
_SIDES = {
    EventKind.MEMBER_BILLED: lambda who: (member(who), INCOME),
    EventKind.SUPPLIER_BILLED: lambda who: (COST, supplier(who)),
    EventKind.MEMBER_PAID: lambda who: (CASH, member(who)),
    EventKind.SUPPLIER_PAID: lambda who: (supplier(who), CASH),
    EventKind.CREDIT_RECEIVED: lambda who: (supplier(who), COST),
    EventKind.SHARE_RETURNED: lambda who: (share(who), CASH),
}


def happened(kind: EventKind, who: str, pence: int, *, code: str, year: int, words: str = "", contract: str = "") -> Journal:
    """The journal of one event between the company and one member or supplier."""
    debit, credit = _SIDES[kind](who)
    return Journal(code, year, words or kind.value, (Line(debit, pence, contract), Line(credit, -pence, contract)))


def billed(quote: Quote, year: int, *, code: str) -> Journal:
    """The journal that bills a member at its fixed price."""
    return happened(EventKind.MEMBER_BILLED, quote.member, quote.due_pence(year), code=code, year=year, contract=quote.contract)


def supplier_pence(offer: Offer, users: int) -> int:
    """What a supplier asks for a year: all users at the tier they reach; below the lowest tier, at the lowest tier's price."""
    tier = offer.tier_at(users)
    return users * offer.tiers[tier if tier is not None else 0].price_pence


def result_pence(ledger: Ledger, year: int) -> int:
    """The company's gain in a year, or its loss below nought."""
    moved = ledger.moved(year)
    return -(moved.get(INCOME, 0) + moved.get(COST, 0))


def worth_of_groups(quotes: Sequence[Quote], offers: Mapping[str, Offer], year: int) -> Worth:
    """What the company would have gained had only some of the members bought: fixed prices less the supplier's price at their volume."""

    def worth(group: frozenset[str]) -> int:
        gain = 0
        for contract, offer in offers.items():
            own = [quote for quote in quotes if quote.contract == contract and quote.member in group]
            users = sum(quote.users for quote in own)
            gain += sum(quote.due_pence(year) for quote in own) - (supplier_pence(offer, users) if users else 0)
        return gain

    return worth


def closing_journal(
    ledger: Ledger, year: int, rule: SharingRule, users: Mapping[str, int], worth: Worth | None = None, *, seed: int = 0
) -> Journal | None:
    """The journal that carries the year's gain or loss to the members' shares by the rule; None when nothing was earned or spent."""
    moved, result = ledger.moved(year), result_pence(ledger, year)
    shares = shared(rule, result, users, worth, seed=seed)
    lines = [Line(account, -moved[account]) for account in (INCOME, COST) if moved.get(account)]
    lines += [Line(share(name), -pence) for name, pence in shares.items() if pence]
    return Journal(f"close-{year}", year, f"Result of the year shared: {rule.value}", tuple(lines)) if lines else None


def close_year(
    ledger: Ledger, year: int, rule: SharingRule, users: Mapping[str, int], worth: Worth | None = None, *, seed: int = 0
) -> None:
    """Shares the year's result and closes the year for good."""
    journal = closing_journal(ledger, year, rule, users, worth, seed=seed)
    if journal is not None:
        ledger.post(journal)
    ledger.close(year)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member reads of one year: its share brought forward, of this year's result, returned to it, and carried forward; and what it owes."""

    member: str
    year: int
    brought_forward_pence: int
    this_year_pence: int
    returned_pence: int
    carried_forward_pence: int
    billed_pence: int
    paid_pence: int
    owes_pence: int
    journals: tuple[Journal, ...]


def statement(ledger: Ledger, name: str, year: int) -> Statement:
    """One member's statement of one year, each line of it from the journals listed in it."""
    own = (share(name), member(name))
    journals = tuple(one for one in ledger.journals if one.year == year and any(line.account in own for line in one.lines))
    lines = [(one, line) for one in journals for line in one.lines]
    returned = sum(line.pence for one, line in lines if line.account == share(name) and not _is_close(one))
    bills = [line.pence for _, line in lines if line.account == member(name)]
    opening, closing = ledger.opening(year), ledger.balances(year)
    return Statement(
        name,
        year,
        -opening.get(share(name), 0),
        -sum(line.pence for one, line in lines if line.account == share(name) and _is_close(one)),
        returned,
        -closing.get(share(name), 0),
        sum(pence for pence in bills if pence > 0),
        -sum(pence for pence in bills if pence < 0),
        closing.get(member(name), 0),
        journals,
    )


def _is_close(journal: Journal) -> bool:
    return journal.code == f"close-{journal.year}"


def reserve_pence(ledger: Ledger, year: int | None = None) -> int:
    """What the company holds for its members at the end of a year: the sum of their shares."""
    return -sum(pence for account, pence in ledger.balances(year).items() if account.startswith("share:"))


def above_policy(reserve: int, policy_share: Fraction, yearly_cost: int) -> int:
    """What of the reserve could be returned, when the policy keeps a share of a year's cost in the company."""
    return max(0, reserve - half_even(policy_share * yearly_cost))
