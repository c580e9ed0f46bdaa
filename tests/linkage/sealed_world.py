"""A world with a secret in it: Alan Barrowclough, known to the police, is relocated as Conrad Dunmore; officers, one keeper and another."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from beatbook.access.actions import add_caveat, add_people, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.linkage.actions import Choice, Sealing, link_new_records, seal_identity
from beatbook.sources.actions import load_paths
from beatbook.sources.feeds import Feed
from beatbook.sources.identity import record_id, site_key
from beatbook.sources.seals import Kind
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from tests.linkage.worlds import people
from tests.sources.worlds import line_feed, person, said, tied, write_lines

OLD = {"forenames": "Alan", "surname": "Barrowclough", "date_of_birth": "1980-05-06", "sex": "M", "pnc_id": "98/45678K",
       "phones": ["07700 900111"], "address": "4 Mill Lane", "postcode": "ZZ1 1AA"}  # fmt: skip
NEW = {"forenames": "Conrad", "surname": "Dunmore", "date_of_birth": "1981-03-04", "sex": "M", "pnc_id": "98/45678K",
       "phones": ["07700 900222"], "emails": ["c.dunmore@example.org"], "address": "9 Larchfield Hill", "postcode": "ZZ9 9ZZ"}  # fmt: skip
SECRETS = ("Dunmore", "dunmore", "900222", "c.dunmore", "9 Larchfield Hill", "larchfield", "AB51ABC", "New home visit")
FEED = line_feed("test-lines", refresh_minutes=60)


def identifier(key: str) -> UUID:
    """The id of a record of the feed."""
    return record_id(site_key(settings.SECRET_KEY), FEED.code, key)


def staff() -> dict[str, Viewer]:
    """A response officer, an analyst with every other caveat, and two keepers, each with a task."""
    for code in ("PP-WITNESS", "COVERT"):
        add_caveat(code, kind="compartment", title=code)
    police = ("test", "Test Police")
    high = Classification.OFFICIAL_SENSITIVE
    add_people(
        [
            Person("low", "Low", Role.RESPONSE, *police),
            Person("sergeant", "Sergeant", Role.SERGEANT, *police, clearance=high),
            Person("analyst", "Analyst", Role.ANALYST, *police, clearance=high, caveats=("COVERT",)),
            Person("keeper", "Keeper", Role.KEEPER, *police, clearance=high, caveats=("COVERT", "PP-WITNESS")),
            Person("second", "Second keeper", Role.KEEPER, *police, clearance=high, caveats=("COVERT", "PP-WITNESS")),
        ]
    )
    found = {name: sign_in(name) for name in ("low", "sergeant", "analyst", "keeper", "second")}
    for viewer in found.values():
        start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    return found


def crowd() -> list[dict[str, Any]]:
    """Records of forty other people, two of each, and an event of each, from which a model can be learnt."""
    rows: list[dict[str, Any]] = []
    for number, content in enumerate(people(40, seed=5)):
        rows += [person(f"c{number}a", **content), person(f"c{number}b", **content)]
        rows += [said(f"e{number}", title=f"Theft {number}", reference=f"R/{number:04d}"), tied(f"c{number}a", f"e{number}")]
    return rows


def old_side() -> list[dict[str, Any]]:
    """What is known of the old identity, and shall stay so."""
    return [person("old1", **OLD), person("old2", **OLD), said("oldevent", title="Old theft", day=2), tied("old1", "oldevent")]


def new_side() -> list[dict[str, Any]]:
    """The secret: the new identity in two records, an event and a car of theirs."""
    return [
        person("new1", **NEW), person("new2", **{**NEW, "forenames": "Con"}),
        said("newevent", title="New home visit", day=3), tied("new1", "newevent", "victim"),
        {**said("car"), "kind": "object", "content": {"object_type": "vehicle", "registration": "AB51 ABC"}}, tied("new1", "car", "keeper"),
    ]  # fmt: skip


def load(folder: Path, name: str, *rows: Any, feed: Feed = FEED) -> LoadSummary:
    """Loads these rows as one file."""
    return load_paths(feed, [write_lines(folder / f"{name}.jsonl", *rows)])


def seal(keeper: Viewer, *keys: str, beside: tuple[str, ...] = ("old1", "old2"), **more: Any) -> Sealing:
    """Seals these records."""
    chosen = frozenset(identifier(key) for key in keys or ("new1", "new2"))
    choice = Choice(
        "Operation Heron", Kind.WITNESS, "Relocated under SOCPA 2005.", "PP-WITNESS", chosen, frozenset(map(identifier, beside))
    )
    return seal_identity(keeper, Choice(**{**{f: getattr(choice, f) for f in choice.__slots__}, **more}))


def begin(folder: Path) -> None:
    """The crowd, the old side and the secret, loaded and linked."""
    load(folder, "crowd", *crowd())
    load(folder, "old", *old_side())
    load(folder, "new", *new_side())
    link_new_records()


def everything_readable(viewer: Viewer) -> dict[str, list[str]]:
    """Every row of every table that the web role may read as this viewer, as text: whatever the catalogue holds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
            " AND has_any_column_privilege('beatbook_app', oid, 'SELECT') AND has_table_privilege('beatbook_app', oid, 'SELECT')"
        )
        tables = sorted(row[0] for row in cursor.fetchall())
    from beatbook.db.viewing import viewing

    found = {}
    with viewing(viewer) as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found
