"""What a viewer may not see changes nothing that they can see: every page is the same, byte for byte, when the hidden rows are taken away.

The county is loaded and linked whole; each viewer's answers are kept; then everything hidden from them is deleted and they ask again. Guessed ids of
hidden records are asked for too. So that nothing passes because both sides are empty, each case first shows that there is something to hide and
something to see.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import get_resolver, resolve

from beatbook.access.actions import sign_in
from beatbook.audit.actions import start_task
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from tests.journeys.walking import EVENTS, MARKED, NOT_WALKED, PEOPLE, TEAM_TABLES, answers, calls_of, changed_lines, markings_of, paths_of
from tests.test_routes import patterns


@pytest.fixture
def superuser(millshire: str) -> Iterator[object]:
    """A cursor that no policy binds, on this test's own county."""
    with administrator(cluster_of_settings(), millshire) as connection:
        connection.execute("UPDATE sources_spoken SET last_loaded_at = now() - interval '1 year'")  # no feed turns late between two answers
        yield connection


@pytest.mark.parametrize("username", ["response", "neighbourhood", "partner", "sergeant", "registrar", "contact"])
def test_hidden_rows_change_nothing(username: str, superuser) -> None:
    viewer = sign_in(username)
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    seen = markings_of(viewer)
    raise_alerts(superuser, seen)
    ids = sampled(superuser, seen)
    before = answers(viewer, ids)
    hidden = take_away(superuser, seen)
    superuser.execute("DELETE FROM search_recent")  # the viewer's own searches of the first walk
    after = answers(viewer, ids)

    assert hidden["sources_record"] > 30 and hidden["linkage_link"] > 20 and hidden["sources_tie"] > 20
    assert hidden["tension_alert"] > 0 and hidden["tension_alertstep"] > 0
    assert sum(body.startswith(b"200") for body in after.values()) > len(after) / 4
    different = [path for path in before if before[path] != after[path]]
    assert {path: changed_lines(before[path], after[path]) for path in different} == {}


def test_every_address_is_walked_or_says_why_not(module_millshire: str) -> None:
    nobody = {kind: [UUID(int=1)] for kind in ("person", "event", "object")}
    walked = {resolve(path.partition("?")[0]).url_name for path in (*paths_of(nobody), *calls_of(nobody))}
    known = {pattern.name for pattern in patterns(get_resolver())}
    assert known - walked - set(NOT_WALKED) == set()
    assert set(NOT_WALKED) - known == set() and walked & set(NOT_WALKED) == set()


def raise_alerts(superuser, seen: list[int]) -> None:
    """An alert at a marking that the viewer holds and one at a marking that they do not, each with what its owner did."""
    for number, operator in enumerate(("= ANY", "<> ALL"), 1):
        vis = superuser.execute(f"SELECT vis FROM sources_record WHERE vis {operator} (%s) ORDER BY id LIMIT 1", [seen]).fetchone()[0]
        owner = superuser.execute("SELECT id FROM access_user WHERE username = 'sergeant'").fetchone()[0]
        facts = [UUID(int=number), vis, f"word{number}", owner]
        superuser.execute(
            "INSERT INTO tension_alert (id, vis, feed, sort, kind, area, word, week, weeks, came, usual, chance, series, counts, owner, owner_name)"
            " VALUES (%s, %s, 'millshire-crime', 'word', '', '', %s, '2026-11-09', 1, 9, 1.5, 1e-5, 100, '[[\"2026-11-09\", 9]]', %s, 'Gwen')",
            facts,
        )
        superuser.execute(
            "INSERT INTO tension_alertstep (id, alert_id, vis, written_by, step, reason) VALUES (gen_random_uuid(), %s, %s, %s, 'acknowledged', '')",
            [facts[0], vis, owner],
        )


def sampled(superuser, seen: list[int]) -> dict[str, list[UUID]]:
    """Ids of records, half of them visible to the viewer and half hidden; those about the story's people first."""
    found: dict[str, list[UUID]] = {}
    for kind, most in (("person", PEOPLE), ("event", EVENTS), ("object", EVENTS)):
        found[kind] = []
        for operator in ("= ANY", "<> ALL"):
            rows = superuser.execute(
                f"SELECT id FROM sources_record WHERE kind = %s AND vis {operator} (%s)"
                " ORDER BY (content::text LIKE '%%Marsh%%') DESC, id LIMIT %s",
                [kind, seen, most],
            ).fetchall()
            found[kind] += [row[0] for row in rows]
    for table in TEAM_TABLES:
        found[table] = [row[0] for row in superuser.execute(f"SELECT id FROM neighbourhoods_{table} ORDER BY id").fetchall()]
    found["alert"] = [row[0] for row in superuser.execute("SELECT id FROM tension_alert ORDER BY id").fetchall()]
    return found


def take_away(superuser, seen: list[int]) -> dict[str, int]:
    """Deletes every row that the viewer may not see, and says how many of each table."""
    gone = {}
    for table, columns in MARKED.items():
        condition = " OR ".join(f"{column} <> ALL (%(seen)s)" for column in columns)
        gone[table] = superuser.execute(f"DELETE FROM {table} WHERE {condition}", {"seen": seen}).rowcount
    return gone
