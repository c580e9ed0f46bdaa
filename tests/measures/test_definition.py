"""A measure's file: read whole, or refused with its line."""

from pathlib import Path

import pytest

from beatbook.measures.definition import Kind, read_measure, read_measures
from beatbook.measures.errors import MeasureRefused

FOLDER = Path(__file__).parents[2] / "measures"
D1 = (FOLDER / "D1.toml").read_text(encoding="utf-8")
H1 = (FOLDER / "H1.toml").read_text(encoding="utf-8")
T2 = (FOLDER / "T2.toml").read_text(encoding="utf-8")
SHIPPED = {"D1", "D2", "D3", "D4", "H1", "O1", "O2", "O4", "T1", "T2", "T3"}


def line_of(text: str, beginning: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


def test_every_shipped_file_is_read() -> None:
    found = read_measures(FOLDER)
    assert set(found) >= SHIPPED
    assert all(measure.misuse and measure.pair for measure in found.values())
    assert found["H1"].weights["Robbery"] == 365
    assert {found[code].kind for code in ("D1", "O1", "O4", "T2", "H1")} == {Kind.RATE, Kind.SHARE, Kind.MEDIAN, Kind.RATIO, Kind.WEIGHTED}


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('label = "Recorded crime"', "label = ", "label", "is not TOML"),
        ("crime_type !=", "crimetype !=", "where", "where, at sign 1: “crimetype” is no field of crime"),
        ('grain = "crime"', 'grain = "person"', "grain", "“person” should be one of crime, stop"),
        ("version = 1", 'version = "one"', "version", "“version” should be a whole number"),
        ("version = 1", "version = 0", "version", "should be at least 1"),
        ('direction = "neutral"', 'direction = "good"', "direction", "“good” should be one of higher, lower, neutral"),
        ('levels = ["force", "area", "neighbourhood"]', 'levels = ["force", "officer"]', "levels", "levels go from the top down"),
        ('interval = "poisson"', 'interval = "wilson"', "interval", "should be poisson"),
        ('denominator = "population"', 'denominator = "true"', "denominator", "a rate is over population"),
        ("min_mean = 5", "min_mean = true", "min_mean", "“chart.min_mean” should be a whole number"),
        ('month = "2023-05"', 'month = "May"', "[[breaks]]", "a break has a month"),
        ('code = "D1"', 'code = "D1"\ntarget = 5', "target", "“target” is no key of a measure"),
        ('misuse = "More', 'misuse = ""  # "More', "misuse", "“misuse” must say something"),
        ("pair = [", "pair = [] # [", "pair", "one or more texts"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, at: str, words: str) -> None:
    text = D1.replace(old, new, 1)
    with pytest.raises(MeasureRefused) as refused:
        read_measure("D1.toml", text)
    assert str(refused.value).startswith(f"D1.toml, line {line_of(text, at)}: ")
    assert words in str(refused.value)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(MeasureRefused, match="“misuse” is missing"):
        read_measure("D1.toml", "\n".join(line for line in D1.splitlines() if not line.startswith("misuse")))


def test_a_weight_below_nought_is_named_with_its_own_line() -> None:
    text = H1.replace('"Robbery" = 365', '"Robbery" = -1')
    with pytest.raises(MeasureRefused, match=f"line {line_of(text, chr(34) + 'Robbery')}: the weight of “Robbery”"):
        read_measure("H1.toml", text)


def test_a_baseline_must_be_among_the_groups() -> None:
    with pytest.raises(MeasureRefused, match="should be one of White, Asian"):
        read_measure("T2.toml", T2.replace('baseline = "White"', 'baseline = "Green"'))


def test_no_field_of_any_grain_says_who(tmp_path: Path) -> None:
    """No measure can be set for, or told of, one officer: there is no field to write it with."""
    for beginning in ("officer", "recorded_by", "person", "name"):
        with pytest.raises(MeasureRefused, match="is no field of crime"):
            read_measure("D1.toml", D1.replace("crime_type !=", f"{beginning} !="))


def test_two_files_of_one_code_and_a_pair_that_is_missing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(D1, encoding="utf-8")
    with pytest.raises(MeasureRefused, match=r"a\.toml, line \d+: its pair Q1 is not there"):
        read_measures(tmp_path)
    (tmp_path / "b.toml").write_text(D1, encoding="utf-8")
    with pytest.raises(MeasureRefused, match=r"b\.toml, line 2: D1 is also the code of a\.toml"):
        read_measures(tmp_path)
