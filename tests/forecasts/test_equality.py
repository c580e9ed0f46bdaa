"""Whom a map bears on."""

from pathlib import Path

import pytest

from beatbook.forecasts.equality import burdens
from beatbook.forecasts.make_up import MakeUpRefused, matched, read_make_up

AREAS = [
    {"area": f"W{n}", "expected": 10.0, "observed": 9.0, "share_of_offences": share, "share_of_flagged": flagged, "hit_rate": flagged}
    for n, (share, flagged) in enumerate([(0.1, 0.0), (0.2, 0.1), (0.7, 0.9)])
]


def test_thirds_are_by_the_feature_and_shares_add_up() -> None:
    found = burdens(AREAS, feature="minority", value={"W0": 0.1, "W1": 0.2, "W2": 0.6}, people={"W0": 50, "W1": 30, "W2": 20})

    assert [one.third for one in found] == ["lowest third", "middle third", "highest third"]
    assert sum(one.share_of_people for one in found) == pytest.approx(1)
    assert found[2].amplified == pytest.approx(0.9 / 0.7)
    assert found[0].observed_over_expected == pytest.approx(0.9)
    assert [one.hit_rate for one in found] == pytest.approx([0.0, 0.1, 0.9])


def test_features_are_read_by_area_and_an_empty_cell_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "make-up.csv"
    path.write_text("area,deprivation,renting\nW0,12.5,0.2\nW1,,0.4\n")
    assert read_make_up(path) == {"deprivation": {"W0": 12.5}, "renting": {"W0": 0.2, "W1": 0.4}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ward,deprivation\nW0,1\n", r"make-up\.csv, row 1: give a column area"),
        ("area\nW0\n", "row 1: give a column area"),
        ("area,deprivation\nW0,1\nW1,much\n", "row 3, deprivation: “much” is no number"),
        ("area,deprivation\nW0,nan\n", "row 2, deprivation"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "make-up.csv"
    path.write_text(text)
    with pytest.raises(MakeUpRefused, match=message):
        read_make_up(path)


def test_a_file_of_other_areas_is_refused() -> None:
    matched({"deprivation": {"W0": 1.0, "W1": 2.0}}, ["W0", "W1", "W2"], "file.csv")
    with pytest.raises(MakeUpRefused, match=r"file\.csv, deprivation: it names 1 of 3 areas"):
        matched({"deprivation": {"W0": 1.0}}, ["W0", "W1", "W2"], "file.csv")
