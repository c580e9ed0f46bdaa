"""GoldenMatch's side, in the peers' environment, with no labels and no configuration: python -m benchmarks.linkage.goldenmatch_engine accuracy SET."""

import sys

import goldenmatch

from benchmarks.linkage.figures import tell_accuracy
from benchmarks.linkage.sets import SETS, columns_used, texts


def main() -> None:
    """Links one set."""
    name = sys.argv[2]
    one = SETS[name]
    table = texts(name)
    found = goldenmatch.dedupe_df(table.select(columns_used(name, table.column_names)), allow_red_config=True)
    persons = list(range(table.num_rows))
    for person, cluster in found.clusters.items():
        for row in cluster["members"]:
            persons[row] = -person - 1
    tell_accuracy(persons, table[one.truth].to_pylist(), threshold="its own", chose=one.chose)


if __name__ == "__main__":
    main()
