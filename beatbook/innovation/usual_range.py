"""Whether a measure has got better than it usually was before a change, by the one definition of the usual range (the room `measures`)."""

from collections.abc import Sequence

from beatbook.measures.xmr import NEAR_LIMIT, OUTSIDE, SHIFT, TREND, Limits, limits_of, signals_of

FEWEST = 8  # readings before the change; fewer do not say what is usual
WORDS = {
    OUTSIDE: "outside the usual range",
    TREND: "seven in a row each better than the one before",
    NEAR_LIMIT: "two of three close to the edge of the usual range",
    SHIFT: "seven together on the better side of the average",
}


def usual_before(before: Sequence[float]) -> Limits | None:
    """The usual range before the change, without outlying moves; None when there are too few readings to know."""
    return limits_of(before, screened=True) if len(before) >= FEWEST else None


def improvements(usual: Limits, after: Sequence[float], *, higher_is_better: bool) -> list[str]:
    """What in the readings after the change is better than usual variation, in words; nothing means that chance would do as well."""
    wanted = 1 if higher_is_better else -1
    rules = {signal.rule for signal in signals_of(after, usual) if signal is not None and signal.side == wanted}
    return [WORDS[rule] for rule in WORDS if rule in rules]
