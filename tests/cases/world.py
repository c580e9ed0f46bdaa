"""One investigation of which several records speak, some of them hidden from an officer without the DA caveat; and the people who work on it.

Every row is said on a day of January 2026; `TODAY` is the 20th, a Tuesday.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from beatbook.access.actions import add_caveat, add_people, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.linkage.actions import link_new_records
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from tests.linkage.sealed_world import crowd, identifier, load
from tests.sources.worlds import person, said, tied

TODAY = date(2026, 1, 20)
NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
HIDING = {"marking": "OFFICIAL-SENSITIVE", "caveats": ["DA"]}
VICTIM = {"forenames": "Wendy", "surname": "Larkfield", "date_of_birth": "1988-02-03", "sex": "F", "phones": ["07700 900771"]}
SUSPECT = {"forenames": "Dale", "surname": "Oxley", "date_of_birth": "1985-06-07", "sex": "M", "phones": ["07700 900772"]}


def officers() -> dict[str, Viewer]:
    """A response officer, a second one, a sergeant who holds DA, an analyst without it, and somebody of the council; each with a task."""
    add_caveat("DA", kind="caveat", title="Domestic abuse")
    police = ("test", "Test Police")
    high = Classification.OFFICIAL_SENSITIVE
    add_people(
        [
            Person("low", "PC 1 Low", Role.RESPONSE, *police),
            Person("other", "PC 2 Other", Role.INVESTIGATOR, *police),
            Person("high", "PS 3 High", Role.SERGEANT, *police, clearance=high, caveats=("DA",)),
            Person("analyst", "Analyst 4", Role.ANALYST, *police, clearance=high),
            Person("council", "Council 5", Role.PARTNER, organisation_code="council", organisation="Council", organisation_kind="partner"),
        ]
    )
    found = {name: sign_in(name) for name in ("low", "other", "high", "analyst", "council")}
    for viewer in found.values():
        start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    return found


def event(key: str, happened: int, **content: Any) -> dict[str, Any]:
    """An event that happened on a day of January 2026."""
    return {**said(key, **content), "happened": happened}


def matter() -> list[dict[str, Any]]:
    """A crime, the log of the call, an arrest, an outcome, an exhibit and a task of other systems, and a hidden arrest and person."""
    return [
        event("crime", 5, event_type="crime", title="Burglary", reference="44/0005001/26", other_references=["20260105-1"],
             status="Under investigation", reported_at="2026-01-05T10:00:00+00:00", recorded_by="PC 1"),
        event("log", 5, event_type="incident", title="Crime reported", reference="20260105-1"),
        event("arrest", 7, event_type="custody", title="Arrested on suspicion of burglary", reference="TC/26/0001",
             other_references=["44/0005001/26"], outcome="Released under investigation", happened_until="2026-01-07T18:00:00+00:00"),
        event("task", 8, event_type="task", title="Collect CCTV", reference="TASK/0001", other_references=["44/0005001/26"], status="Open"),
        {**said("knife"), "kind": "object", "content": {"object_type": "weapon", "description": "Kitchen knife", "other_references": ["44/0005001/26"]}},
        {**said("laptop"), "kind": "object", "content": {"object_type": "property", "description": "Silver laptop", "serial_number": "SN1"}},
        person("victim", **VICTIM), person("caller", **VICTIM), person("suspect", **SUSPECT), person("detainee", **SUSPECT),
        tied("victim", "crime", "victim"), tied("caller", "log", "caller"), tied("suspect", "crime", "suspect"),
        tied("detainee", "arrest", "detained"), tied("laptop", "crime", "stolen"),
        {**event("hidden arrest", 9, event_type="custody", title="Arrested at home", reference="TC/26/0002",
                other_references=["44/0005001/26"], outcome="No further action", happened_until="2026-01-09T18:00:00+00:00"), **HIDING},
        {**person("hidden witness", forenames="Nell", surname="Quayle", date_of_birth="1970-01-01"), **HIDING},
        tied("hidden witness", "crime", "witness"),
        event("other crime", 12, event_type="crime", title="Theft from a shop", reference="44/0005002/26", status="Under investigation"),
        person("again", **SUSPECT), tied("again", "other crime", "suspect"),
        event("two crimes", 13, event_type="custody", title="Arrested for both", reference="TC/26/0003",
             other_references=["44/0005001/26", "44/0005002/26"], outcome="Released on bail", bail_date="2026-01-26",
             happened_until="2026-01-13T09:00:00+00:00"),
    ]  # fmt: skip


def begin(folder: Path) -> dict[str, Viewer]:
    """The world, loaded and linked; its officers."""
    viewers = officers()
    load(folder, "crowd", *crowd())
    load(folder, "matter", *matter())
    link_new_records()
    return viewers


def ids(*keys: str) -> set[UUID]:
    """Ids of records by their keys."""
    return {identifier(key) for key in keys}


def take_hidden_away() -> int:
    """Deletes every record with the DA caveat and all that hangs on it; how many records."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT vis FROM access_marking WHERE 'DA' = ANY (caveats)")
        hidden = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r'"
            " AND a.attname IN ('vis', 'va', 'vb') AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'sources_staged'"
            " AND c.relname <> 'access_marking' AND has_table_privilege('beatbook_ingest', c.oid, 'DELETE') GROUP BY c.relname ORDER BY c.relname"
        )
        for table, columns in cursor.fetchall():
            condition = " OR ".join(f"{column} = ANY (%(hidden)s)" for column in columns)
            cursor.execute(f"DELETE FROM {table} WHERE {condition}", {"hidden": hidden})
            gone = cursor.rowcount if table == "sources_record" else None
            if gone is not None:
                found = gone
    return int(found)
