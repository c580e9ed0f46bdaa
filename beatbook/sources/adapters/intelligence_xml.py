"""Intelligence exported as XML, one `Report` a report, graded 3x5x2.

A report is an assessment unless the source is reliable and knew at first hand (1 A): only then are its ties fact. Source: College of
Policing, intelligence report guidance (3x5x2).
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.nested import read_elements
from beatbook.sources.adapters.people import person_content, place_line, vehicle_content
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Basis, Kind, Mention, Row, Statement, Tie

NOT_TAKEN: dict[str, str] = {}
_REPEATED = frozenset({"Subject", "Vehicle", "AssociateOf"})
_SOURCES, _INFORMATION, _HANDLING = ("1", "2", "3"), ("A", "B", "C", "D", "E"), ("P", "C")


def sorts(file_name: str) -> str | None:
    """The product's own naming: `reports.xml`."""
    return "report" if fnmatchcase(file_name.lower(), "*reports*.xml") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each report.

    Raises:
        FileRefused: empty, not XML, without reports, or declaring entities.
    """
    return read_elements(name, stream, "Report", _REPEATED)


def _graded(fields: Fields, name: str, among: tuple[str, ...]) -> str:
    value = fields.need(name)
    if value not in among:
        raise fields.refused(name, f"“{value[:20]}” is not a 3x5x2 grade ({', '.join(among)})")
    return value


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one report says.

    Raises:
        RowRefused: a field cannot be read, a grade is none of 3x5x2, or the marking is above OFFICIAL.
    """
    fields = Fields(row, feed, "report")
    fields.refuse_unknown("report", NOT_TAKEN)
    said_at, number, version = fields.said("updated"), fields.need("number"), fields.whole("version")
    source = _graded(fields, "source_grade", _SOURCES)
    known = _graded(fields, "information_grade", _INFORMATION)
    handling = _graded(fields, "handling", _HANDLING)
    marking = fields.marking("marking", "compartment", extra=("C",) if handling == "C" else ())
    basis = Basis.FACT if (source, known) == ("1", "A") else Basis.OPINION
    report = f"report:{number}"
    content = compact(
        event_type="intelligence",
        reference=number,
        title=fields.text("title") or "Intelligence report",
        summary=fields.text("text"),
        grading=f"{source}{known}{handling}",
        handling_conditions=fields.text("conditions"),
        address=place_line(fields, "address", "town"),
        postcode=fields.text("postcode"),
        recorded_by=fields.text("officer"),
    )
    point = fields.degrees("longitude", 180), fields.degrees("latitude", 90)
    happened = fields.happened("happened", said_at)
    statements: list[Statement] = [Mention(Kind.EVENT, report, version, said_at, content, happened, marking, *point)]
    for subject in fields.parts("subjects", "subject"):
        key = f"subject:{number}:{subject.whole('id')}"
        statements.append(Mention(Kind.PERSON, key, version, said_at, person_content(subject), None, marking))
        statements.append(Tie(key, report, "subject", said_at, basis))
        for other in subject.parts("associates", "associate"):
            statements.append(Tie(key, f"subject:{number}:{other.whole('text')}", "associate", said_at, basis))
    for vehicle in fields.parts("vehicles", "vehicle"):
        key = f"vehicle:{number}:{vehicle.whole('id')}"
        statements.append(Mention(Kind.OBJECT, key, version, said_at, vehicle_content(vehicle), None, marking))
        statements.append(Tie(key, report, "involved", said_at, basis))
    return finished(statements, feed)
