"""Fees linked to performance: what to pay for a period and why. Invariant: exact fractions until one rounding at the end, half to even.

credit = fee x share at risk x sum(weight x band x repeat), never above fee x share at risk. The credit of a reading that is missing or disputed is held,
neither paid nor lost. A bonus is paid only on an outcome measure beyond its limits: noise earns nothing. VAT stands apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from beatbook.money.pence import half_even, in_pounds, shared_out
from beatbook.vocabulary.errors import BeatbookError

NOUGHT, ALL = Fraction(0), Fraction(1)


class TermsUnsound(BeatbookError):
    """The terms contradict themselves: bands overlap or leave a gap, a better reading costs more, or a share is outside nought to one."""


@dataclass(frozen=True, slots=True)
class Band:
    """The share of a KPI's money that is credited from `low` (included) up to `high` (not included); None has no bound."""

    low: Fraction | None
    high: Fraction | None
    credit: Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """What one KPI is worth. `repeat` multiplies the credit of a second failure running; `bonus` is a share of the fee."""

    kpi: str
    weight: Fraction
    bands: tuple[Band, ...]
    higher_better: bool = True
    repeat: Fraction = ALL
    earn_back: bool = False
    bonus: Fraction = NOUGHT

    def __post_init__(self) -> None:
        """Refuses bands that contradict each other."""
        if not self.bands or self.bands[0].low is not None or self.bands[-1].high is not None:
            raise TermsUnsound(f"{self.kpi}: the bands must reach from no lower bound to no upper bound.")
        for one, following in zip(self.bands, self.bands[1:], strict=False):
            if one.high is None or one.high != following.low or (one.low is not None and one.low >= one.high):
                raise TermsUnsound(f"{self.kpi}: the bands overlap or leave a gap at {one.high}.")
        credits = [band.credit for band in self.bands]
        if credits != sorted(credits, reverse=self.higher_better):
            raise TermsUnsound(f"{self.kpi}: a better reading would be credited more.")
        if not all(0 <= share <= 1 for share in (self.weight, self.bonus, *credits)) or self.repeat < 1:
            raise TermsUnsound(f"{self.kpi}: a share is outside nought to one, or the repeat below one.")

    def band(self, value: Fraction) -> Fraction:
        """The share credited at a reading."""
        return next(band.credit for band in self.bands if band.high is None or value < band.high)

    @property
    def worst(self) -> Fraction:
        """The most that can be credited before repeats."""
        return max(band.credit for band in self.bands)


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """A contract's fee for a period, the share of it at risk, and what each KPI is worth; weights add up to one at most."""

    fee_pence: int
    at_risk: Fraction
    terms: tuple[Term, ...]
    bonus_cap: Fraction = NOUGHT
    vat: Fraction = Fraction(1, 5)

    def __post_init__(self) -> None:
        """Refuses shares that cannot be."""
        if self.fee_pence < 0 or not all(0 <= share <= 1 for share in (self.at_risk, self.bonus_cap)) or self.vat < 0:
            raise TermsUnsound("The fee is below nought, or a share outside nought to one.")
        if sum(term.weight for term in self.terms) > 1 or len({term.kpi for term in self.terms}) < len(self.terms):
            raise TermsUnsound("The weights add up to more than one, or a KPI stands twice.")

    @property
    def cap(self) -> Fraction:
        """The most that can be credited, in pence."""
        return self.fee_pence * self.at_risk


@dataclass(frozen=True, slots=True)
class Reading:
    """A KPI in a period, with the ids of what shows it. `beyond_limits`: an outcome better than its usual variation explains."""

    value: Fraction
    disputed: bool = False
    beyond_limits: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What one KPI does to the fee, in pence, with the reading that says so; `reading` is None where none was given."""

    kpi: str
    reading: Reading | None
    band: Fraction | None
    repeated: bool
    credit_pence: int
    held_pence: int
    earned_back_pence: int
    bonus_pence: int

    @property
    def change_pence(self) -> int:
        """What the line adds to the fee."""
        return self.earned_back_pence + self.bonus_pence - self.credit_pence - self.held_pence


@dataclass(frozen=True, slots=True)
class Statement:
    """What to pay for a period: the fee and the lines add up to the net."""

    fee_pence: int
    lines: tuple[Line, ...]
    vat_pence: int

    @property
    def net_pence(self) -> int:
        """Fee, less what is credited and held, with what is earned back and the bonus; without VAT."""
        return self.fee_pence + sum(line.change_pence for line in self.lines)

    @property
    def reason(self) -> str:
        """One sentence: pay so much because."""
        why = [_because(line) for line in self.lines if line.change_pence]
        return f"Pay £{_pounds(self.net_pence)} and £{_pounds(self.vat_pence)} VAT: {'; '.join(why) or 'nothing was credited'}."


@dataclass(slots=True)
class _Before:
    """What the period before left behind: which KPIs failed, and what was credited that may be earned back."""

    failed: set[str] = field(default_factory=set)
    credited: dict[str, int] = field(default_factory=dict)


def statements(terms: FeeTerms, periods: Sequence[Mapping[str, Reading]]) -> tuple[Statement, ...]:
    """A statement for each period, in order; each period is its readings by KPI, and a KPI left out has no reading."""
    before, found = _Before(), []
    for readings in periods:
        statement = _statement(terms, readings, before)
        found.append(statement)
        before = _left_behind(statement)
    return tuple(found)


def _statement(terms: FeeTerms, readings: Mapping[str, Reading], before: _Before) -> Statement:
    exact = [_exact_credit(terms, term, readings.get(term.kpi), before) for term in terms.terms]
    withheld = _whole(exact, terms.cap)
    earned = [_share(terms, term, readings.get(term.kpi)) for term in terms.terms]
    bonuses = _whole(earned, terms.fee_pence * terms.bonus_cap)
    lines = tuple(
        _line(term, readings.get(term.kpi), before, taken, bonus) for term, taken, bonus in zip(terms.terms, withheld, bonuses, strict=True)
    )
    net = terms.fee_pence + sum(line.change_pence for line in lines)
    return Statement(terms.fee_pence, lines, half_even(net * terms.vat))


def _exact_credit(terms: FeeTerms, term: Term, reading: Reading | None, before: _Before) -> Fraction:
    """Pence credited or held; a missing reading holds the most it could cost."""
    band = term.worst if reading is None else term.band(reading.value)
    repeat = term.repeat if reading is not None and band and term.kpi in before.failed else ALL
    return terms.cap * term.weight * band * repeat


def _share(terms: FeeTerms, term: Term, reading: Reading | None) -> Fraction:
    pays = reading is not None and reading.beyond_limits and not reading.disputed
    return terms.fee_pence * term.bonus if pays else NOUGHT


def _whole(exact: Sequence[Fraction], cap: Fraction) -> list[int]:
    """The sum, capped and rounded once, shared over the lines in their proportion; the residue on the last line that has any."""
    total = sum(exact, NOUGHT)
    if not total:
        return [0] * len(exact)
    pence = half_even(min(total, cap))
    return shared_out(pence if pence <= cap else pence - 1, exact)


def _line(term: Term, reading: Reading | None, before: _Before, taken: int, bonus: int) -> Line:
    held = reading is None or reading.disputed
    band = None if reading is None else term.band(reading.value)
    back = before.credited.get(term.kpi, 0) if term.earn_back and not held and not band else 0
    return Line(
        kpi=term.kpi,
        reading=reading,
        band=band,
        repeated=bool(band) and term.kpi in before.failed,
        credit_pence=0 if held else taken,
        held_pence=taken if held else 0,
        earned_back_pence=back,
        bonus_pence=bonus,
    )


def _left_behind(statement: Statement) -> _Before:
    failed = {line.kpi for line in statement.lines if line.band and line.reading and not line.reading.disputed}
    return _Before(failed, {line.kpi: line.credit_pence for line in statement.lines if line.credit_pence})


def _pounds(pence: int) -> str:
    """`12,345.60`: in_pounds with its thousands apart."""
    return f"{Decimal(in_pounds(pence)):,}"


def _because(line: Line) -> str:
    if line.reading is None:
        return f"£{_pounds(line.held_pence)} held until {line.kpi} has a reading"
    said = f"{line.kpi} was {float(line.reading.value):.4g}"
    parts = (
        (line.held_pence, "held while disputed"),
        (line.credit_pence, "credited, a second failure running" if line.repeated else "credited"),
        (line.earned_back_pence, "earned back"),
        (line.bonus_pence, "bonus, beyond usual variation"),
    )
    return f"{said}: " + ", ".join(f"£{_pounds(pence)} {words}" for pence, words in parts if pence)
