"""Which column of somebody else's table holds which of our fields: the usual names, and what a person says instead.

Invariant: what a person says goes before what is guessed; a column is guessed for one field alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from beatbook.vocabulary.errors import BeatbookError

USUAL: Mapping[str, tuple[str, ...]] = {
    "forenames": ("forenames", "forename", "first_name", "firstname", "given_name", "given_names", "fname"),
    "surname": ("surname", "last_name", "lastname", "family_name", "lname"),
    "full_name": ("full_name", "fullname", "name"),
    "other_names": ("other_names", "aliases", "alias"),
    "date_of_birth": ("date_of_birth", "dob", "birth_date", "birthdate", "born"),
    "sex": ("sex", "gender"),
    "postcode": ("postcode", "post_code", "zip", "zipcode", "zip_code"),
    "address": ("address", "address_1", "address1", "address_line_1", "street_address", "street"),
    "place": ("place", "city", "town", "suburb", "birth_place", "place_of_birth"),
    "phones": ("phones", "phone", "phone_number", "mobile", "telephone"),
    "emails": ("emails", "email", "e_mail", "email_address"),
    "pnc_id": ("pnc_id", "pncid"),
    # A number that another administration gave the person is compared as ours of a detention are: the same or not.
    "custody_number": ("custody_number", "ssn", "soc_sec_id", "social_security_number", "national_insurance_number", "nhs_number"),
    "occupation": ("occupation", "job", "profession"),
}
HOUSE_NUMBERS = ("house_number", "street_number")
LISTS = ("other_names", "phones", "emails")


class ColumnsUnclear(BeatbookError):
    """A table's columns cannot be told: give `--column FIELD=COLUMN` with a field of docs/reference/content.md and a column of the file."""


def columns_of(names: Sequence[str], said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each of our fields the file's columns, joined by a blank where there are several (`address=street_number+street`); `field=` leaves it out.

    Raises:
        ColumnsUnclear: no such field, no such column, or no name and nothing else to go by.
    """
    unknown = sorted(set(said) - set(USUAL))
    if unknown:
        raise ColumnsUnclear(f"There is no field {', '.join(unknown)}; the fields are {', '.join(USUAL)}.")
    found = {field: tuple(filter(None, columns.split("+"))) for field, columns in said.items()}
    missing = sorted({column for columns in found.values() for column in columns} - set(names))
    if missing:
        raise ColumnsUnclear(f"The file has no column {', '.join(missing)}; it has {', '.join(names)}.")
    by_usual_name = {_usual(name): name for name in reversed(names)}
    for field, usual in USUAL.items():
        guess = next((by_usual_name[name] for name in usual if name in by_usual_name), None)
        if field not in found and guess is not None:
            number = next((by_usual_name[name] for name in HOUSE_NUMBERS if name in by_usual_name), None) if field == "address" else None
            found[field] = (number, guess) if number else (guess,)
    found = {field: columns for field, columns in found.items() if columns}
    if not set(found) - {"sex", "occupation"}:
        raise ColumnsUnclear(f"No column of the file is known to tell people apart; it has {', '.join(names)}.")
    return found


def fields_of(table: pa.Table, columns: Mapping[str, Sequence[str]]) -> pa.Table:
    """The table under our fields' names, as texts; of several columns the texts with a blank between, without those that are empty."""
    return pa.table({field: _column(table, field, theirs) for field, theirs in columns.items()})


def _usual(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _column(table: pa.Table, field: str, columns: Sequence[str]) -> pa.Array:
    if len(columns) == 1:
        values = [_text(value) for value in table[columns[0]].to_pylist()]
    else:
        rows = zip(*(table[column].to_pylist() for column in columns), strict=True)
        values = [" ".join(str(text) for value in row if (text := _text(value))) or None for row in rows]
    if field == "date_of_birth":
        values = [value if value is None else iso_date(str(value)) for value in values]
    if field in LISTS and any(isinstance(value, list) for value in values):
        values = [value if value is None or isinstance(value, list) else [value] for value in values]
    return pa.array(values)


def _text(value: Any) -> str | list[str] | None:
    if isinstance(value, list):
        return [str(item) for item in value if item is not None] or None
    text = "" if value is None else str(value).strip()
    return text or None


def iso_date(text: str) -> str:
    """A date as year-month-day, from that, eight digits, day/month/year, or a date with a time; anything else as it is."""
    day = text.split("T")[0].split(" ")[0]
    if len(day) == 8 and day.isdecimal():
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    parts = day.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdecimal() for part in parts):
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return day if len(parts) == 3 else text
