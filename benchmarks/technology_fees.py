"""Fees linked to performance over 10,000 random contracts, against the same sums in decimals.

Usage: python -m benchmarks.technology_fees [--quick]. One JSON line per figure.
"""

import sys
import time

from benchmarks.technology.fee_oracle import faults
from benchmarks.technology.figures import tell

CASES = 10_000


def main() -> None:
    """Counts the contracts whose every statement agrees to the penny."""
    count = CASES // 20 if "--quick" in sys.argv else CASES
    started = time.perf_counter()
    sound = sum(not faults(seed) for seed in range(count))
    tell("fee_cases_to_the_penny", sound, "contracts", count, sound == count)
    tell("seconds_for_all", round(time.perf_counter() - started, 1), "s", None, None)


if __name__ == "__main__":
    main()
