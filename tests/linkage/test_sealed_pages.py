"""After an identity is sealed, the pages of review, of models and of oversight show nothing of it to anybody but its keepers."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from beatbook.db.viewing import viewing
from beatbook.linkage.actions import record_judgement
from beatbook.linkage.persons import Verdict
from beatbook.linkage.review import Kind
from beatbook.linkage.reviewing.actions import begin_day, claim_item, set_size
from beatbook.linkage.reviewing.queries import held_by, items_of_day, left_over, own_item, team_figures, waiting_pairs
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.sealed_world import SECRETS, begin, everything_readable, identifier, seal, staff
from tests.sources.conftest import lines_adapter  # noqa: F401
from tests.sources.worlds import one

BELOW = ("low", "sergeant", "analyst")
PAGES = ("/review", "/review/team", "/models", "/oversight?days=28", "/oversight/looks.csv?days=28")


@pytest.fixture
def people_at_work(database: str) -> dict[str, Viewer]:
    return staff()


def pages(viewer: Viewer, *more: str) -> str:
    """Every page of these that the viewer may open, as one text."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return "\n".join(client.get(path).content.decode() for path in (*PAGES, *more))


def put_on_list(viewer: Viewer, a: UUID, b: UUID) -> UUID:
    """An item of the viewer's own list of today, as `begin_day` adds it."""
    item_id, (first, second), day = uuid4(), sorted((a, b)), timezone.localdate()
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO linkage_reviewitem (id, a, b, owner, team, day, place, kind, first_day, va, vb)"
            " SELECT %s, f.id, s.id, %s, 'test/', %s, 0, %s, %s, f.vis, s.vis FROM sources_record f, sources_record s WHERE f.id = %s AND s.id = %s",
            [item_id, viewer.user_id, day, Kind.NEAR.value, day, first, second],
        )
    return item_id


def test_what_was_on_lists_claimed_and_looked_at_is_gone(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    secret, known, day = identifier("new1"), identifier("old1"), timezone.localdate()
    items = {}
    for name in BELOW:
        viewer = people_at_work[name]
        items[name] = put_on_list(viewer, secret, known)
        claim_item(own_item(items[name], viewer=viewer, day=day), viewer=viewer)  # type: ignore[arg-type]
        record_judgement(viewer, secret, known, Verdict.SAME, "Dunmore told me he was Barrowclough")
        assert "Dunmore" in pages(viewer, f"/review/{items[name]}", f"/people/{secret}")
    assert "Dunmore" in pages(people_at_work["sergeant"])
    before = {name: team_figures(viewer=people_at_work[name], day=day) for name in BELOW}

    seal(people_at_work["keeper"])

    for name in BELOW:
        viewer = people_at_work[name]
        shown = pages(viewer, f"/review/{items[name]}", f"/people/{secret}")
        assert [word for word in (*SECRETS, str(secret), str(items[name])) if word in shown] == [], name
        assert items_of_day(viewer=viewer, day=day) == [] == left_over(viewer=viewer, day=day + timedelta(days=1))
        assert held_by([(min(secret, known), max(secret, known))], viewer=viewer) == {}
        figures = team_figures(viewer=viewer, day=day)
        assert figures.cleared == () != before[name].cleared and sum(band.judged for band in figures.bands) == 0
        rows = everything_readable(viewer)
        tables = ("linkage_reviewitem", "linkage_reviewclaim", "linkage_judgement")
        assert [row for table in tables for row in rows[table] if str(secret) in row] == []
    assert one("SELECT count(*) FROM linkage_reviewitem WHERE %s IN (a, b)", secret) == 3
    assert (
        Client(headers={"Cookie": f"{settings.SESSION_COOKIE}={people_at_work['sergeant'].token}"}).get("/review/team").status_code == 200
    )


def test_no_new_list_asks_about_what_is_sealed(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    seal(people_at_work["keeper"])
    hidden, day = {identifier(key) for key in ("new1", "new2")}, timezone.localdate()
    for name in (*BELOW, "keeper"):
        viewer = people_at_work[name]
        set_size(200, viewer=viewer)
        waiting = {end for pair in waiting_pairs(viewer=viewer, day=day) for end in (pair.a, pair.b)}
        assert name == "keeper" or not waiting & hidden
        assert name == "keeper" or not any({item.a, item.b} & hidden for item in begin_day(viewer=viewer, day=day))
