"""Pools made-up counties that link_county.py left in folders, and prints for each group how its wrong and missed joins compare with the whole.

Usage: python -m benchmarks.link_fairness FOLDER [FOLDER...]. One JSON line for each group and figure: the ratio and the interval that holds it in
nineteen of twenty such draws. A county is linked on its own; only the counts are pooled.
"""

import json
import sys
from pathlib import Path

import numpy as np

from beatbook.linkage.bulk import link_table
from beatbook.linkage.fairness_intervals import ratios_by_group
from benchmarks.link_county import FEWEST, GROUPS, county_table, truth_rows


def main() -> None:
    """Links each county, then counts over all."""
    persons, people, rows = [np.empty(0, np.int64)], list[str](), list[dict[str, str]]()
    for folder in map(Path, sys.argv[1:]):
        truth = truth_rows(folder)
        known = np.array([row is not None for row in truth])
        persons.append(link_table(county_table(folder)).persons[known] + sum(map(len, persons)) * 2)
        rows += [row for row in truth if row is not None]
        people += [f"{folder.name}|{row['person_id']}" for row in truth if row is not None]
    numbers = np.unique(people, return_inverse=True)[1]
    for sort in GROUPS:
        found = ratios_by_group(np.concatenate(persons), numbers, [row[sort] for row in rows], fewest=FEWEST)
        for name, ratios in found.items():
            for figure, ratio in zip(("false", "missed"), ratios, strict=True):
                value, low, high = (round(one, 2) for one in (ratio.value, ratio.low, ratio.high))
                print(json.dumps({"group": f"{sort}:{name}", "joins": figure, "over_whole": value, "from": low, "to": high}), flush=True)


if __name__ == "__main__":
    main()
