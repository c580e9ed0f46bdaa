"""What is kept, by whom it may be seen, and what is refused with a word about the field."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from beatbook.access.actions import add_agreement, add_people, public_viewer, sign_in
from beatbook.access.people import Person
from beatbook.neighbourhoods.work.actions import (
    REVIEWED,
    VISITED,
    NotKept,
    agree_task,
    ask_review,
    publish_counts,
    record_visit,
    step_review,
    step_task,
)
from beatbook.neighbourhoods.work.queries import published_counts, reviews_of, task_named, tasks_of, visits_of
from beatbook.neighbourhoods.work.thresholds import Complaint
from beatbook.vocabulary.viewer import Role, Viewer

TODAY = date(2026, 7, 15)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DUE = TODAY + timedelta(days=9)


@pytest.fixture
def viewers(database: str) -> dict[str, Viewer]:
    """A constable and a partner under one agreement, a partner under none, and a constable of another force."""
    days = {"starts_on": date(2026, 1, 1), "ends_on": None, "review_on": date(2027, 1, 1)}
    add_agreement("ISA-T", title="T", purpose="Tests", legal_basis="Crime and Disorder Act 1998 s115", parties=["test", "council"], **days)
    add_people(
        [
            Person("constable", "PC 1", Role.NEIGHBOURHOOD, "test", "Test Police", agreements=("ISA-T",)),
            Person("colleague", "PC 2", Role.NEIGHBOURHOOD, "test", "Test Police"),
            Person("partner", "Officer 3", Role.PARTNER, "council", "Council", organisation_kind="partner", agreements=("ISA-T",)),
            Person("stranger", "Officer 4", Role.PARTNER, "health", "Health", organisation_kind="partner"),
            Person("elsewhere", "PC 5", Role.NEIGHBOURHOOD, "other", "Other Police"),
        ]
    )
    return {name: sign_in(name) for name in ("constable", "colleague", "partner", "stranger", "elsewhere")}


def seen(viewers: dict[str, Viewer]) -> dict[str, list[str]]:
    """What each sees of tasks."""
    return {name: [one.action for one in tasks_of("W1", viewer=viewer)] for name, viewer in viewers.items()}


def test_partners_see_what_is_shared_by_their_agreement_and_nobody_else_does(viewers: dict[str, Viewer]) -> None:
    agree_task("W1", "Own work", "Team", DUE, "", viewer=viewers["constable"])
    agree_task("W1", "Mend the lamp", "Council", DUE + timedelta(1), "ISA-T", viewer=viewers["constable"])
    both = ["Own work", "Mend the lamp"]
    assert seen(viewers) == {"constable": both, "colleague": both, "partner": ["Mend the lamp"], "stranger": [], "elsewhere": []}


def test_a_partner_says_that_it_is_done_and_a_stranger_cannot(viewers: dict[str, Viewer]) -> None:
    task = agree_task("W1", "Mend the lamp", "Council", DUE, "ISA-T", viewer=viewers["constable"])
    step_task(task, "moved", "Parts", DUE + timedelta(5), viewer=viewers["partner"])
    found = task_named(task, viewer=viewers["constable"])
    assert found and (found.state, found.due_on) == ("open", DUE + timedelta(5)) and found.is_late(DUE + timedelta(6))
    step_task(task, "done", "", None, viewer=viewers["partner"])
    found = task_named(task, viewer=viewers["colleague"])
    assert found and found.state == "done" and not found.is_late(DUE + timedelta(6))
    for state in ("done", "not done"):
        with pytest.raises(NotKept, match="There is no such task"):
            step_task(task, state, "", None, viewer=viewers["stranger"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("", "Team", DUE, ""), "action"),
        (("Do it", " ", DUE, ""), "owner"),
        (("Do it", "Team", None, ""), "due"),
        (("Do it", "Team", DUE, "ISA-X"), "shared_by"),
    ],
)
def test_what_is_missing_is_named(viewers: dict[str, Viewer], given: tuple, field: str) -> None:
    with pytest.raises(NotKept) as refused:
        agree_task("W1", *given, viewer=viewers["constable"])
    assert refused.value.field == field and tasks_of(viewer=viewers["constable"]) == []


def test_nobody_writes_in_anothers_name_or_above_their_own_sight(viewers: dict[str, Viewer]) -> None:
    task = agree_task("W1", "Own work", "Team", DUE, "", viewer=viewers["constable"])
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM neighbourhoods_partnertask")
        assert cursor.fetchone() == (0,)  # no token, no row
    assert task_named(task, viewer=viewers["partner"]) is None


def test_visits_and_reviews_are_published_as_counts_for_everybody_and_the_rows_are_not(viewers: dict[str, Viewer]) -> None:
    constable = viewers["constable"]
    for minutes in ("15", "30"):
        record_visit("W1", "Visited a business", minutes, "Secret words", viewer=constable)
    with pytest.raises(NotKept):
        record_visit("W1", "Nothing of the kind", "15", "", viewer=constable)
    complaints = [Complaint(TODAY - timedelta(9), TODAY - timedelta(8))]
    met = ask_review("W1", TODAY, complaints * 3, "Harm", "", viewer=constable)
    short = ask_review("W1", TODAY, complaints, "", "", viewer=constable)
    for step in ("threshold met", "review held", "recommendations made"):
        step_review(met, step, TODAY, "As agreed.", viewer=constable)
    step_review(short, "threshold not met", TODAY, "One complaint.", viewer=constable)
    assert [one.is_met for one in reviews_of("W1", viewer=constable)].count(True) == 1
    assert publish_counts("test") == 2 and publish_counts("test") == 2 and publish_counts("other") == 0
    public = public_viewer()
    (year,) = published_counts("test", REVIEWED, viewer=public)
    (month,) = published_counts("test", VISITED, "W1", viewer=public)
    assert len(visits_of("W1", LONG_AGO, viewer=constable)) == 2 and visits_of("W1", LONG_AGO, viewer=public) == []
    assert year.figures == {"asked": 2, "threshold not met": 1, "review held": 1, "recommendations made": 1} and year.period == "2026"
    assert month.figures == {"visits": 2, "minutes": 45}
