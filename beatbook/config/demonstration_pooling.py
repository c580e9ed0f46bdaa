"""Pooled demand of the demonstration: a made-up need of the 43 forces and Millshire, made-up offers, and a shared company's three years."""

import csv
import io
import random
from datetime import date
from pathlib import Path

from beatbook.money.sharing import SharingRule
from beatbook.organisations.visibility import Visibility
from beatbook.pooling.actions import close_books, keep_quote, open_pool, post, take_sheets
from beatbook.pooling.company import EventKind, Quote, billed, happened, supplier_pence
from beatbook.pooling.needs import Problem
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.synthetic_needs import made_up_problem

POOL, CONVENER, COMPANY = "records-2027", "policing-technology-centre", "joint-technology-company"
OFFICERS = Path(__file__).parents[1] / "technology" / "data" / "officers.csv"
SOURCE = "Made up for the demonstration"
BEGINS, YEARS, SEED = date(2027, 4, 1), 7, 11
FUNCTIONS = ("Case files", "Custody", "Open interfaces")
HOLDINGS = {"millshire": 3_100, "northamptonshire": 1_450, "derbyshire": 2_050, "leicestershire": 2_200}
OPEN_YEAR = 2026
POLICY = "A twentieth of a year’s cost is kept; what is above it may be returned"
MOBILE = Offer("mobile-data", "Supplier M (made up)", (Tier(0, 9_600), Tier(6_000, 8_400), Tier(9_000, 7_200)))


def load_pooling(*, small: bool) -> None:
    """Opens the pool with its sheets, and keeps the company's books. Run again, it changes nothing."""
    users = dict(list(_officers().items())[: 6 if small else None]) | {"millshire": HOLDINGS["millshire"]}
    problem = made_up_problem(SEED, n_offers=4 if small else 10, years=YEARS, users=users)
    open_pool(
        POOL,
        owner=CONVENER,
        title="Records management from 2027",
        capability="Records management",
        begins_on=BEGINS,
        years=YEARS,
        source=SOURCE,
        visibility=Visibility.NATIONAL,
    )
    take_sheets(POOL, needs_sheet=("needs.csv", _needs(problem)), offers_sheet=("offers.csv", _offers(problem)))
    _books()


def _officers() -> dict[str, int]:
    """Officers of each force, as a first guess at its users. Source: Home Office, Police workforce, 30 September 2019 (OGL v3)."""
    with OFFICERS.open(newline="", encoding="utf-8") as file:
        return {row["force"]: int(row["officers"]) for row in csv.DictReader(file)}


def _needs(problem: Problem) -> bytes:
    draw, out = random.Random(SEED), io.StringIO()
    lines = csv.writer(out)
    lines.writerow(("force", "users", "price", "supplier", "contract_ends", "exit_fee", "switching", "requires", "visibility"))
    for need in problem.needs:
        months = BEGINS.month - 1 + need.months_left
        ends = date(BEGINS.year + months // 12, months % 12 + 1, 1)
        requires = [word for word in FUNCTIONS if draw.random() < 0.4]
        switching = min(need.switching_pence.values())
        seen = draw.choices(["national", "peers", "owner"], weights=[8, 3, 2])[0]
        supplier = f"Supplier {draw.choice('ABCDE')}"
        money = [f"{pence / 100:.2f}" for pence in (need.price_pence, need.exit_fee_pence, switching)]
        lines.writerow((need.force, need.users, money[0], supplier, ends.isoformat(), money[1], money[2], "; ".join(requires), seen))
    lines.writerow(("millshire-city", "1,200", "€118", "Supplier A", "2028-03-31", "0", "0", "", "national"))
    lines.writerow(("durham-city", "900", "£118", "Supplier A", "2028-03-31", "0", "0", "", "national"))
    return out.getvalue().encode()


def _offers(problem: Problem) -> bytes:
    draw, out = random.Random(SEED), io.StringIO()
    lines = csv.writer(out)
    lines.writerow(("offer", "supplier", "lot", "small", "from_users", "to_users", "price", "currency", "provides"))
    for offer in problem.offers:
        provides = "; ".join(word for word in FUNCTIONS if draw.random() < 0.8)
        ends = [tier.floor_users - 1 for tier in offer.tiers[1:]]
        for tier, last in zip(offer.tiers, [*ends, ""], strict=True):
            small = "yes" if offer.is_small else "no"
            price = f"{tier.price_pence / 100:.2f}"
            lines.writerow((offer.code, offer.supplier, offer.lot, small, tier.floor_users, last, price, "GBP", provides))
    lines.writerow(("offer-overlap", "Supplier Z", "Lot 1", "no", 0, 5000, "210", "GBP", ""))
    lines.writerow(("offer-overlap", "Supplier Z", "Lot 1", "no", 4000, "", "190", "GBP", ""))
    return out.getvalue().encode()


def _books() -> None:
    """Two closed years and an open one. In the first the volume missed a price and made a loss; in the second it reached the next and gained."""
    quotes = [Quote(member, MOBILE.code, users, {2024: 8_000, 2025: 8_000, OPEN_YEAR: 7_800}) for member, users in HOLDINGS.items()]
    for quote in quotes:
        keep_quote(COMPANY, quote.member, quote.contract, users=quote.users, price_by_year=quote.price_by_year)
    rules = {2024: SharingRule.VOLUME, 2025: SharingRule.SHAPLEY, OPEN_YEAR: None}
    for year, joined in ((2024, 5_000), (2025, 9_000), (OPEN_YEAR, 9_000)):
        is_new, rule = _one_year(quotes, year, joined), rules[year]
        if is_new and rule is not None:
            close_books(COMPANY, year, rule, {MOBILE.code: MOBILE}, policy=POLICY)


def _one_year(quotes: list[Quote], year: int, joined: int) -> bool:
    """Bills, payments and the supplier's bill of a year; False when they are there already."""
    if not all(post(COMPANY, billed(quote, year, code=f"bill-{quote.member}-{year}")) for quote in quotes):
        return False
    for quote in quotes:
        paid = quote.due_pence(year) if year < OPEN_YEAR else quote.due_pence(year) // 2
        post(COMPANY, happened(EventKind.MEMBER_PAID, quote.member, paid, code=f"paid-{quote.member}-{year}", year=year))
    users = sum(quote.users for quote in quotes)
    asked = supplier_pence(MOBILE, joined) * users // joined
    post(COMPANY, happened(EventKind.SUPPLIER_BILLED, MOBILE.supplier, asked, code=f"asked-{year}", year=year, contract=MOBILE.code))
    return True
