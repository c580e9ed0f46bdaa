"""The innovation fund: equal to brute force on small rounds, and time to allocate 300 bids.

Usage: python -m benchmarks.technology_fund [--quick]. One JSON line per figure. All bids are made up.
"""

import random
import sys
import time

from beatbook.innovation.fund import NoAllocation, allocated, broken_rule, nearest_change
from beatbook.innovation.synthetic_bids import made_up_asks, made_up_round
from benchmarks.technology.figures import tell, wake_solver
from benchmarks.technology.fund_worlds import best_of_all, world

SMALL_CASES, LARGE_SEEDS, BIDS, CHANGES = 500, 10, 300, 10


def main() -> None:
    """Small rounds first, then large ones."""
    wake_solver()
    quick = "--quick" in sys.argv
    _small_rounds(SMALL_CASES // 10 if quick else SMALL_CASES)
    _large_rounds(3 if quick else LARGE_SEEDS)


def _small_rounds(count: int) -> None:
    equal = 0
    for seed in range(count):
        asks, round_ = world(seed)
        try:
            equal += allocated(asks, round_).worth_pence == best_of_all(asks, round_)
        except NoAllocation:
            equal += best_of_all(asks, round_) is None
    tell("small_rounds_equal_to_brute_force", equal, "rounds", count, equal == count)


def _large_rounds(seeds: int) -> None:
    took, gaps, kept, per_change = [], [], 0, []
    for seed in range(seeds):
        draw = random.Random(seed)
        asks = made_up_asks(draw, BIDS)
        round_ = made_up_round(draw, asks)
        started = time.perf_counter()
        best = allocated(asks, round_)
        took.append(time.perf_counter() - started)
        gaps.append(best.gap)
        kept += broken_rule(asks, round_, best.funded) == ""
        rejected = [ask.code for ask in asks if ask.may_be_funded and ask.code not in best.funded][:CHANGES]
        started = time.perf_counter()
        for code in rejected:
            nearest_change(code, asks, round_, best)
        per_change.append((time.perf_counter() - started) / max(1, len(rejected)))
    tell("bids_300_slowest_s", round(max(took), 2), "s", 2, max(took) <= 2)
    tell("bids_300_median_s", round(sorted(took)[len(took) // 2], 2), "s", None, None)
    tell("bids_300_widest_gap", round(100 * max(gaps), 5), "%", 0.01, max(gaps) <= 0.0001)
    tell("bids_300_rules_kept_to_the_penny", kept, "rounds", seeds, kept == seeds)
    tell("nearest_change_of_one_bid_slowest_round_s", round(max(per_change), 2), "s", None, None)


if __name__ == "__main__":
    main()
