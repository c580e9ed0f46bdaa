"""The pages of a neighbourhood's team on the small made-up county: who may open them, what they say, and what their forms keep."""

import pytest
from django.conf import settings
from django.test import Client

from beatbook.access.actions import sign_in
from beatbook.audit.actions import start_task
from beatbook.neighbourhoods.problems.queries import lessons, problems_of
from beatbook.neighbourhoods.scrutiny.queries import packs
from beatbook.neighbourhoods.work.queries import reviews_of, tasks_of
from beatbook.vocabulary.viewer import Viewer


def signed_in(username: str) -> tuple[Client, Viewer]:
    """A client with a session and a task."""
    viewer = sign_in(username)
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return client, viewer


def team_paths(viewer: Viewer, area: str) -> list[str]:
    """Every page of a team for this area, as this viewer sees what is kept."""
    problems, tasks, reviews = problems_of(viewer=viewer), tasks_of(viewer=viewer), reviews_of(viewer=viewer)
    here = f"/neighbourhoods/{area}"
    return [
        *(
            "/neighbourhoods",
            here,
            f"{here}/visits",
            f"{here}/case-reviews",
            f"{here}/problems",
            f"{here}/problems/new",
            f"{here}/repeat-victims",
        ),
        *(f"{here}/{what}.{form}" for what in ("repeat-places", "repeat-victims", "near-repeats", "hours") for form in ("csv", "xlsx")),
        *(f"/case-reviews/{one.id}" for one in reviews),
        *("/partner-tasks", f"/partner-tasks?area={area}", "/partner-tasks.csv", "/what-works", "/what-works?q=cars", "/what-works.csv"),
        *(f"/partner-tasks/{one.id}" for one in tasks),
        *(f"/problems/{one.id}" for one in problems),
        *(f"/problems/{one.id}/{'months.csv' if one.stage == 'ended' else 'analysis'}" for one in problems),
    ]


@pytest.mark.parametrize("username", ["neighbourhood", "sergeant", "analyst"])
def test_every_page_of_a_team_opens_and_is_light(module_millshire: str, username: str) -> None:
    client, viewer = signed_in(username)
    area = sign_in("neighbourhood").area or ""
    paths = team_paths(viewer, area)
    answers = {path: client.get(path) for path in paths}
    assert {path: one.status_code for path, one in answers.items() if one.status_code != 200} == {}
    assert {path: len(one.content) for path, one in answers.items() if len(one.content) > 60_000} == {}


def test_what_the_demonstration_wrote_is_there(module_millshire: str) -> None:
    _, viewer = signed_in("neighbourhood")
    area = viewer.area or ""
    assert {one.stage for one in problems_of(area, viewer=viewer)} == {"ended", "scanning"}
    assert len(lessons(viewer=viewer)) >= 7 and len(packs(viewer=viewer)) == 1 and len(reviews_of(area, viewer=viewer)) == 2
    assert {one.state for one in tasks_of(area, viewer=viewer)} == {"open", "done"}


@pytest.mark.parametrize("username", ["response", "partner", "contact", "technology", "opcc"])
def test_others_find_no_profile(module_millshire: str, username: str) -> None:
    client, _ = signed_in(username)
    assert client.get("/neighbourhoods/MS02").status_code == 404 and client.get("/scrutiny").status_code == 404
