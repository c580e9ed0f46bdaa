"""How far a figure may be from what chance alone would give: intervals of 95 %, each with its origin."""

import math
from functools import cache
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """Lowest and highest value that fit the figure."""

    low: float
    high: float


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """Interval of a share, between 0 and 1; without trials nothing is known. Source: Wilson 1927."""
    if trials <= 0:
        return Interval(0.0, 1.0)
    z = normal_quantile(0.5 + confidence / 2)
    share, spread = successes / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def poisson(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Exact interval of the mean behind a count. Source: Garwood 1936, by the gamma quantile."""
    tail = (1 - confidence) / 2
    low = gamma_quantile(count, tail) if count else 0.0
    return Interval(low, gamma_quantile(count + 1, 1 - tail))


def weighted_poisson(counts: dict[float, int], confidence: float = CONFIDENCE) -> Interval:
    """Interval of a sum of counts, each times its weight. Source: Dobson, Kuulasmaa, Eberle & Scherer 1991."""
    events = sum(counts.values())
    total = sum(weight * count for weight, count in counts.items())
    if not events:
        return Interval(0.0, 0.0)
    exact = poisson(events, confidence)
    scale = math.sqrt(sum(weight * weight * count for weight, count in counts.items()) / events)
    return Interval(max(0.0, total + scale * (exact.low - events)), total + scale * (exact.high - events))


def rate_ratio(count: int, people: float, other_count: int, other_people: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Interval of one rate over another, on the log scale; None when a count or population is nought. Source: Rothman 2012, chapter 14."""
    if min(count, other_count) <= 0 or min(people, other_people) <= 0:
        return None
    ratio = (count / people) / (other_count / other_people)
    half = normal_quantile(0.5 + confidence / 2) * math.sqrt(1 / count + 1 / other_count)
    return Interval(ratio * math.exp(-half), ratio * math.exp(half))


@cache
def normal_quantile(probability: float) -> float:
    """The standard normal value below which this share lies."""
    return NormalDist().inv_cdf(probability)


def gamma_quantile(shape: float, probability: float) -> float:
    """Quantile of the gamma distribution of scale 1."""
    from scipy.special import gammaincinv  # noqa: PLC0415 - named loader: 0.2 s at import

    return float(gammaincinv(shape, probability))
