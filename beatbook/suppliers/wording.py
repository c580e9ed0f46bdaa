"""How this room says amounts, days, ratings and sentences."""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from beatbook.suppliers.facts import ContractFacts, SupplierFacts
from beatbook.suppliers.kpis import Rating
from beatbook.suppliers.scorecard import Score
from beatbook.web import phrases

ENDING_DAYS = 730


QUARTERS = {"Q1": "Jan to Mar", "Q2": "Apr to Jun", "Q3": "Jul to Sep", "Q4": "Oct to Dec"}


def period_words(period: str) -> str:
    """`2026-Q3` as `Jul to Sep 2026`, `2026-03` as `Mar 2026`."""
    year, part = period.split("-")
    return f"{QUARTERS.get(part) or calendar.month_abbr[int(part)]} {year}"


def worth(one: ContractFacts) -> str:
    """What a contract is worth: another currency is said as it was."""
    if one.pence is not None:
        return phrases.money(one.pence)
    return f"{one.amount:,.2f} {one.currency or '(no currency said)'}" if one.amount is not None else "not said"


def paid(one: ContractFacts) -> str:
    """What was paid under it."""
    return "not said" if one.paid_pence is None else phrases.money(one.paid_pence)


def whole_pounds(pence: int) -> str:
    """`£1,234`, as sums are compared."""
    return phrases.money(round(pence / 100) * 100)


def ends(one: ContractFacts) -> str:
    """Its end, as a day or as why there is none."""
    if one.is_ended_before_it_starts:
        return f"said to end {phrases.long_date(one.ends_on)}, before its start"
    return phrases.long_date(one.ends_on) or "not said"


def buyers_of(one: ContractFacts, names: Mapping[str, str]) -> str:
    """Who buys, by today's name where it is tied to the register."""
    return phrases.sentence_list(dict.fromkeys(names.get(buyer.organisation, buyer.name) for buyer in one.buyers)) or "not said"


def suppliers_said(one: ContractFacts) -> str:
    """Who provides, by the names that were said."""
    return phrases.sentence_list(party.name for party in one.suppliers) or "not said"


def ending(contracts: Sequence[ContractFacts], today: date) -> list[ContractFacts]:
    """Contracts that end from today within 24 months, the soonest first."""
    found = [one for one in contracts if one.last_day and 0 <= (one.last_day - today).days <= ENDING_DAYS]
    return sorted(found, key=lambda one: (str(one.last_day), one.title, str(one.id)))


def supplier_sentence(one: SupplierFacts, today: date) -> str:
    """What a supplier provides, to how many, and what ends next."""
    soon = ending(one.contracts, today)
    sentence = (
        f"{one.name} has {phrases.counted(len(one.contracts), 'contract')} with {phrases.counted(len(one.buyers), 'buyer')},"
        f" worth {whole_pounds(one.pence)} where that is said in pounds"
    )
    if soon:
        sentence += (
            f"; {len(soon)} {'ends' if len(soon) == 1 else 'end'} within 24 months, the next on {phrases.long_date(soon[0].last_day)}"
        )
    names = f" It is known under {len(one.spellings)} names." if len(one.spellings) > 1 else ""
    return f"{sentence}.{names}"


def score_sentence(scores: Sequence[Score]) -> str:
    """How many KPIs have which of the five ratings, and how many none."""
    if not scores:
        return "No KPI reading that you may see."
    counts = Counter(one.rating for one in scores)
    said = [f"{counts[word]} {'is' if counts[word] == 1 else 'are'} “{word}”" for word in Rating if counts[word]]
    said += [f"{counts[None]} {'has' if counts[None] == 1 else 'have'} no reading that counts"] if counts[None] else []
    unsure = sum(one.share is not None and not one.firm for one in scores)
    doubt = f" For {unsure} of them chance alone could explain another rating." if unsure else ""
    missing = sum(len(one.missing) for one in scores)
    absent = f" {missing:,} of the readings that were asked for {'is' if missing == 1 else 'are'} missing." if missing else ""
    return f"Of {phrases.counted(len(scores), 'KPI')} {phrases.sentence_list(said)}.{doubt}{absent}"
