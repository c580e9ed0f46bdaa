"""Random years of a shared company, and its books kept again by plain sums."""

import random

from beatbook.money.journals import reversal
from beatbook.money.ledger import Ledger
from beatbook.money.sharing import SharingRule
from beatbook.pooling.company import (
    EventKind,
    Quote,
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

YEARS = (2026, 2027, 2028)


def company(seed: int) -> tuple[Ledger, list[str], list[int]]:
    """A ledger with some years closed, its members, and the years that were closed."""
    draw = random.Random(seed)
    members = [f"m{number}" for number in range(draw.randrange(1, 6))]
    offer = Offer("c", "s", (Tier(0, draw.randrange(5_000, 9_000)), Tier(draw.randrange(500, 4_000), draw.randrange(1_000, 5_000))))
    quotes = [Quote(one, "c", draw.randrange(0, 2_000), {year: draw.randrange(1_000, 9_000) for year in YEARS}) for one in members]
    ledger, closed = Ledger(YEARS[0]), YEARS[: draw.randrange(0, 4)]
    for year in YEARS:
        _one_year(ledger, draw, quotes, offer, year)
        if year in closed:
            users = {quote.member: quote.users for quote in quotes}
            close_year(ledger, year, draw.choice(list(SharingRule)), users, worth_of_groups(quotes, {"c": offer}, year), seed=seed)
    return ledger, members, list(closed)


def _one_year(ledger: Ledger, draw: random.Random, quotes: list[Quote], offer: Offer, year: int) -> None:
    for quote in quotes:
        ledger.post(billed(quote, year, code=f"bill-{quote.member}-{year}"))
        if draw.random() < 0.7:
            paid = draw.randrange(0, quote.due_pence(year) + 1)
            ledger.post(happened(EventKind.MEMBER_PAID, quote.member, paid, code=f"paid-{quote.member}-{year}", year=year))
    asked = supplier_pence(offer, sum(quote.users for quote in quotes))
    ledger.post(happened(EventKind.SUPPLIER_BILLED, "s", asked, code=f"asked-{year}", year=year, contract="c"))
    if draw.random() < 0.3:
        ledger.post(happened(EventKind.CREDIT_RECEIVED, "s", draw.randrange(1, 10**6), code=f"credit-{year}", year=year))
    if draw.random() < 0.3:
        undone = draw.choice(ledger.journals[-3:])
        if undone.reverses is None and undone.year == year:
            ledger.post(reversal(undone, code=f"undone-{undone.code}", year=year, words="Entered twice"))
    if draw.random() < 0.3:
        ledger.post(happened(EventKind.SHARE_RETURNED, quotes[0].member, draw.randrange(1, 10**5), code=f"returned-{year}", year=year))


def faults(seed: int) -> list[str]:
    """Everything that does not add up in one company; empty when all is well."""
    ledger, members, closed = company(seed)
    found = [f"{seed}: {one.code} is out" for one in ledger.journals if sum(line.pence for line in one.lines)]
    plain: dict[str, int] = {}
    for journal in ledger.journals:
        for line in journal.lines:
            plain[line.account] = plain.get(line.account, 0) + line.pence
    if {account: pence for account, pence in plain.items() if pence} != dict(ledger.balances()):
        found.append(f"{seed}: balances are not the sum of lines")
    again = Ledger(YEARS[0])
    for year in YEARS:  # a replay from nothing, year by year, with the closes where they were
        for journal in ledger.journals:
            if journal.year == year:
                again.post(journal)
        if year in closed:
            again.close(year)
    found += [f"{seed}: replay differs in {year}" for year in YEARS if again.balances(year) != ledger.balances(year)]
    found += [f"{seed}: {year + 1} does not open as {year} closed" for year in YEARS if ledger.opening(year + 1) != ledger.balances(year)]
    found += _faults_of_statements(ledger, members, closed, seed)
    return found


def _faults_of_statements(ledger: Ledger, members: list[str], closed: list[int], seed: int) -> list[str]:
    found = []
    for year in closed:
        own = [statement(ledger, one, year) for one in members]
        if sum(one.carried_forward_pence for one in own) != reserve_pence(ledger, year):
            found.append(f"{seed}: shares of {year} are not the reserve")
        if any(o.brought_forward_pence + o.this_year_pence - o.returned_pence != o.carried_forward_pence for o in own):
            found.append(f"{seed}: a statement of {year} does not add up")
        if result_pence(ledger, year) != 0 or ledger.balances(year).get("income", 0) or ledger.balances(year).get("cost", 0):
            found.append(f"{seed}: {year} was closed with a result not shared")
    return found
