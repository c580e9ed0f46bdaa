"""The sets that linkage is measured on: where each is, which of its columns are compared, and what any engine's maker may have chosen by it.

Invariant: a set is a description; no engine has code for one of them.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

CACHE = Path(__file__).resolve().parents[2] / ".beatbook-bench-cache"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"


@dataclass(frozen=True, slots=True)
class Set:
    """A table with truth. `columns` are the file's own for each of our fields (several joined by +); `chose` says what was decided by looking at it."""

    path: Path
    truth: str
    columns: Mapping[str, str] = field(default_factory=dict)
    chose: str = "in view when the share of wrong joins was bounded, and when a guard was let go for slips"


FEBRL_NUMBERS = (1, 2, 3, 4)
FEBRL = {
    "forenames": "given_name",
    "surname": "surname",
    "date_of_birth": "date_of_birth",
    "address": "street_number+address_1+suburb+postcode",
    "postcode": "",
    "place": "",
    "custody_number": "",
}
LEFT_OUT = ("soc_sec_id",)  # alone it would settle Febrl's sets
SETS = {
    "historical_50k": Set(
        SHARED / "historical_figures_with_errors_50k.parquet",
        "cluster",
        {
            "full_name": "full_name",
            "date_of_birth": "dob",
            "place": "birth_place",
            "postcode": "postcode_fake",
            "sex": "gender",
            "occupation": "occupation",
            "forenames": "",
            "surname": "",
        },
        "the form of Beatbook's model, its blocking rules, ABSENT_BITS, the bound on wrong joins; weights behind CLASH_BITS; Splink's threshold",
    ),
    "fake_1000": Set(SHARED / "fake_1000.csv", "cluster", {}, "in view for the bound on wrong joins and CLASH_BITS; Splink's threshold"),
    **{f"febrl{number}": Set(CACHE / f"febrl{number}.csv", "person", FEBRL) for number in FEBRL_NUMBERS},
}


def present(name: str) -> bool:
    """Whether the set's file is there."""
    return SETS[name].path.exists()


def columns_used(name: str, heading: list[str]) -> list[str]:
    """The file's columns that a peer which chooses for itself is given: all but the truth, the id and what no engine may see."""
    return [column for column in heading if column not in (SETS[name].truth, "unique_id", *LEFT_OUT)]


def write_febrl(number: int, rows: list[Mapping[str, object]]) -> None:
    """Writes a set of Febrl's with the person that its record id names, into the ignored folder."""
    CACHE.mkdir(exist_ok=True)
    with SETS[f"febrl{number}"].path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def texts(name: str) -> pa.Table:
    """The set's table for a peer, every column of a CSV file as text: a date read as a date would be no text to compare."""
    path = SETS[name].path
    if path.suffix == ".parquet":
        return parquet.read_table(path)
    with path.open(newline="") as file:
        heading = next(csv.reader(file))
    types = arrow_csv.ConvertOptions(column_types={column: pa.string() for column in heading}, strings_can_be_null=True, null_values=[""])
    return arrow_csv.read_csv(path, convert_options=types)
