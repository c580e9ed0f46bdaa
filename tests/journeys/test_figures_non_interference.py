"""What one may not see of another force's needs, bids, benefits and books changes nothing on any page, file or plan.

Rooms are filled as the demonstration fills them; each viewer's answers are kept; everything hidden from them is deleted, and they ask again.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone

from beatbook.access.actions import sign_in
from beatbook.config.demonstration_innovation import BEFORE, ROUND, load_innovation
from beatbook.config.demonstration_pooling import COMPANY, POOL, load_pooling
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.organisations.actions import figure_vis
from beatbook.organisations.visibility import Visibility
from beatbook.pooling import queries
from beatbook.pooling.frozen import plan_as_json, problem_as_json
from beatbook.pooling.models import ForceNeed
from beatbook.pooling.needs import Rules
from beatbook.pooling.planning import best_plan
from beatbook.vocabulary.viewer import Viewer
from tests.journeys.walking import WHY, answer, changed_lines, markings_of, token_of
from tests.pooling.rooms import prepare
from tests.test_routes import patterns

MARKED = (
    *(f"pooling_{name}" for name in ("pool", "forceneed", "supplieroffer", "refusedline", "quote", "journalline")),
    *(
        f"innovation_{name}"
        for name in ("fundround", "bid", "proofresult", "reuse", "livecheck", "wentlive", "benefitclaim", "measurereading")
    ),
    *(f"innovation_{name}" for name in ("benefitactual", "verification", "appraisal", "appraisalword", "appraisaldecision")),
)
ORPHANS = (
    "DELETE FROM innovation_bidscore s WHERE NOT EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = s.bid_id)",
    "DELETE FROM innovation_councilvote v WHERE NOT EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = v.bid_id)",
    "DELETE FROM pooling_journalentry j WHERE NOT EXISTS (SELECT 1 FROM pooling_journalline l WHERE l.journal_id = j.id)",
)
NOT_WALKED = {"ask-plan": "takes a POST alone; the plan itself is compared here"}


@pytest.fixture
def superuser(database: str) -> Iterator[object]:
    """A cursor that no policy, trigger or foreign key binds, on rooms that are filled."""
    prepare()
    load_pooling(small=True)
    load_innovation(today=timezone.localdate())
    owner = figure_vis("durham", Visibility.OWNER)
    ForceNeed.objects.using("ingest").filter(owner__in=["durham", "cheshire"]).update(
        vis=owner
    )  # so that something is hidden from everybody else
    with administrator(cluster_of_settings(), database) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def ids_of(table: str) -> list[UUID]:
    """Every id of a table, hidden ones too: all of them are asked for."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def paths_of(ids: dict[str, list[UUID]]) -> list[str]:
    """Every address of the two rooms."""
    forms = ("csv", "xlsx")
    paths = [
        "/pooling",
        f"/pooling/needs/{POOL}",
        f"/pooling/needs/{POOL}/offers",
        f"/pooling/needs/{POOL}/say",
        f"/pooling/books/{COMPANY}",
    ]
    paths += [f"/pooling/needs/{POOL}/{name}.{form}" for name in ("needs", "offers") for form in forms]
    paths += [f"/pooling/books/{COMPANY}/statements.{form}" for form in forms]
    for member in ("millshire", "derbyshire"):
        paths += [f"/pooling/books/{COMPANY}/{member}/2025", *(f"/pooling/books/{COMPANY}/{member}/2025/lines.{form}" for form in forms)]
    paths += [f"/pooling/plans/{UUID(int=1)}", f"/pooling/plans/{UUID(int=1)}/moves.csv"]
    paths += ["/innovation", "/innovation/library", "/innovation/benefits", "/innovation/benefits/new", "/innovation/appraisals"]
    paths += ["/innovation/appraisals/new", *(f"/innovation/library/innovations.{form}" for form in forms)]
    paths += [f"/innovation/benefits/register.{form}" for form in forms]
    for code in (ROUND, BEFORE):
        paths += [
            f"/innovation/rounds/{code}",
            f"/innovation/rounds/{code}/new",
            *(f"/innovation/rounds/{code}/bids.{form}" for form in forms),
        ]
    paths += [f"/innovation/bids/{one}" for one in ids["bid"]] + [f"/innovation/benefits/{one}" for one in ids["benefitclaim"]]
    for one in ids["appraisal"]:
        paths += [f"/innovation/appraisals/{one}", *(f"/innovation/appraisals/{one}/results.{form}" for form in forms)]
    return paths


def calls_of(ids: dict[str, list[UUID]]) -> list[str]:
    """Every call of the two rooms."""
    start = settings.STAFF_API.rstrip("/")
    calls = [f"{start}/v1/pooling/{POOL}", f"{start}/v1/books/{COMPANY}", f"{start}/v1/plans/{UUID(int=1)}", f"{start}/v1/benefits"]
    return calls + [f"{start}/v1/fund/{code}" for code in (ROUND, BEFORE)] + [f"{start}/v1/appraisals/{one}" for one in ids["appraisal"]]


def answers(viewer: Viewer, ids: dict[str, list[UUID]]) -> dict[str, bytes]:
    """Status and body of every address and call, and the plan that the viewer would get."""
    client, program = Client(), Client(headers={**WHY, "Authorization": f"Bearer {token_of(viewer)}"})
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    found = {path: answer(client, path) for path in paths_of(ids)} | {path: answer(program, path) for path in calls_of(ids)}
    pool = queries.pool(POOL, viewer=viewer)
    if pool is not None:
        problem = queries.problem(pool, Rules(), viewer=viewer)
        plan = {**plan_as_json(best_plan(problem)), "seconds": 0}
        found["the plan"] = f"{problem_as_json(problem)} {plan}".encode()
    return found


@pytest.mark.parametrize("username", ["technology", "national", "response"])
def test_hidden_figures_change_nothing(username: str, superuser) -> None:
    viewer = sign_in(username)
    seen, ids = markings_of(viewer), {table: ids_of(f"innovation_{table}") for table in ("bid", "benefitclaim", "appraisal")}
    before = answers(viewer, ids)
    hidden = {table: superuser.execute(f"DELETE FROM {table} WHERE vis <> ALL (%s)", [seen]).rowcount for table in MARKED}
    for orphans in ORPHANS:
        superuser.execute(orphans)
    after = answers(viewer, ids)

    assert hidden["pooling_forceneed"] and hidden["pooling_journalline"] and (username == "technology" or hidden["innovation_bid"])
    answered = sum(body.startswith(b"200") for body in after.values())
    assert answered == 0 if username == "response" else answered > len(after) / 2
    different = [path for path in before if before[path] != after[path]]
    assert {path: changed_lines(before[path], after[path]) for path in different} == {}


def test_every_address_of_these_rooms_is_walked() -> None:
    walked = {
        resolve(path).url_name for path in paths_of({"bid": [UUID(int=1)], "benefitclaim": [UUID(int=1)], "appraisal": [UUID(int=1)]})
    }
    known = {
        one.name
        for one in patterns(get_resolver())
        if (one.callback.__module__ or "").startswith(("beatbook.pooling", "beatbook.innovation"))
    }
    assert known - walked - set(NOT_WALKED) == set()
