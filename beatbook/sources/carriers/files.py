"""The example of a connector: a carrier's extract as a CSV file `<carrier>.csv` in a folder, with the columns `key`, `at` and `what`.

It serves where a force is given an extract by night, and in the demonstration; others are written like it.
"""

import csv
from pathlib import Path

from beatbook.sources.carriers.interface import Carrier, CarrierSilent, Line
from beatbook.vocabulary.identifiers import normalise_plate, normalise_pnc_id, normalise_reference

NEEDED = ("key", "at", "what")
MOST_LINES = 100


class FileConnector:
    """Looks a value up in the file at each question, so that a new extract counts at once."""

    def __init__(self, carrier: Carrier, folder: Path) -> None:
        self.carrier, self.path = carrier, folder / f"{carrier.value}.csv"

    def ask(self, value: str) -> list[Line]:
        """Lines whose key is this value in its normal form, at most a hundred, in the order of the file.

        Raises:
            CarrierSilent: the file is missing, is no CSV in UTF-8, or lacks a column.
        """
        wanted = normal_form(value)
        try:
            with self.path.open(newline="", encoding="utf-8-sig") as file:
                rows = csv.DictReader(file)
                if missing := [name for name in NEEDED if name not in (rows.fieldnames or [])]:
                    raise CarrierSilent(f"Its file {self.path.name} has no column {missing[0]}.")
                return [_line(row) for row in rows if wanted and normal_form(row["key"] or "") == wanted][:MOST_LINES]
        except FileNotFoundError as error:
            raise CarrierSilent(f"Its file {self.path.name} is missing.") from error
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CarrierSilent(f"Its file {self.path.name} cannot be read as CSV in UTF-8.") from error


def normal_form(value: str) -> str:
    """A PNC ID, registration or number in the form in which two ways of writing it are one."""
    return normalise_pnc_id(value) or normalise_plate(value) or normalise_reference(value) or ""


def _line(row: dict[str, str | None]) -> Line:
    more = {name: text for name, text in row.items() if name and name not in NEEDED and text}
    return Line(row["at"] or "", row["what"] or "", more)
