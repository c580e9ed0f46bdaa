"""Supplier and buyer names joined, without any company number, against a hand-made sample of made-up names.

Usage: python -m benchmarks.technology_suppliers. One JSON line per figure.
"""

import csv
import time
from pathlib import Path

from beatbook.suppliers.names import Named, joined, measured
from benchmarks.technology.figures import tell

SAMPLE = Path(__file__).parent / "technology" / "supplier_names.csv"
COPIES = 40


def main() -> None:
    """Precision, recall and F1 over pairs of the sample, and the time of as many names as a year of notices holds."""
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = measured(joined([Named(row["name"]) for row in rows]), [row["organisation"] for row in rows])
    tell("supplier_joining_precision", round(found.precision, 4), "share", None, None)
    tell("supplier_joining_recall", round(found.recall, 4), "share", None, None)
    tell("supplier_joining_f1", round(found.f1, 4), "share", 0.95, found.f1 >= 0.95)
    many = [Named(f"{row['name']} {chr(97 + copy % 26) * 3}{chr(97 + copy // 26)}") for copy in range(COPIES) for row in rows]
    started = time.perf_counter()
    joined(many)
    tell(f"seconds_to_join_{len(many)}_names", round(time.perf_counter() - started, 2), "s", None, None)


if __name__ == "__main__":
    main()
