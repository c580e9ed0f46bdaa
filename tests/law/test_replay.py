"""Replay: after a history of new versions, markings, grants, judgements, models and removals, every screen comes back as it was shown."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.linkage.actions import link_new_records, record_judgement, undo_judgement
from beatbook.linkage.actions.modelling import publish_model, train_model
from beatbook.linkage.persons import Verdict
from beatbook.linkage.reviewing.actions import begin_day
from beatbook.sources.actions import load_paths
from beatbook.stewardship.queries import screen_of
from beatbook.stewardship.redrawing import still
from beatbook.stewardship.views.drawing import NotReplayable, draw
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import clock
from tests.databases import pointing_at
from tests.journeys.walking import MARKED, markings_of
from tests.law.twins import EVERYTHING, VIEWERS, Twin, twins, viewer_in
from tests.law.worlds import FEEDS, OPEN, telling
from tests.linkage.worlds import mentions, put_records

SEARCHES = ("quillfeather", "thurstan 1981", "07700 900771", "44/770000/26", "quarrell")
REVIEWING = ["/review", "/review/team", "/how-scores-work"]
READER = "reader"


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen as it was shown, and the line of the log that says so."""

    moment: str
    username: str
    path: str
    status: int
    markup: str
    event_id: UUID


@pytest.fixture
def world(cluster: Cluster, law_base: str, tmp_path: Path) -> Iterator[Twin]:
    """The telling world, whole, with somebody who may replay."""
    with twins(cluster, law_base, telling(), VIEWERS["low"], tmp_path) as (full, _), pointing_at(full.name):
        grant(READER, Role.STANDARDS, 2, ("ISA-LAW", "law-council"), ("LAW-COVERT",))
        yield full


def grant(username: str, role: Role, clearance: int, agreements: tuple[str, ...] = (), caveats: tuple[str, ...] = ()) -> None:
    """Gives exactly this access from now on."""
    held = {"clearance": Classification(clearance), "agreements": agreements, "caveats": caveats}
    add_people([Person(username, username.title(), role, "test", "test", **held)])  # type: ignore[arg-type]


def paths(twin: Twin) -> list[str]:
    """The pages that are shown at each moment."""
    told = telling()
    people = [twin.ids[one.feed, one.key] for one in told.people]
    events = [twin.ids[one.feed, one.key] for one in told.events]
    found = [f"/people/{one}{part}" for one in people for part in ("", "/chart", "/where", f"/path?to={people[0]}")]
    found += [f"/{kind}/{one}" for one in events for kind in ("events", "cases", "records")] + [f"/records/{one}" for one in people]
    found += [f"/people/{one}/timeline.csv" for one in people] + [f"/cases/{one}/timeline.csv" for one in events] + REVIEWING
    found += [f"/search{file}?q={typed.replace(' ', '+')}" for typed in SEARCHES for file in ("", "/results.csv")]
    return [*found, "/things/phone/447700900771", "/", "/shift", "/victims", "/victims/owed.csv"]


def shown(moment: str, username: str, twin: Twin) -> list[Shown]:
    """What this person's screens show now, and the lines of the log."""
    viewer = viewer_in(twin, username)
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    found = []
    reviewed = [f"/review/{one.id}" for one in begin_day(viewer=viewer, day=clock.today())[:2]] if username == "sergeant" else []
    for path in [*paths(twin), *reviewed]:
        response = client.get(path)
        markup = response.content.decode() if is_file(path) else still(response.content.decode())
        found.append(Shown(moment, username, path, response.status_code, markup, last_event(viewer.user_id)))
    return found


def is_file(path: str) -> bool:
    """Is this address a file that is taken away?"""
    return path.partition("?")[0].endswith((".csv", ".geojson"))


def last_event(user_id: UUID) -> UUID:
    """The newest line of the log about this user."""
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT id FROM audit_event WHERE user_id = %s ORDER BY at DESC LIMIT 1", [user_id])
        return cursor.fetchone()[0]


def say(folder: Path, key: str, version: int, content: dict[str, object], **more: object) -> None:
    """A newer version of one record, by the road that every record takes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key}-{version}.jsonl"
    path.write_text(json.dumps({"kind": "person", "key": key, "version": version, "day": 4, "content": content, **more}) + "\n")
    load_paths(FEEDS[OPEN], [path])
    link_new_records()


def history(twin: Twin, folder: Path) -> list[Shown]:
    """Screens of two people before and after each thing that can change a screen."""
    screens: list[Shown] = []

    def look(moment: str) -> None:
        for username in ("low", "sergeant"):
            screens.extend(shown(moment, username, twin))

    keeper = sign_in(EVERYTHING)
    first, second, fifth = (twin.ids[OPEN, key] for key in ("p0", "p1", "p4"))
    base = telling().people[0].line["content"]
    look("as loaded")
    say(folder, "p0", 2, {**base, "surname": "Quarrell", "address": "7 Harrow Lane"})
    look("a newer version")
    grant("low", Role.RESPONSE, 2, ("ISA-LAW",))
    look("more access")
    judged = record_judgement(keeper, first, second, Verdict.DIFFERENT, "seen together")
    record_judgement(keeper, first, fifth, Verdict.SAME, "said so himself")
    look("judgements")
    say(folder, "p0", 3, {**base, "surname": "Quarrell"}, marking="OFFICIAL-SENSITIVE")
    look("a higher marking")
    undo_judgement(keeper, judged, "it was somebody else")
    grant("low", Role.INVESTIGATOR, 1)
    look("less access, another role")
    put_records(mentions(40, seed=11)[0], 1)
    link_new_records()
    publish_model(train_model())
    look("another model")
    say(folder, "p0", 4, base)
    look("back again")
    return screens


def test_every_screen_comes_back_as_it_was(world: Twin, tmp_path: Path) -> None:
    screens = history(world, tmp_path / "history")
    assert_that_each_moment_tells(screens)
    assert differing(screens, reading(READER)) == []
    assert_that_a_narrower_reader_learns_nothing_hidden(screens)
    with administrator(cluster_of_settings(), world.name) as connection:
        connection.execute("DELETE FROM past.access_grant")
        without_grants = differing(people(screens), reading(READER))
        connection.execute("DELETE FROM past.sources_record")
        without_records = differing(people(screens), reading(READER))
    assert 0 < len(without_grants) < len(without_records)  # this test would notice if the past were not asked


def assert_that_a_narrower_reader_learns_nothing_hidden(screens: list[Shown]) -> None:
    """Replays by somebody who may see less than those whose screens they were: the same when what is hidden from the reader never was."""
    grant("narrow", Role.DATA_PROTECTION, 1)
    narrow = reading("narrow")
    before = replayed(people(screens), narrow)
    seen = markings_of(narrow)
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        for table in ("sources_record", "sources_tie", "linkage_link", "linkage_judgement", "linkage_key"):
            condition = " OR ".join(f"{column} <> ALL (%(seen)s)" for column in MARKED[table])
            connection.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM past.{table} WHERE {condition}", {"seen": seen})
            connection.execute(f"DELETE FROM past.{table} WHERE {condition}", {"seen": seen})
    after = replayed(people(screens), narrow)
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        hidden = 0
        for table in ("sources_record", "sources_tie", "linkage_link", "linkage_judgement", "linkage_key"):
            hidden += connection.execute(f"INSERT INTO past.{table} SELECT * FROM kept_{table}").rowcount
    assert before == after
    assert hidden > 10 and any(before) and not all(before)


def replayed(screens: list[Shown], reader: Viewer) -> list[str]:
    """What this reader is shown of each screen; nothing where they may not see it."""
    found = [(screen_of(each.event_id, viewer=reader)) for each in screens]
    return [draw(one, viewer=reader).markup if one else "" for one in found]


def people(screens: list[Shown]) -> list[Shown]:
    """The screens of persons alone, for what need not be asked of every page."""
    return [each for each in screens if each.path.startswith("/people/") and each.path.count("/") == 2]


def reading(username: str) -> Viewer:
    """Somebody who may replay, with a purpose."""
    viewer = sign_in(username)
    start_task(viewer=viewer, purpose="Supervision, audit or a complaint", reference="PSD/1/26")
    return viewer


def differing(screens: list[Shown], reader: Viewer) -> list[tuple[str, str, str, tuple[str, str]]]:
    """The screens that do not come back as they were shown: when, whose, which page, and where they part."""
    wrong = []
    for each in screens:
        if each.status == 404:
            continue
        found = screen_of(each.event_id, viewer=reader)
        assert found is not None, each.path
        again = draw(found, viewer=reader)
        markup = again.markup if again.file is None else again.file.decode()
        if (again.status, markup, again.is_whole) != (each.status, each.markup, True) or again.record_ids != set(found.record_ids):
            wrong.append((each.moment, each.username, each.path, first_difference(each.markup, markup)))
    return wrong


def assert_that_each_moment_tells(screens: list[Shown]) -> None:
    """So that nothing passes because nothing changed: each moment differs from the one before it for somebody, and most screens have content."""
    by_moment: dict[str, dict[tuple[str, str], str]] = {}
    for each in screens:
        by_moment.setdefault(each.moment, {})[each.username, each.path] = each.markup
    moments = list(by_moment.values())
    for name, before, after in zip(list(by_moment)[1:], moments, moments[1:], strict=False):
        assert before != after, name
    assert sum(each.status == 200 for each in screens) > len(screens) / 2


def first_difference(a: str, b: str) -> tuple[str, str]:
    """The first place at which two texts part, with what stands around it."""
    place = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[max(0, place - 80) : place + 120], b[max(0, place - 80) : place + 120]


def test_what_was_sealed_since_stands_on_no_screen_that_somebody_narrower_draws(world: Twin, tmp_path: Path) -> None:
    """A page may name somebody by a record that its line in the log does not name: once that one is sealed, the page is not drawn."""
    first, second = sorted(("p0", "p4"), key=lambda key: world.ids[OPEN, key])
    numbered = {"p0": 0, "p4": 4}
    record_judgement(sign_in(EVERYTHING), world.ids[OPEN, first], world.ids[OPEN, second], Verdict.SAME, "said so himself")
    told = {**telling().people[numbered[second]].line["content"], "surname": "Vantongeren-Bartholomew"}
    say(tmp_path / "history", second, 2, told)
    screens = shown("before", "low", world)
    named = [each for each in screens if "Vantongeren" in each.markup]
    assert {"/chart", "/where"} <= {f"/{each.path.rpartition('/')[2]}" for each in named}
    say(tmp_path / "history", second, 3, told, marking="OFFICIAL-SENSITIVE")
    grant("narrow", Role.DATA_PROTECTION, 1)
    drawn = drawable(screens, reading("narrow"))
    assert [path for path, markup in drawn if "Vantongeren" in markup] == []
    assert len(drawn) > 5


def drawable(screens: list[Shown], reader: Viewer) -> list[tuple[str, str]]:
    """Address and markup of those screens that this reader may have drawn again."""
    found = []
    for each in screens:
        screen = screen_of(each.event_id, viewer=reader)
        with suppress(NotReplayable):
            found += [(each.path, draw(screen, viewer=reader).markup)] if screen else []
    return found
