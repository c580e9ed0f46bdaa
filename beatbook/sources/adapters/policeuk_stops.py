"""Stop and search of data.police.uk: one event a row. Nobody is named, so no person is made of it; latitude comes before longitude."""

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.policeuk_files import File, key_of, place_of, truth_of
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import UNVERSIONED, Kind, Mention, Row, Statement

IDENTITY = (
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
)
NOT_TAKEN: dict[str, str] = {}


def statements_of(row: Row, feed: Feed, file: File) -> list[Statement]:
    """One stop, to the minute, at an anonymised point.

    Raises:
        RowRefused: a field cannot be read.
    """
    fields = Fields(row, feed, "stops")
    longitude, latitude = place_of(fields)
    fields.need("date")
    sort = fields.need("type")
    sought = fields.text("object_of_search")
    content = compact(
        event_type="stop-search",
        title=f"{sort}: {sought.lower()}" if sought else sort,
        search_type=sort,
        month=file.month,
        force=file.force,
        operation=truth_of(fields, "operation"),
        operation_name=fields.text("operation_name"),
        gender=fields.text("gender"),
        age_range=fields.text("age_range"),
        self_defined_ethnicity=fields.text("self_defined_ethnicity"),
        officer_defined_ethnicity=fields.text("officer_defined_ethnicity"),
        legislation=fields.text("legislation"),
        object_of_search=sought,
        outcome=fields.text("outcome"),
        outcome_linked_to_object=truth_of(fields, "outcome_linked"),
        more_than_outer_clothing=truth_of(fields, "more_than_outer_clothing"),
    )
    stop = Mention(
        Kind.EVENT,
        key_of(row, fields, f"stop:{file.month}:{file.force}"),
        UNVERSIONED,
        file.said_at,
        content,
        happened_at=fields.moment("date"),
        longitude=longitude,
        latitude=latitude,
    )
    return finished([stop], feed)
