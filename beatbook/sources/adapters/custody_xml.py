"""Custody exported as XML, one `CustodyRecord` a detention: the detention, the detainee with warnings, and the next of kin."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.nested import read_elements
from beatbook.sources.adapters.people import is_anybody, person_content, warning
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Kind, Mention, Row, Statement, Tie

NOT_TAKEN = {"CellNumber": "where in the building; nothing outside custody needs it"}
_REPEATED = frozenset({"Warning", "CrimeNumber", "Alias"})


def sorts(file_name: str) -> str | None:
    """The product's own naming: `custody-2026.xml`."""
    return "detention" if fnmatchcase(file_name.lower(), "custody*.xml") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each custody record.

    Raises:
        FileRefused: empty, not XML, without custody records, or declaring entities.
    """
    return read_elements(name, stream, "CustodyRecord", _REPEATED)


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one custody record says.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "detention")
    fields.refuse_unknown("detention", NOT_TAKEN)
    said_at, number, version = fields.said("updated"), fields.need("number"), fields.whole("version")
    marking = fields.marking("marking", "caveats")
    custody, detainee, kin = f"custody:{number}", f"detainee:{number}", f"kin:{number}"
    warnings = [
        warning(each, "date", *(each.text(part) for part in ("code", "label", "source", "date", "expires")))
        for each in fields.parts("warnings", "warning")
    ]
    aliases = [each.text("text") for each in fields.parts("aliases", "alias")]
    content = compact(**person_content(fields), custody_number=number, warnings=warnings)
    if aliases:
        content["other_names"] = aliases
    statements: list[Statement] = [
        Mention(Kind.EVENT, custody, version, said_at, _detention(fields, number), fields.happened("arrived", said_at), marking),
        Mention(Kind.PERSON, detainee, version, said_at, content, None, marking),
        Tie(detainee, custody, "detained", said_at),
    ]
    other = person_content(fields, prefix="kin_")
    if is_anybody(other):
        relation = fields.code("relationship", "relationship", default="next of kin")
        other = compact(**other, description=f"{fields.text('relationship').capitalize()} of the detained person" if relation else "")
        statements += [Mention(Kind.PERSON, kin, version, said_at, other, None, marking), Tie(detainee, kin, "next of kin", said_at)]
        if relation in ("parent", "child", "partner"):
            statements.append(Tie(kin, detainee, relation, said_at))
    return finished(statements, feed)


def _detention(fields: Fields, number: str) -> dict[str, object]:
    offence, released = fields.text("offence"), fields.moment("released")
    crimes = [each.text("text") for each in fields.parts("crimes", "crime")]
    return compact(
        event_type="custody",
        reference=number,
        title=f"Arrested on suspicion of {offence[:1].lower()}{offence[1:]}" if offence else "Detained",
        offence=offence,
        offence_code=fields.text("offence_code"),
        status="Released" if released else "In custody",
        outcome=fields.code("disposal", "disposal"),
        summary=fields.text("grounds"),
        premises_name=f"{fields.text('station')} custody" if fields.text("station") else "",
        happened_until=released.isoformat() if released else "",
        bail_date=fields.day("bail"),
        other_references=crimes,
    )
