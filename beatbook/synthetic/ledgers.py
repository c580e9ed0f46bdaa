"""Files being written: CSV tables, and the truth about who each mention is, which the product never reads."""

import csv
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.names import TRADITIONS
from beatbook.synthetic.population import Population
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, plate_of

TRUTH_COLUMNS = (
    "feed", "source_key", "person_id", "system", "naming_tradition", "sex", "age_band", "household_id", "twin_of", "parent_of_same_name",
    "child_of_same_name", "details_of",
)  # fmt: skip
_AGE_BANDS = ((18, "under 18"), (25, "18 to 24"), (35, "25 to 34"), (50, "35 to 49"), (65, "50 to 64"))
_TRADITION_CODES = tuple(TRADITIONS)


class Truth:
    """`truth.csv`: one line for each person mention that the exports hold, under `TRUTH_COLUMNS`; and beside it the truth of vehicles and homes.

    Several twins, parents or children are divided by a space. `details_of` names the person whose details were given, when it was not the
    person who stood there; `age_band` is the age on the world's last day.
    """

    def __init__(self, path: Path, people: Population) -> None:
        self.vehicles = (path.parent / "truth-vehicles.csv").open("w", encoding="utf-8", newline="")
        self.vehicles.write("feed,source_key,vehicle_id,registration\n")
        self.addresses = (path.parent / "truth-addresses.csv").open("w", encoding="utf-8", newline="")
        self.addresses.write("feed,source_key,address_id\n")
        self.out = path.open("w", encoding="utf-8", newline="")
        self.out.write(",".join(TRUTH_COLUMNS) + "\n")
        self.people = people
        self.mentions = 0

    def says(self, feed: str, key: str, account: Account) -> None:
        """This mention is that person."""
        given = person_id(account.details_of) if account.details_of >= 0 else ""
        self.out.write(f"{feed},{key},{person_id(account.person)},{feed.partition('-')[2]},{self._about(account.person)},{given}\n")
        if account.home and account.address:
            street, number = account.home
            self.addresses.write(f"{feed},{key},A{street:05}-{number.replace('Flat ', 'F').replace(', ', '-')}\n")
        self.mentions += 1

    def saw(self, feed: str, key: str, seen: Sighting) -> None:
        """This mention is that vehicle; vehicles of the story have no number and are left out."""
        if seen.number >= 0:
            self.vehicles.write(f"{feed},{key},V{seen.number:07},{plate_of(self.people, seen.number)}\n")

    def _about(self, person: int) -> str:
        people = self.people
        relatives = (people.twins.get(person, ()), people.namesake_children.get(person, ()), people.namesake_parents.get(person, ()))
        return ",".join(
            [
                _TRADITION_CODES[people.traditions[person]], people.sexes[person], age_band(people.born[person]),
                f"H{people.households[person]:06}", *(" ".join(map(person_id, others)) for others in relatives),
            ]
        )  # fmt: skip

    def close(self) -> None:
        """Finish the file."""
        for out in (self.out, self.vehicles, self.addresses):
            out.close()


class Tables:
    """Several CSV files of one export, open together."""

    def __init__(self, folder: Path, columns: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.stack = ExitStack()
        self.writers: dict[str, Any] = {}
        self.columns = {name: words.split() for name, words in columns.items()}
        for name, header in self.columns.items():
            out = self.stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self.writers[name] = csv.writer(out, lineterminator="\r\n")
            self.writers[name].writerow(header)

    def write(self, name: str, values: Iterable[object]) -> None:
        """One line of a table, in the order of its columns."""
        self.writers[name].writerow(values)

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stack.close()


def person_id(person: int) -> str:
    """The id of a person in the truth: `P0000012`."""
    return f"P{person:07}"


def age_band(born: int) -> str:
    """The age band of somebody born on that day (ordinal), on the world's last day."""
    age = (WORLD_ENDS.toordinal() - born) / 365.25
    return next((band for limit, band in _AGE_BANDS if age < limit), "65 and over")


def chance_of(text: str) -> float:
    """A number between 0 and 1 that depends on nothing but the text."""
    return zlib.crc32(text.encode()) / 2**32


def uk_date(iso: str) -> str:
    """`1994-03-14` as `14/03/1994`; empty stays empty."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}" if iso else ""
