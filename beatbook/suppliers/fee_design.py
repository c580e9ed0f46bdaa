"""What a fee would pay if nothing changed: past readings drawn again and again, so that a contract's noise is priced before it is signed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import fmean, quantiles

from beatbook.suppliers.fees import FeeTerms, Reading, Term, statements
from beatbook.vocabulary.errors import BeatbookError

FEWEST = 6
XMR = Fraction(266, 100)  # 3 / 1.128, as rounded by Wheeler 1993 for individuals and moving ranges of two


class TooFewReadings(BeatbookError):
    """Usual variation cannot be told from so few readings: give at least six for each KPI."""


@dataclass(frozen=True, slots=True)
class NothingChanged:
    """Pence a period over the draws: mean and the middle nine tenths of what is paid, mean credit and bonus, and the share of periods with a credit."""

    net_pence: float
    low_pence: float
    high_pence: float
    credit_pence: float
    bonus_pence: float
    share_credited: float


def nothing_changed(
    terms: FeeTerms, past: Mapping[str, Sequence[Fraction]], *, periods: int = 12, runs: int = 200, seed: int = 1
) -> NothingChanged:
    """What the terms pay while every KPI stays as it was. The same seed gives the same answer.

    Raises:
        TooFewReadings: a KPI of the terms has fewer than six past readings.
    """
    for term in terms.terms:
        if len(past.get(term.kpi, ())) < FEWEST:
            raise TooFewReadings(f"{term.kpi} has {len(past.get(term.kpi, ()))} past readings; usual variation needs {FEWEST}.")
    chance = random.Random(seed)
    limits = {term.kpi: better_limit(term, past[term.kpi]) for term in terms.terms}
    drawn = [
        statement
        for _run in range(runs)
        for statement in statements(terms, [_period(terms, past, limits, chance) for _period_number in range(periods)])
    ]
    nets = [one.net_pence for one in drawn]
    credits = [sum(line.credit_pence for line in one.lines) for one in drawn]
    twentieths = quantiles(nets, n=20, method="inclusive")
    return NothingChanged(
        net_pence=fmean(nets),
        low_pence=twentieths[0],
        high_pence=twentieths[-1],
        credit_pence=fmean(credits),
        bonus_pence=fmean(sum(line.bonus_pence for line in one.lines) for one in drawn),
        share_credited=fmean(credit > 0 for credit in credits),
    )


def better_limit(term: Term, past: Sequence[Fraction]) -> Fraction:
    """The natural process limit on the better side. Source: Wheeler & Chambers 1992, individuals chart."""
    spread = XMR * sum(abs(later - earlier) for earlier, later in pairwise(past)) / (len(past) - 1)
    middle = sum(past, Fraction(0)) / len(past)
    return middle + spread if term.higher_better else middle - spread


def _period(
    terms: FeeTerms, past: Mapping[str, Sequence[Fraction]], limits: Mapping[str, Fraction], chance: random.Random
) -> dict[str, Reading]:
    found = {}
    for term in terms.terms:
        value = chance.choice(past[term.kpi])
        beyond = value > limits[term.kpi] if term.higher_better else value < limits[term.kpi]
        found[term.kpi] = Reading(value, beyond_limits=beyond)
    return found
