"""Outcomes of data.police.uk: one event a row, tied to every crime that bears its Crime ID, so that a crime has its history."""

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.policeuk_files import File, key_of, month_of, place_of, street_of
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import UNVERSIONED, Kind, Mention, Row, Statement, Tie

IDENTITY = ("Crime ID", "Month", "Reported by", "Outcome type")
NOT_TAKEN: dict[str, str] = {}


def statements_of(row: Row, feed: Feed, file: File) -> list[Statement]:
    """One outcome, known to the month, and its tie to the crime.

    Raises:
        RowRefused: a field cannot be read.
    """
    fields = Fields(row, feed, "outcomes")
    happened_at = month_of(fields, file)
    longitude, latitude = place_of(fields)
    crime_id, outcome = fields.text("crime_id"), fields.need("outcome")
    content = compact(
        event_type="outcome",
        reference=crime_id,
        title=outcome,
        outcome=outcome,
        address=street_of(fields),
        month=file.month,
        force=file.force,
        reported_by=fields.text("reported_by"),
        falls_within=fields.text("falls_within"),
        lsoa_code=fields.text("lsoa_code"),
        lsoa_name=fields.text("lsoa_name"),
    )
    key = key_of(row, fields, f"outcome:{crime_id}" if crime_id else f"outcome:{file.month}:{file.force}")
    said: list[Statement] = [
        Mention(Kind.EVENT, key, UNVERSIONED, file.said_at, content, happened_at=happened_at, longitude=longitude, latitude=latitude)
    ]
    if crime_id:
        said.append(Tie(key, f"crime:{crime_id}", "outcome of", file.said_at, to_group=True))
    return finished(said, feed)
