"""Simulates counties and prints one JSON line per figure: false alarms and found doublings of the tension indicators, and of the threat watch.

Usage: python -m benchmarks.tension [--quick]. 300 areas, gamma-Poisson counts with a season; each figure is of weeks after two years of history. The
common rule, half as much again as the mean of the four weeks before, stands beside it. Nothing is tuned on these seeds.
"""

import argparse
import json
import sys
import time

import numpy as np

from beatbook.tension.breaks import BUDGET, breaks
from beatbook.tension.expecting import Floats
from beatbook.tension.rises import rises

HISTORY, JUDGED, AREAS = 104, 52, 300
DOUBLED = 0.10
missed: list[str] = []


def tell(name: str, value: float, unit: str, target: str = "", met: bool | None = None) -> None:
    """One line; a missed target is remembered."""
    line = {"benchmark": "tension", "name": name, "value": round(value, 4), "unit": unit}
    if target:
        line |= {"target": target, "met": bool(met)}
        if not met:
            missed.append(name)
    print(json.dumps(line), flush=True)


def county(mean: float, seed: int) -> tuple[Floats, Floats]:
    """Counts (areas, weeks) of a county, and the week from which each area is doubled; infinity for those that never are."""
    generator = np.random.default_rng(seed)
    weeks = HISTORY + JUDGED
    season = 1 + 0.25 * np.sin(2 * np.pi * np.arange(weeks) / 52.18 + generator.uniform(0, 6))
    rate = mean * generator.gamma(4, 1 / 4, AREAS)[:, None] * season
    begins = np.full(AREAS, np.inf)
    changed = generator.choice(AREAS, int(DOUBLED * AREAS), replace=False)
    begins[changed] = HISTORY + generator.integers(4, JUDGED - 26, len(changed))
    rate = np.where((np.arange(weeks) >= begins[:, None]) & (np.arange(weeks) < begins[:, None] + 26), 2 * rate, rate)
    return generator.poisson(rate * generator.gamma(10, 1 / 10, rate.shape)).astype(np.float64), begins


def judged(raised: np.ndarray, begins: Floats) -> tuple[float, float, float]:
    """False alarms of 100 areas a week, in areas that never change; shares of doublings found within 4 and 8 weeks."""
    quiet = raised[np.isinf(begins), HISTORY:]
    found = {4: 0, 8: 0}
    changed = np.flatnonzero(~np.isinf(begins))
    for area in changed:
        start = int(begins[area])
        for within in found:
            found[within] += bool(raised[area, start : start + within].any())
    return 100 * float(quiet.mean()), found[4] / len(changed), found[8] / len(changed)


def half_as_much_again(counts: Floats) -> np.ndarray:
    """The common rule of dashboards."""
    before = np.stack([np.roll(counts, shift, axis=1) for shift in range(1, 5)]).mean(axis=0)
    return np.asarray(counts > 1.5 * before)


def main() -> None:
    """Every figure; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    seeds = range(101, 103) if parser.parse_args().quick else range(101, 111)
    for mean in (1.0, 4.0, 15.0):
        ours, theirs = [], []
        for seed in seeds:
            counts, begins = county(mean, seed)
            ours.append(judged(rises(counts, weeks=JUDGED).raised, begins))
            theirs.append(judged(half_as_much_again(counts), begins))
        alarms, soon, later = np.mean(ours, axis=0)
        tell(f"mean {mean:g} a week: false alarms of 100 areas a week", alarms, "alarms", "<= 0.6", alarms <= 0.6)
        at_four = mean == 4.0
        tell(f"mean {mean:g} a week: doublings found within 4 weeks", soon, "share", ">= 0.5" if at_four else "", soon >= 0.5)
        tell(f"mean {mean:g} a week: doublings found within 8 weeks", later, "share")
        alarms, soon, later = np.mean(theirs, axis=0)
        tell(f"mean {mean:g} a week: false alarms of the rule of half as much again", alarms, "alarms")
    for mean in (1.0, 4.0, 15.0):
        _watch(mean, seeds)
    _speed()
    sys.exit(1 if missed else 0)


def _watch(mean: float, seeds: range) -> None:
    """The threat watch over the same counties: false alerts a week of all series together, and doublings found."""
    alerts, soon, later = [], [], []
    for seed in list(seeds)[:4]:
        counts, begins = county(mean, seed)
        raised = np.zeros(counts.shape, dtype=bool)
        for week in range(HISTORY, counts.shape[1]):
            raised[[one.series for one in breaks(counts[:, : week + 1])], week] = True
        alarms, within_four, within_eight = judged(raised, begins)
        alerts.append(alarms / 100 * int(np.isinf(begins).sum()))
        soon.append(within_four)
        later.append(within_eight)
    told = f"mean {mean:g} a week, watch of {AREAS} series"
    tell(f"{told}: false alerts a week", float(np.mean(alerts)), "alerts", f"<= {BUDGET}", float(np.mean(alerts)) <= BUDGET)
    tell(f"{told}: doublings found within 4 weeks", float(np.mean(soon)), "share")
    tell(f"{told}: doublings found within 8 weeks", float(np.mean(later)), "share")


def _speed() -> None:
    counts, _ = county(4.0, 7)
    wall, cpu = time.perf_counter(), time.process_time()
    rises(counts, weeks=26)
    tell("300 areas, 26 weeks judged: CPU", 1000 * (time.process_time() - cpu), "ms")
    tell("300 areas, 26 weeks judged: wall", 1000 * (time.perf_counter() - wall), "ms")


if __name__ == "__main__":
    main()
