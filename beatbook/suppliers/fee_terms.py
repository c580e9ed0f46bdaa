"""How a contract's fee follows its readings, as it is written down and kept, and the readings as the fee reads them: in per cent."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from beatbook.suppliers.fee_design import FEWEST, better_limit
from beatbook.suppliers.fees import Band, FeeTerms, Reading, Statement, Term, TermsUnsound, statements
from beatbook.suppliers.kpis import kpi_of
from beatbook.suppliers.scorecard import Reading as Counted

Bands = list[list[str | None]]  # from (included), to (not included), credit: all in per cent
_BAND = re.compile(
    r"(?:(?P<from>[\d.]+)?\s*(?:to|-|–)\s*(?P<to>[\d.]+)?|below\s+(?P<below>[\d.]+)|(?P<above>[\d.]+)\s+(?:and|or) (?:more|above))\Z"
)


def bands_of(said: str) -> Bands:
    """Bands as people write them: `below 99: 100; 99 to 99.9: 50; 99.9 and more: 0`, each with the share credited, in per cent.

    Raises:
        TermsUnsound: a part is no band.
    """
    found: Bands = []
    for part in filter(None, (one.strip() for one in said.split(";"))):
        span, _, credit = part.rpartition(":")
        match = _BAND.match(span.strip().rstrip("%").strip())
        if not match or not re.fullmatch(r"\d+(?:\.\d+)?\s*%?", credit.strip()):
            raise TermsUnsound(f"“{part}” is no band: write “below 99: 100; 99 to 99.9: 50; 99.9 and more: 0”.")
        low, high = match["from"] or match["above"], match["to"] or match["below"]
        found.append([low, high, credit.strip().rstrip("% ")])
    return found


def terms_of(content: Mapping[str, Any]) -> FeeTerms:
    """The terms that were kept.

    Raises:
        TermsUnsound: they contradict themselves.
    """
    terms = tuple(
        Term(
            kpi=one["kpi"],
            weight=Fraction(one["weight"]),
            bands=tuple(Band(_number(low), _number(high), Fraction(credit) / 100) for low, high, credit in one["bands"]),
            higher_better=kpi_of(one["kpi"], one["version"]).higher_better,
            repeat=Fraction(one["repeat"]),
            earn_back=one["earn_back"],
            bonus=Fraction(one["bonus"]),
        )
        for one in content["terms"]
    )
    return FeeTerms(content["fee_pence"], Fraction(content["at_risk"]), terms, Fraction(content["bonus_cap"]))


def _number(said: str | None) -> Fraction | None:
    return None if said is None else Fraction(Decimal(said))


def content_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is kept of the rows of one contract's sheet: fractions as texts, so that nothing is rounded."""
    first = rows[0]
    return {
        "fee_pence": first["fee"],
        "at_risk": str(first["at_risk"]),
        "bonus_cap": str(first["bonus_cap"]),
        "terms": [
            {
                **{name: row[name] for name in ("kpi", "version", "bands", "earn_back")},
                **{name: str(row[name]) for name in ("weight", "repeat", "bonus")},
            }
            for row in rows
        ],
    }


def per_cent(one: Counted) -> Fraction:
    """A reading as the fee reads it."""
    return Fraction(100 * one.numerator, one.denominator)


def paid_by_period(terms: FeeTerms, readings: Sequence[Counted], periods: Sequence[str]) -> list[tuple[str, Statement]]:
    """What is to be paid for each period, in order. A reading is beyond its limits by those of the readings before it, where there are enough."""
    by_period: dict[str, dict[str, Reading]] = {period: {} for period in periods}
    for term in terms.terms:
        before: list[Fraction] = []
        for one in sorted((one for one in readings if one.asked.kpi == term.kpi and one.denominator), key=lambda one: one.asked.period):
            value, beyond = per_cent(one), False
            if len(before) >= FEWEST:
                limit = better_limit(term, before)
                beyond = value > limit if term.higher_better else value < limit
            if one.asked.period in by_period:
                by_period[one.asked.period][term.kpi] = Reading(value, one.disputed, beyond, one.evidence)
            if not one.disputed:
                before.append(value)
    return list(zip(periods, statements(terms, [by_period[period] for period in periods]), strict=True))


def past_of(terms: FeeTerms, readings: Sequence[Counted]) -> dict[str, list[Fraction]]:
    """Past readings of each KPI of the terms, oldest first, without those that are disputed or missing."""
    counted = sorted((one for one in readings if one.denominator and not one.disputed), key=lambda one: one.asked.period)
    return {term.kpi: [per_cent(one) for one in counted if one.asked.kpi == term.kpi] for term in terms.terms}
