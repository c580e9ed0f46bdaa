"""Why a pair weighs what it weighs under a Splink model: comparison by comparison, for the waterfall."""

from dataclasses import dataclass

from beatbook.linkage.splink.engine import Engine, Scored, prior_bits
from beatbook.linkage.splink.expressions import columns_in
from beatbook.linkage.splink.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison of a pair: the level that holds, its m and u (None for a missing value), its bits, and those of term frequencies."""

    comparison: str
    level: str
    m: float | None
    u: float | None
    bits: float
    tf_bits: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair's weight: the prior and the parts add up to it."""

    prior: float
    parts: tuple[Part, ...]
    weight: float


def explain(engine: Engine, scored: Scored, place: int = 0) -> Explained:
    """The account of one pair that was scored with `detail`."""
    parts = []
    for number, comparison in enumerate(engine.settings.comparisons):
        at = int(scored.levels[place, number])
        level = comparison.levels[at]
        shares = (None, None) if level.is_null else (level.m, level.u)
        parts.append(
            Part(comparison.name, level.label, *shares, float(engine.weights.bits[number, at]), float(scored.adjusted[place, number]))
        )
    return Explained(prior_bits(engine.settings.prior), tuple(parts), float(scored.weights[place]))


def columns_of(settings: Settings) -> tuple[str, ...]:
    """Columns that a model reads of a record, without its id."""
    from_levels = [level.condition for comparison in settings.comparisons for level in comparison.levels if level.condition is not None]
    conditions = [*from_levels, *(rule.condition for rule in settings.rules)]
    names = [column.name for condition in conditions for column in columns_in(condition)]
    return tuple(dict.fromkeys([*names, *settings.tf_columns]))
