"""A person as every product writes one: the same content whatever the columns were called."""

from typing import Any

from beatbook.sources.adapters.fields import Fields, compact
from beatbook.sources.statements import RowRefused
from beatbook.vocabulary.dates import NotADate, read_iso_date


def person_content(fields: Fields, *, prefix: str = "") -> dict[str, Any]:
    """Content of a person from the fields `forenames`, `surname`, `born` and so on, each after the prefix."""

    def text(name: str) -> str:
        return fields.text(prefix + name)

    line, town, known_as = text("address"), text("town"), text("known_as")
    phones = [phone for phone in (text("phone"), text("phone_2")) if phone]
    email = text("email")
    return compact(
        forenames=text("forenames"),
        surname=text("surname"),
        other_names=[known_as] if known_as else [],
        sex=fields.code(prefix + "sex", "sex"),
        date_of_birth=fields.born(prefix + "born"),
        phones=phones,
        emails=[email] if email else [],
        address=f"{line}, {town}" if line and town else line,
        postcode=text("postcode"),
        pnc_id=text("pnc_id"),
        occupation=text("occupation"),
        ethnicity=fields.code(prefix + "ethnicity", "ethnicity"),
        nationality=text("nationality"),
    )


def is_anybody(content: dict[str, Any]) -> bool:
    """Whether a person's content says who it is at all."""
    return any(name in content for name in ("forenames", "surname", "phones", "pnc_id", "date_of_birth"))


def warning(fields: Fields, column: str, code: str, label: str, source: str, given: str, expires: str) -> dict[str, str]:
    """One warning marker; a date that is none is refused under its column."""
    try:
        days = [read_iso_date(day).isoformat() if day else "" for day in (given, expires)]
    except NotADate as refusal:
        raise RowRefused(fields.column(column), str(refusal)) from None
    return compact(code=code, label=label, source=source, date=days[0], expires=days[1])


def warnings_in(fields: Fields, column: str) -> list[dict[str, str]]:
    """Warnings written in one field as `code|label|source|date|expires;...`."""
    result = []
    for part in filter(None, fields.text(column).split(";")):
        values = part.split("|")
        if len(values) != 5:
            raise fields.refused(column, f"“{part[:60]}” is not code|label|source|date|expires")
        code, label, source, given, expires = values
        result.append(warning(fields, column, code, label, source, given, expires))
    return result


def place_line(fields: Fields, line: str, town: str) -> str:
    """An address line with its town."""
    street, place = fields.text(line), fields.text(town)
    return f"{street}, {place}" if street and place else street or place


def vehicle_content(fields: Fields, *, prefix: str = "") -> dict[str, Any]:
    """Content of a vehicle from `registration`, `make`, `model`, `colour`."""
    return compact(
        object_type="vehicle",
        registration=fields.text(prefix + "registration"),
        make=fields.text(prefix + "make"),
        model=fields.text(prefix + "model"),
        colour=fields.text(prefix + "colour"),
    )
