"""What the made-up force says of its neighbourhoods is read by the product without a fault, and the same seed says the same."""

from pathlib import Path

import numpy as np

from beatbook.neighbourhoods.documents import read_document
from beatbook.synthetic.geography import build_geography
from beatbook.synthetic.neighbourhoods import write_neighbourhoods


def test_the_product_takes_every_part_of_it(tmp_path: Path) -> None:
    land = build_geography(np.random.default_rng(1), wards=16, streets=160)
    for folder in ("a", "b"):
        write_neighbourhoods(tmp_path / folder, land, [100] * 16, seed=7)
    names = ("millshire.json", "postcodes.csv")
    assert [(tmp_path / "a" / name).read_bytes() for name in names] == [(tmp_path / "b" / name).read_bytes() for name in names]
    reads = [read_document(name, (tmp_path / "a" / name).read_text()) for name in names]
    assert [one.refused for one in reads] == [[], []]
    assert (
        len(reads[0].grounds) == 16 and len(reads[0].members) == 16 * 4 + 3 and len(reads[1].postcodes) == len(set(land.street_postcodes))
    )
    assert {issue.marking for _, _, issue in reads[0].issues} == {"PUBLIC", "OFFICIAL"}
