"""Seasons: what each month of the year usually does to a series, taken out once three years are there and the effect is more than chance."""

from collections.abc import Sequence

FEWEST_MONTHS = 36
DOUBT = 0.01  # a month-of-year effect that chance gives less often than this is taken for a season


def season_factors(values: Sequence[float], months: Sequence[int]) -> list[float] | None:
    """For each value the factor by which its month of the year differs from the mean; None when seasons cannot be told or do not show.

    `months` are 1 to 12, in step with `values`. The factors of the twelve months average to 1.
    """
    mean = sum(values) / len(values) if values else 0.0
    by_month = {month: [value for value, own in zip(values, months, strict=True) if own == month] for month in set(months)}
    if len(values) < FEWEST_MONTHS or len(by_month) < 12 or mean <= 0 or not _more_than_chance(by_month, mean):
        return None
    means = {month: sum(own) / len(own) for month, own in by_month.items()}
    level = sum(means.values()) / len(means)
    if min(means.values()) <= 0:
        return None
    return [means[month] / level for month in months]


def _more_than_chance(by_month: dict[int, list[float]], mean: float) -> bool:
    """Analysis of variance of month of the year. Source: Fisher 1925."""
    within = sum(sum((value - sum(own) / len(own)) ** 2 for value in own) for own in by_month.values())
    between = sum(len(own) * (sum(own) / len(own) - mean) ** 2 for own in by_month.values())
    free = sum(len(own) for own in by_month.values()) - len(by_month)
    if within <= 0:
        return between > 0
    from scipy.special import fdtrc  # noqa: PLC0415 - named loader: 0.2 s at import

    groups = len(by_month) - 1
    return bool(fdtrc(groups, free, (between / groups) / (within / free)) < DOUBT)
