"""Every page of staff can be shown again as it was, or says why not: each is opened, everything that it may be drawn from is deleted, and it comes back.

What is deleted goes to the past by the ordinary triggers, so that a page which asked today's tables would come back empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.config.demonstration_innovation import load_innovation
from beatbook.config.demonstration_pooling import POOL, load_pooling
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.linkage.reviewing.actions import begin_day
from beatbook.pooling import queries
from beatbook.pooling.actions import ask_for_plan
from beatbook.pooling.needs import Rules
from beatbook.pooling.tasks import make_plans
from beatbook.stewardship.actions.granting import Wanted, ask_change
from beatbook.stewardship.actions.removing import ask_removal
from beatbook.stewardship.queries import screen_of
from beatbook.stewardship.redrawing import still
from beatbook.stewardship.views.drawing import draw
from beatbook.stewardship.views.replayable import OPEN_PAGES, WHY_NOT
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import clock
from tests.journeys import test_figures_non_interference as figures
from tests.journeys.test_non_interference import raise_alerts
from tests.journeys.walking import TEAM_TABLES, markings_of, paths_of
from tests.pooling.rooms import prepare
from tests.suppliers import test_non_interference as suppliers
from tests.suppliers.rooms import load_suppliers_world
from tests.technology import test_non_interference as technology
from tests.technology.worlds import load_wide_world
from tests.test_routes import CALLS, patterns

READER = "reader"
WHY = ("Supervision, audit or a complaint", "PSD/1/26")
# Rooms whose rows name the records of a screen, by which a replay finds out what its reader may see; tests/law/test_replay.py changes those.
ELSEWHERE = {"seal", "record"}  # the county has no seal; a record leads on to another page, which tests/law/test_replay.py holds
LEFT = ("access_", "sources_", "linkage_", "pole_")
# What a policy of another table asks for, and which nobody deletes.
ASKED = ("innovation_bid", "innovation_fundround", "pooling_quote", "pooling_planrequest", "pooling_journalline", "search_saved")
STAFF = {
    one.name: one.callback.__module__.split(".")[1]
    for one in patterns(get_resolver())
    if (hasattr(one.callback, "tool") or one.name in OPEN_PAGES) and one.name not in WHY_NOT and one.name not in CALLS
}
FIGURES = {"pooling", "innovation", "technology", "suppliers"}


# Addresses of what there is besides: each query gives some.
MORE = (
    "SELECT '/cases/' || record_id || '/' || part FROM (SELECT record_id FROM cases_decision LIMIT 1) c,"
    " unnest('{plan,link,allocate,review,refer}'::text[]) part",
    "SELECT '/cases/' || record_id || '/victims/' || about_id || '/' || part FROM (SELECT record_id, about_id FROM cases_needs LIMIT 1) n,"
    " unnest('{needs,contact}'::text[]) part",
    "SELECT '/intelligence/' || id FROM cases_submission LIMIT 2",
    "SELECT '/minor/' || id FROM cases_minoroffence LIMIT 30",
    "SELECT '/intelligence/from/' || record_id FROM cases_contact LIMIT 1",
    "SELECT '/cases/' || record_id || '/referrals/' || referral_id FROM cases_referral",
    "SELECT '/patrols/' || id FROM forecasts_plannedvisit LIMIT 1",
    "SELECT '/access/people/' || id FROM access_user WHERE username = 'response'",
    "SELECT '/access/changes/' || id FROM stewardship_accesschange",
    "SELECT '/removals/' || id FROM stewardship_removalrequest",
    "SELECT '/seals/' || id FROM sources_seal",
    "SELECT '/review/' || id FROM linkage_reviewitem",
    "SELECT '/tension/' || area || '/end/' || id FROM tension_assessment WHERE level > 0",
    "SELECT '/oversight/' || id FROM audit_event WHERE kind = 'consultation' ORDER BY at LIMIT 9",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen as it was shown, and the line of the log that says so."""

    username: str
    path: str
    name: str
    text: str
    event_id: UUID


def reader_of(organisation: str, database: str) -> None:
    """Somebody of that body who may replay, and may see everything that its people see."""
    with administrator(cluster_of_settings(), database) as connection:
        known = "SELECT array_agg(DISTINCT one) FROM access_marking k, unnest(k.{}) AS one"
        agreements = connection.execute(known.format("agreements") + " JOIN access_agreement a ON a.code = one").fetchone()[0]
        caveats = connection.execute(known.format("caveats")).fetchone()[0]
    held = {"clearance": Classification.OFFICIAL_SENSITIVE, "agreements": tuple(agreements or ()), "caveats": tuple(caveats or ())}
    add_people([Person(READER, "Reader", Role.STANDARDS, organisation, organisation.title(), **held)])


def shown(viewer: Viewer, paths: Iterable[str], seen: set[str]) -> Iterator[Shown]:
    """What this person's screens show now: the first page of each name that is not among those seen."""
    start_task(viewer=viewer, purpose=WHY[0], reference=WHY[1])
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    for path in paths:
        name = resolve(path.partition("?")[0]).url_name
        if name not in STAFF or name in seen or path.endswith((".xlsx", ".geojson")):
            continue
        response = client.get(path)
        if response.status_code == 200:
            seen.add(name)
            text = response.content.decode()
            yield Shown(viewer.username, path, name, still(text) if _is_page(response) else text, last_event(viewer))


def _is_page(response) -> bool:
    return response.headers["Content-Type"].startswith("text/html")


def last_event(viewer: Viewer) -> UUID:
    """The newest line of the log about this user."""
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT id FROM audit_event WHERE user_id = %s ORDER BY at DESC LIMIT 1", [viewer.user_id])
        return cursor.fetchone()[0]


def staff_of(*rooms: str) -> set[str]:
    """The names of the pages of these rooms that must come back."""
    return {name for name, room in STAFF.items() if room in rooms}


def empty(database: str) -> int:
    """Deletes every row of every table whose history is kept, but those that say which records there are; how many."""
    gone = 0
    with administrator(cluster_of_settings(), database) as connection:
        kept = connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'past'::regnamespace AND relkind = 'r'").fetchall()
        for (table,) in kept:
            if not table.startswith(LEFT) and table not in ASKED:
                connection.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER ALL")  # foreign keys
                connection.execute(f"ALTER TABLE public.{table} ENABLE TRIGGER past_keep_deleted")
                gone += connection.execute(f"DELETE FROM public.{table}").rowcount
    return gone


def differing(screens: Iterable[Shown]) -> dict[str, tuple[str, str]]:
    """The screens that do not come back as they were shown, and where they part."""
    reader = sign_in(READER)
    start_task(viewer=reader, purpose=WHY[0], reference=WHY[1])
    wrong = {}
    for one in screens:
        found = screen_of(one.event_id, viewer=reader)
        assert found is not None, one.path
        drawn = draw(found, viewer=reader, host="testserver")
        text = drawn.markup if drawn.file is None else drawn.file.decode()
        if (drawn.status, text, drawn.is_whole) != (200, one.text, True):
            place = next((n for n, (x, y) in enumerate(zip(one.text, text, strict=False)) if x != y), 0)
            wrong[f"{one.username} {one.path}"] = (one.text[max(0, place - 80) : place + 120], text[max(0, place - 80) : place + 120])
    return wrong


def begin_work(database: str) -> None:
    """What the county as loaded has none of: an alert, a look, a change of access, a wish to remove, things to review."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = sign_in("response").token
    with administrator(cluster_of_settings(), database) as connection:
        raise_alerts(connection, markings_of(sign_in("sergeant")))
        event = connection.execute("SELECT record_id FROM cases_decision LIMIT 1").fetchone()[0]
        holder = connection.execute("SELECT id FROM access_user WHERE username = 'response'").fetchone()[0]
    start_task(viewer=(looker := sign_in("response")), purpose="Investigating a crime", reference="44/0000001/26")
    client.cookies[settings.SESSION_COOKIE] = looker.token
    assert client.get(f"/events/{event}").status_code == 200
    begin_day(viewer=sign_in("sergeant"), day=clock.today())
    ask_removal([event], "Retention review", viewer=sign_in("dpo"))
    ask_change(Wanted("caveat", "FIREARMS", "A new post", clock.today(), user_id=holder), viewer=sign_in("dpo"))


def county_paths(database: str) -> list[str]:
    """The walked addresses of two people and two events, and those of what else there is in the county."""
    with administrator(cluster_of_settings(), database) as connection:
        ids = {
            kind: [row[0] for row in connection.execute("SELECT id FROM sources_record WHERE kind = %s ORDER BY id LIMIT 2", [kind])]
            for kind in ("person", "event", "object")
        }
        tables = {table: f"neighbourhoods_{table}" for table in TEAM_TABLES} | {"alert": "tension_alert"}
        ids |= {name: [row[0] for row in connection.execute(f"SELECT id FROM {table} LIMIT 2")] for name, table in tables.items()}

        def each(query: str) -> list[str]:
            return [row[0] for row in connection.execute(query)]

        more = [address for query in MORE for address in each(query)]
    return [*paths_of(ids), *more, "/how-scores-work"]


def test_pages_of_the_county(millshire: str) -> None:
    reader_of("millshire", millshire)
    begin_work(millshire)
    paths, screens, seen = county_paths(millshire), [], set()
    for username in ("sergeant", "analyst", "standards", "dpo", "registrar", "keeper", "opcc", "neighbourhood", "response"):
        screens += shown(sign_in(username), paths, seen)
    assert staff_of(*(set(STAFF.values()) - FIGURES)) - seen == ELSEWHERE
    assert empty(millshire) > 1_000
    assert differing(screens) == {}


def test_pages_of_figures(database: str) -> None:
    prepare()
    load_pooling(small=True)
    load_innovation(today=timezone.localdate())
    reader_of("millshire", database)
    seen: set[str] = set()
    screens = []
    technology_lead = sign_in("technology")
    plan = ask_for_plan(queries.pool(POOL, viewer=technology_lead), Rules(), viewer=technology_lead)
    assert make_plans() == 1
    paths = [f"/pooling/plans/{plan}", f"/pooling/plans/{plan}/moves.csv"]
    paths += figures.paths_of({table: figures.ids_of(f"innovation_{table}") for table in ("bid", "benefitclaim", "appraisal")})
    for username in ("finance", "technology", "national"):
        screens += shown(sign_in(username), paths, seen)
    assert staff_of("pooling", "innovation") - seen == set()
    assert empty(database) > 100
    assert differing(screens) == {}


@pytest.mark.parametrize("room", ["technology", "suppliers"])
def test_pages_of_systems_and_contracts(room: str, database: str) -> None:
    viewers = load_wide_world() if room == "technology" else load_suppliers_world()
    reader_of("durham", database)
    if room == "technology":
        paths = technology.paths_of(figures.ids_of("technology_submission"))
    else:
        paths = suppliers.paths_of(figures.ids_of("suppliers_contract"), figures.ids_of("suppliers_kpireading"))
    seen: set[str] = set()
    screens = [*shown(viewers["durham"], paths, seen)]
    assert staff_of(room) - seen == set()
    assert empty(database) > 50
    assert differing(screens) == {}
