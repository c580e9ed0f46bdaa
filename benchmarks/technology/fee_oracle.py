"""Random fee terms and readings, and the same sums in decimals, written from the definition and not from the product."""

import random
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from beatbook.suppliers.fees import Band, FeeTerms, Reading, Term, statements

PENNY = Decimal(1)
SETTLED = Decimal(1).scaleb(-40)  # a third is not exact in decimals: at forty places a tie is a tie again


def random_case(seed: int) -> tuple[FeeTerms, list[dict[str, Reading]]]:
    """Terms of one to five KPIs and up to six periods, with readings missing and disputed."""
    chance = random.Random(seed)
    weights = [chance.randint(0, 40) for _ in range(chance.randint(1, 5))]
    terms = tuple(_term(chance, number, Fraction(weight, max(100, sum(weights)))) for number, weight in enumerate(weights))
    contract = FeeTerms(chance.randint(0, 10**9), Fraction(chance.randint(0, 30), 100), terms, Fraction(chance.randint(0, 5), 100))
    return contract, [_readings(chance, terms) for _ in range(chance.randint(1, 6))]


def _term(chance: random.Random, number: int, weight: Fraction) -> Term:
    edges = sorted(chance.sample(range(80, 100), chance.randint(0, 4)))
    shares = sorted(Fraction(chance.randint(0, 20), 20) for _ in range(len(edges) + 1))
    higher = chance.random() < 0.5
    bounds = [None, *(Fraction(edge, 100) for edge in edges), None]
    credits = shares[::-1] if higher else shares
    bands = tuple(Band(low, high, credit) for low, high, credit in zip(bounds, bounds[1:], credits, strict=False))
    repeat = Fraction(chance.choice([4, 6, 8, 12]), 4)
    return Term(f"K{number}", weight, bands, higher, repeat, chance.random() < 0.5, Fraction(chance.randint(0, 3), 100))


def _readings(chance: random.Random, terms: tuple[Term, ...]) -> dict[str, Reading]:
    asked = [term.kpi for term in terms if chance.random() < 0.85]
    return {kpi: Reading(Fraction(chance.randint(75, 101), 100), chance.random() < 0.15, chance.random() < 0.2) for kpi in asked}


def faults(seed: int) -> list[str]:
    """Every way in which a random case differs from the decimals or breaks a law of the definition."""
    contract, periods = random_case(seed)
    found, wanted = statements(contract, periods), expected(contract, periods)
    said = [
        [(a.credit_pence, a.held_pence, a.earned_back_pence, a.bonus_pence) for a in one.lines] + [(one.net_pence, one.vat_pence)]
        for one in found
    ]
    out = [] if said == wanted else ["other figures"]
    for one in found:
        withheld = sum(line.credit_pence + line.held_pence for line in one.lines)
        if not 0 <= withheld <= contract.cap or any(min(line.credit_pence, line.held_pence, line.bonus_pence) < 0 for line in one.lines):
            out.append("outside nought and the cap")
    return out


def expected(contract: FeeTerms, periods: list[dict[str, Reading]]) -> list[list[tuple[int, ...]]]:
    """Per period: (credit, held, earned back, bonus) for each KPI, then (net, VAT), in pence."""
    with localcontext() as context:
        context.prec = 90
        return _expected(contract, periods)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _expected(contract: FeeTerms, periods: list[dict[str, Reading]]) -> list[list[tuple[int, ...]]]:
    out: list[list[tuple[int, ...]]] = []
    for number, readings in enumerate(periods):
        earlier = periods[number - 1] if number else {}
        fee, risk = Decimal(contract.fee_pence), _decimal(contract.at_risk)
        parts, extra = [], []
        for term in contract.terms:
            now, then = readings.get(term.kpi), earlier.get(term.kpi)
            band = _band(term, now) if now else max(_decimal(b.credit) for b in term.bands)
            again = bool(now and then and not then.disputed and _band(term, then) > 0)
            parts.append(fee * risk * _decimal(term.weight) * band * (_decimal(term.repeat) if again else 1))
            extra.append(fee * _decimal(term.bonus) if now and now.beyond_limits and not now.disputed else Decimal(0))
        taken, bonus = _to_pennies(parts, fee * risk), _to_pennies(extra, fee * _decimal(contract.bonus_cap))
        rows: list[tuple[int, ...]] = []
        for place, term in enumerate(contract.terms):
            now = readings.get(term.kpi)
            held = now is None or now.disputed
            good = not held and now is not None and _band(term, now) == 0
            back = out[-1][place][0] if number and term.earn_back and good else 0
            rows.append((0 if held else taken[place], taken[place] if held else 0, back, bonus[place]))
        net = contract.fee_pence + sum(back + more - credit - held for credit, held, back, more in rows)
        vat = int((net * _decimal(contract.vat)).quantize(SETTLED).quantize(PENNY, ROUND_HALF_EVEN))
        out.append([*rows, (net, vat)])
    return out


def _band(term: Term, reading: Reading) -> Decimal:
    for band in term.bands:
        above = band.low is None or _decimal(reading.value) >= _decimal(band.low)
        below = band.high is None or _decimal(reading.value) < _decimal(band.high)
        if above and below:
            return _decimal(band.credit)
    raise AssertionError("no band holds the reading")


def _to_pennies(parts: list[Decimal], cap: Decimal) -> list[int]:
    total = sum(parts, Decimal(0))
    if total == 0:
        return [0] * len(parts)
    whole = min(total, cap).quantize(SETTLED).quantize(PENNY, ROUND_HALF_EVEN)
    whole = whole - 1 if whole > cap.quantize(SETTLED) else whole
    shares = [(whole * part / total).quantize(SETTLED).quantize(PENNY, ROUND_HALF_EVEN) for part in parts]
    last = max(place for place, part in enumerate(parts) if part > 0)
    shares[last] += whole - sum(shares)
    return [int(share) for share in shares]
