"""Street crime of data.police.uk: one event a row. Anti-social behaviour is an incident and has no Crime ID; Crime IDs repeat."""

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.policeuk_files import File, key_of, month_of, place_of, street_of
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import UNVERSIONED, Kind, Mention, Row, Statement

IDENTITY = ("Crime ID", "Month", "Reported by", "Longitude", "Latitude", "Crime type")
NOT_TAKEN: dict[str, str] = {}
_ANTI_SOCIAL = "Anti-social behaviour"


def statements_of(row: Row, feed: Feed, file: File) -> list[Statement]:
    """One event, at an anonymised point, known to the month.

    Raises:
        RowRefused: a field cannot be read.
    """
    fields = Fields(row, feed, "street")
    happened_at = month_of(fields, file)
    longitude, latitude = place_of(fields)
    crime_id, crime_type = fields.text("crime_id"), fields.need("crime_type")
    street = street_of(fields)
    content = compact(
        event_type="incident" if crime_type == _ANTI_SOCIAL else "crime",
        reference=crime_id,
        title=f"{crime_type}, {street[0].lower()}{street[1:]}" if street else crime_type,
        offence=crime_type,
        outcome=fields.text("outcome"),
        address=street,
        month=file.month,
        force=file.force,
        reported_by=fields.text("reported_by"),
        falls_within=fields.text("falls_within"),
        lsoa_code=fields.text("lsoa_code"),
        lsoa_name=fields.text("lsoa_name"),
        context=fields.text("context"),
    )
    key = key_of(row, fields, f"crime:{crime_id}" if crime_id else f"asb:{file.month}:{file.force}")
    event = Mention(Kind.EVENT, key, UNVERSIONED, file.said_at, content, happened_at=happened_at, longitude=longitude, latitude=latitude)
    return finished([event], feed)
