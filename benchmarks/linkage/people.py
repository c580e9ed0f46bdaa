"""A table of made-up people to measure speed with: names of skewed frequency, several records a person, slips in each field.

Invariant: the same size and seed give the same table. It stands for no real population, and its accuracy is no claim about one.
Usage: python -m benchmarks.linkage.people [rows] [seed]
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".beatbook-bench-cache"
LEARNT_FROM = 50_000  # rows that the model of the date-of-birth job is learnt from
SYLLABLES = (
    "ba be bra ca cha da del do el fa fi ga gra ha hol in ja jo ka ken la li"
    " lo ma mar mi na ne no o pa pe ra ri ro sa sha so ta tho ti va wen wi ya"
).split()
ENDINGS = "n r l s th ton ley son man field ford by ham ell ard ia a y".split()
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
N_FORENAMES, N_SURNAMES, N_CITIES, N_POSTCODES = 6_000, 20_000, 3_000, 150_000
FIRST_DAY, DAYS = np.datetime64("1930-01-01"), 27_400
RECORDS_OF_A_PERSON = (1, 2, 3, 4)
SHARES = (0.55, 0.27, 0.12, 0.06)
SLIPS = {"forename": 0.06, "surname": 0.06, "dob": 0.05, "postcode": 0.12, "city": 0.08}
MISSING = {"forename": 0.02, "surname": 0.01, "dob": 0.03, "postcode": 0.05, "city": 0.04}


def people_table(rows: int, seed: int = 7) -> pa.Table:
    """Records under unique_id, forename, surname, dob, postcode, city and cluster (the person), in no order."""
    chance = np.random.default_rng(seed)
    persons = np.repeat(np.arange(rows), chance.choice(RECORDS_OF_A_PERSON, rows, p=SHARES))[:rows]
    true = _persons(chance, int(persons[-1]) + 1)
    order = chance.permutation(rows)
    columns: dict[str, NDArray] = {"unique_id": np.arange(rows)}
    for name, values in true.items():
        said = values[persons].astype(object)
        _slip(chance, name, said, values)
        columns[name] = said[order]
    columns["cluster"] = persons[order]
    return pa.table(columns)


def people_path(rows: int, seed: int = 7) -> Path:
    """Where the table is, once it is made."""
    return CACHE / f"people_{rows}_{seed}.parquet"


def people_file(rows: int, seed: int = 7) -> Path:
    """Path of the table as Parquet in an ignored folder, made on first use."""
    path = people_path(rows, seed)
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        parquet.write_table(people_table(rows, seed), path)
    return path


def _persons(chance: np.random.Generator, count: int) -> dict[str, NDArray]:
    homes = _skewed(chance, N_CITIES, count, 0.8)
    born = chance.integers(0, DAYS, count)
    return {
        "forename": _names(chance, N_FORENAMES, 2)[_skewed(chance, N_FORENAMES, count, 0.9)],
        "surname": _names(chance, N_SURNAMES, 3)[_skewed(chance, N_SURNAMES, count, 0.75)],
        "dob": (FIRST_DAY + born).astype("U10"),
        "postcode": _postcodes(chance)[(homes * 50 + chance.integers(0, 50, count)) % N_POSTCODES],
        "city": _names(chance, N_CITIES, 3)[homes],
    }


def _skewed(chance: np.random.Generator, values: int, count: int, exponent: float) -> NDArray[np.int64]:
    # Names follow a power of their rank nearly enough (Zipf).
    share = np.arange(1, values + 1) ** -exponent
    return chance.choice(values, count, p=share / share.sum())


def _names(chance: np.random.Generator, count: int, syllables: int) -> NDArray:
    found: dict[str, None] = {}
    while len(found) < count:
        parts = chance.integers(1, syllables + 1)
        found["".join(chance.choice(SYLLABLES, parts)) + str(chance.choice(ENDINGS))] = None
    return np.array(list(found))


def _postcodes(chance: np.random.Generator) -> NDArray:
    letters = np.char.upper(LETTERS[chance.integers(0, 26, (4, N_POSTCODES))])
    digits = chance.integers(1, 10, (2, N_POSTCODES)).astype(str)
    outward = np.char.add(np.char.add(letters[0], letters[1]), digits[0])
    inward = np.char.add(np.char.add(digits[1], letters[2]), letters[3])
    return np.char.add(np.char.add(outward, " "), inward)


def _slip(chance: np.random.Generator, name: str, said: NDArray, values: NDArray) -> None:
    slipped = np.flatnonzero(chance.random(len(said)) < SLIPS[name])
    other = chance.random(len(slipped)) < (0.5 if name in ("postcode", "city") else 0.1)
    said[slipped[other]] = chance.choice(values, int(other.sum()))
    wrong = slipped[~other]
    places, letters = chance.random(len(wrong)), chance.choice(LETTERS, len(wrong))
    digits, kinds = chance.integers(0, 10, len(wrong)).astype(str), chance.integers(0, 4, len(wrong))
    if name == "postcode":
        letters = np.char.upper(letters)
    for row, place, letter, digit, kind in zip(wrong, places, letters, digits, kinds, strict=True):
        said[row] = _mistyped(said[row], place, digit if name == "dob" else str(letter), 0 if name == "dob" else int(kind))
    said[chance.random(len(said)) < MISSING[name]] = None


def _mistyped(text: str, place: float, mark: str, kind: int) -> str:
    """A letter replaced, left out, put in, or two exchanged; of a date a digit of the day or the year's last is replaced."""
    if mark.isdigit():
        at = 9 if place > 0.5 else 3
        return text[:at] + mark + text[at + 1 :]
    at = int(place * len(text))
    if kind == 3:
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    return text[:at] + (mark if kind != 1 else "") + text[at + (kind != 2) :]


def main() -> None:
    """Makes the table, unless it is there, and prints its path."""
    print(people_file(*map(int, sys.argv[1:3] or ["1000000"])))


if __name__ == "__main__":
    main()
