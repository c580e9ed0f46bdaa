"""The shared company's books over 10,000 random companies of three years: every journal, close, opening, replay and statement.

Usage: python -m benchmarks.technology_ledger [--quick]. One JSON line per figure.
"""

import sys
import time

from benchmarks.technology.company_books import faults
from benchmarks.technology.figures import tell

CASES = 10_000


def main() -> None:
    """Counts the companies in which nothing is out by a penny."""
    count = CASES // 20 if "--quick" in sys.argv else CASES
    started = time.perf_counter()
    sound = sum(not faults(seed) for seed in range(count))
    tell("companies_without_a_fault", sound, "companies", count, sound == count)
    tell("seconds_for_all", round(time.perf_counter() - started, 1), "s", None, None)


if __name__ == "__main__":
    main()
