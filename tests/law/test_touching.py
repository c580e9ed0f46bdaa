"""What a clock could tell: 20,000 hidden records that match what is asked for let no address touch more of the database than as many that match nothing.

Beside as many that match nothing, because a larger tree is deeper whatever is in it; beside none at all it may be no more than that.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, clone, drop
from benchmarks.hidden_crowd import hide_crowd
from tests.databases import pointing_at
from tests.journeys.walking import paths_of
from tests.law.observed import SEARCHES
from tests.law.touching import touching
from tests.law.twins import VIEWERS, Twin, twins, viewer_in
from tests.law.worlds import COUNCIL, OPEN, telling

HIDDEN = 20_000
MOST_MORE = 75  # pages: where hidden entries lie between two visible markings of a key, each is looked up apart. Those of any one key fill a hundred
DEEPER = 300  # pages, for trees of 20,000 rows in place of a few: one or two a lookup. The hidden records fill more than a thousand
SECRET = "phone:447700900779"
VIEWER = "sergeant"
WALKED = ("/people", "/records", "/events", "/cases", "/things", "/search", "/shift", "/victims", "/review", "/intelligence", "/oversight")
# Indexes without the marking in its place, and a page that would then pass over what is hidden.
CARELESS = (
    ("linkage_key", "(key, record_id)", "/search?q=quillfeather"),
    ("linkage_link", "(a, b, model)", "/people/{person}"),
    ("linkage_judgement", "(a, b)", "/people/{person}"),
    ("sources_tie", "(to_id, from_id)", "/events/{event}"),
)


@dataclass(frozen=True, slots=True)
class Crowds:
    """The same visible world three times: alone, with the hidden crowd around a person and event of its own, and with it around those asked for."""

    alone: str
    elsewhere: str
    around: str


@pytest.fixture
def world(cluster: Cluster, law_base: str, tmp_path: Path) -> Iterator[tuple[Twin, Crowds]]:
    """The part of the telling world that the viewer may see, and its copies with crowds."""
    with twins(cluster, law_base, telling(), VIEWERS[VIEWER], tmp_path) as (_, own):
        crowds = Crowds(own.name, f"{own.name}_elsewhere", f"{own.name}_around")
        connections.close_all()
        try:
            for name, feed, person, event in ((crowds.elsewhere, COUNCIL, "p7", "e2"), (crowds.around, OPEN, "p0", "e0")):
                with administrator(cluster) as connection:
                    clone(connection, own.name, name)
                with administrator(cluster, name) as connection:
                    hide_crowd(
                        connection, HIDDEN, person=own.ids[feed, person], event=own.ids[feed, event], secret=SECRET if feed == OPEN else ""
                    )
            for name in (crowds.alone, crowds.elsewhere, crowds.around):
                with administrator(cluster, name) as connection:
                    connection.execute("VACUUM (ANALYZE)")
            yield own, crowds
        finally:
            connections.close_all()
            with administrator(cluster) as connection:
                drop(connection, crowds.elsewhere)
                drop(connection, crowds.around)


def touched(name: str, twin: Twin, paths: list[str]) -> dict[str, Counter[str]]:
    """Pages that each address touches in this database, by table."""
    with pointing_at(name):
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE] = viewer_in(twin, VIEWER).token
        with touching(client) as counted:
            return {path: counted.by(path) for path in dict.fromkeys(paths)}


def addresses(person: UUID, event: UUID) -> list[str]:
    """The addresses that the law walks, of pages that read records; and searches for what is visible, and for what only the hidden have."""
    searches = [f"/search?q={typed.replace(' ', '+')}" for typed in (*SEARCHES, "07700 900779")]
    walked = [path for path in paths_of({"person": [person], "event": [event], "object": []}) if path == "/" or path.startswith(WALKED)]
    return [*walked, *searches, "/things/phone/447700900771"]


def more(without: dict[str, Counter[str]], beside: dict[str, Counter[str]], most: int) -> dict[str, Counter[str]]:
    """The addresses that touch more than may be, with what they touch more of."""
    return {path: beside[path] - without[path] for path in beside if beside[path].total() - without[path].total() > most}


def test_no_address_touches_what_is_hidden(cluster: Cluster, world: tuple[Twin, Crowds]) -> None:
    twin, crowds = world
    person, event = twin.ids[OPEN, "p0"], twin.ids[OPEN, "e0"]
    with pointing_at(twin.name):
        paths = addresses(person, event)
    alone, elsewhere, around = (touched(name, twin, paths) for name in (crowds.alone, crowds.elsewhere, crowds.around))
    assert elsewhere[f"/people/{person}"].total() > 10 and elsewhere["/search?q=quillfeather"].total() > 10
    # Once more, those that did: what the server did of its own accord it does not do again.
    again = touched(crowds.around, twin, list(more(elsewhere, around, MOST_MORE)))
    assert more(elsewhere, again, MOST_MORE) == {}
    assert more(alone, elsewhere, DEEPER) == {}

    with administrator(cluster, crowds.around) as connection:  # this test would notice if an index forgot the marking
        for table, columns, _ in CARELESS:
            for (index,) in connection.execute(
                "SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indrelid = %s::regclass", [table]
            ).fetchall():
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {index}")
                connection.execute(f"DROP INDEX IF EXISTS {index}")
            connection.execute(f"CREATE INDEX ON {table} {columns}")
    for _, columns, page in CARELESS:
        path = page.format(person=person, event=event)
        assert more(elsewhere, touched(crowds.around, twin, [path]), MOST_MORE) != {}, columns
