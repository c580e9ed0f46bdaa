"""The past is thinned: what no kept screen can need goes, all else stays, and a replay says from when on it can show anything."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from beatbook.linkage.actions import link_new_records
from beatbook.stewardship.actions import thinning
from beatbook.stewardship.actions.thinning import thin_past
from beatbook.stewardship.queries import screens_of
from beatbook.stewardship.queries.screens import kept_since
from beatbook.stewardship.views.drawing import NotReplayable, draw
from beatbook.vocabulary.viewer import Viewer
from tests.access.test_attacks import client_of
from tests.cases.conftest import world  # noqa: F401 (a fixture)
from tests.cases.world import VICTIM
from tests.linkage.sealed_world import identifier, load
from tests.sources.worlds import person as mention
from tests.stewardship.test_removing import removers  # noqa: F401 (a fixture)

DAYS = 30
NOW = timezone.now()


def past_of(key: str) -> list[str]:
    """The surnames that one record had, of which the past is kept."""
    with connections["purger"].cursor() as cursor:
        cursor.execute("SELECT p.content ->> 'surname' FROM past.sources_record p WHERE p.id = %s ORDER BY p.born", [identifier(key)])
        return [name for (name,) in cursor.fetchall()]


def renamed(folder: Path, version: int, surname: str) -> None:
    """The victim's record says another surname from now on."""
    load(folder, f"version {version}", mention("victim", **VICTIM | {"surname": surname}) | {"version": version})
    link_new_records()


def looked(viewer: Viewer) -> UUID:
    """This viewer opens the victim's page; the newest line of the log."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    assert client.get(f"/people/{identifier('victim')}").status_code == 200
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT id FROM audit_event WHERE user_id = %s ORDER BY at DESC LIMIT 1", [viewer.user_id])
        return cursor.fetchone()[0]


def test_only_what_no_kept_screen_needs_goes(removers: dict[str, Viewer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    low, reader = removers["low"], removers["dpo"]
    monkeypatch.setattr(thinning, "BLOCKS", 1)
    looked(low)
    renamed(tmp_path, 2, "Longago")
    renamed(tmp_path, 3, "Before")
    assert thin_past(days=DAYS, now=NOW - timedelta(days=40)) is None  # the first mark: nothing is old enough yet
    looked(low)
    renamed(tmp_path, 4, "Lately")
    old = past_of("victim")
    assert old[1:] == ["Longago", "Before"]
    assert kept_since(viewer=reader).day is None

    found = thin_past(days=DAYS, now=NOW)
    assert found is not None and found.rows["sources_record"] >= 2 and found.before == NOW - timedelta(days=40)
    assert past_of("victim") == ["Before"]
    assert thin_past(days=DAYS, now=NOW).rows == {}  # nothing twice
    later, earlier = [one for one in screens_of(low.user_id, timezone.now(), viewer=reader) if one.path.startswith("/people/")]
    assert "Before" in draw(later, viewer=reader).markup
    with pytest.raises(NotReplayable, match=r"the past before .* is not kept"):
        draw(earlier, viewer=reader)
    client, _ = client_of("dpo")
    page = client.get(f"/replay?looker={low.user_id}&at=2099-01-01T00:00").content.decode()
    assert "No: the past before" in page and "What tables said before" in page
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT detail -> 'rows' ->> 'sources_record' FROM audit_event WHERE kind = 'thinning'")
        assert cursor.fetchall() == [(str(found.rows["sources_record"]),)]


def test_a_day_is_marked_once_and_old_marks_go(removers: dict[str, Viewer]) -> None:  # noqa: F811
    for days in (60, 60, 50, 40, 0):
        thin_past(days=DAYS, now=NOW - timedelta(days=days))
    with connections["purger"].cursor() as cursor:
        cursor.execute("SELECT m.at, m.thinned_at IS NOT NULL FROM stewardship_pastmark m ORDER BY m.at")
        marks = cursor.fetchall()
    assert [one for one, _ in marks] == sorted({one for one, _ in marks})
    assert all(at >= NOW - timedelta(days=60) for at, _ in marks)
