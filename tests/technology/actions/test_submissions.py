"""One road in: what the web puts down is taken whole, once, and the same again changes nothing; whoever does not own it cannot write it."""

from uuid import UUID

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from beatbook.access.actions import public_viewer
from beatbook.db.viewing import viewing
from beatbook.organisations.queries import NotYours
from beatbook.technology.actions import SubmissionRefused, ask, submit, take_file, take_submissions, vote, wish
from beatbook.technology.actions.said import NothingSaid
from beatbook.technology.facts import application_id
from beatbook.technology.queries import application, applications, left_rows, runs_of, submission, thread_of, versions_of, wishes
from beatbook.vocabulary.viewer import Viewer
from tests.technology.worlds import DURHAM, HEAD, load_world

BLUEBOOK = application_id("durham", "Bluebook")


@pytest.fixture
def world(database: str) -> dict[str, Viewer]:
    """Everybody of the small world."""
    return load_world()


def owners_seen(viewer: Viewer) -> set[str]:
    """Whose applications this viewer sees."""
    return {one.owner for one in applications(viewer=viewer)}


def test_each_sees_exactly_what_the_owners_let_them(world: dict[str, Viewer]) -> None:
    assert owners_seen(world["durham"]) == {"durham", "cleveland", "kent"}
    assert owners_seen(world["durham-commissioner"]) == {"durham", "cleveland", "kent"}
    assert owners_seen(world["cleveland"]) == {"cleveland", "kent"}
    assert owners_seen(world["kent"]) == owners_seen(world["policing-technology-centre"]) == {"kent"}
    assert owners_seen(public_viewer()) == set()


def test_a_file_is_taken_once_and_the_same_again_changes_nothing(world: dict[str, Viewer]) -> None:
    director = world["durham"]
    identifier = submit("portfolio", "again.csv", DURHAM.encode(), {"visibility": "owner"}, viewer=director)
    found = submission(identifier, viewer=director)
    assert found and found.state == "waiting"
    assert [one.summary["same"] for one in take_submissions()] == [2]
    assert take_submissions() == []
    held = application(BLUEBOOK, viewer=director)
    assert held and (held.version, held.application.annual_pence) == (1, 22_000_000)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT length(body) FROM technology_submission")
        assert {row[0] for row in cursor.fetchall()} == {0}


def test_a_change_is_a_version_that_strangers_do_not_see(world: dict[str, Viewer]) -> None:
    submit("portfolio", "new.csv", DURHAM.replace("£220k", "£250k").encode(), {"visibility": "national"}, viewer=world["durham"])
    take_submissions()
    assert [version for version, _, _ in versions_of(BLUEBOOK, viewer=world["durham"])] == [2, 1]
    held = application(BLUEBOOK, viewer=world["kent"])
    assert held and held.application.annual_pence == 25_000_000
    assert versions_of(BLUEBOOK, viewer=world["kent"]) == []


def test_refused_rows_are_kept_with_what_stood_in_them_and_nothing_is_withdrawn(world: dict[str, Viewer]) -> None:
    text = HEAD + "Cells,Custody,Cells,300,-£60k,,,,,\nNew,Fleet,New,5,£1k,,,,,\n"
    identifier = submit("portfolio", "bad.csv", text.encode(), {"visibility": "owner", "whole": True}, viewer=world["durham"])
    assert take_submissions()[0].said.endswith("Nothing was withdrawn, as a refused row may be what is missing.")
    (row,) = left_rows(identifier, viewer=world["durham"])
    assert (row.row, row.column, dict(row.content)["Annual cost"]) == (2, "Annual cost", "-£60k")
    assert left_rows(identifier, viewer=world["kent"]) == [] and submission(identifier, viewer=world["kent"]) is None
    assert {one.name for one in applications(viewer=world["durham"], owner="durham")} == {"Bluebook", "Cells", "New"}


def test_a_whole_portfolio_withdraws_what_it_does_not_name(world: dict[str, Viewer]) -> None:
    take_file("portfolio", "durham", "whole.csv", DURHAM.rsplit("Cells", 2)[0].encode(), {"visibility": "owner", "whole": True})
    assert {one.name for one in applications(viewer=world["durham"], owner="durham")} == {"Bluebook"}


def test_an_unreadable_file_is_refused_and_keeps_nobody_waiting(world: dict[str, Viewer]) -> None:
    submit("portfolio", "x.xlsx", b"PK\x03\x04 not one", {}, viewer=world["durham"])
    submit("portfolio", "good.csv", DURHAM.encode(), {}, viewer=world["durham"])
    assert [one.state for one in take_submissions()] == ["refused", "taken"]
    with pytest.raises(SubmissionRefused):
        submit("portfolio", "empty.csv", b"", {}, viewer=world["durham"])


def test_only_a_forces_own_people_write_and_the_body_cannot_be_read_back(world: dict[str, Viewer]) -> None:
    with pytest.raises(NotYours):
        submit("portfolio", "x.csv", DURHAM.encode(), {}, viewer=public_viewer())
    for statement in (
        "INSERT INTO technology_submission (id, owner, vis, kind, name, body, submitted_by) SELECT gen_random_uuid(), 'durham', vis, 'portfolio',"
        " 'x', 'y', sec.my_user() FROM technology_application LIMIT 1",
        "SELECT body FROM technology_submission",
        "UPDATE technology_application SET users = 1",
    ):
        with pytest.raises(ProgrammingError), viewing(world["kent"]) as cursor:
            cursor.execute(statement)


def test_the_centre_asks_and_the_force_answers_and_no_figure_changes(world: dict[str, Viewer]) -> None:
    greenbook = application_id("kent", "Greenbook")
    before = application(greenbook, viewer=world["kent"])
    ask(greenbook, "Why is the fit five?", viewer=world["policing-technology-centre"])
    ask(greenbook, "Because every officer says so.", viewer=world["kent"])
    assert [one.organisation for one in thread_of(greenbook, viewer=world["cleveland"])] == ["policing-technology-centre", "kent"]
    assert application(greenbook, viewer=world["kent"]) == before
    with pytest.raises(NothingSaid):
        ask(BLUEBOOK, "Guessed", viewer=world["kent"])


def test_an_export_is_run_against_a_standard_and_not_kept(world: dict[str, Viewer]) -> None:
    export = b"source key,classification\n1,OFFICIAL\n2,SECRET\n"
    options = {"application": str(BLUEBOOK), "standard": "GSC"}
    submit("export", "export.csv", export, options, viewer=world["durham"])
    assert take_submissions()[0].summary == {"passed": False, "rows": 2, "faults": 1}
    assert runs_of([BLUEBOOK], viewer=world["durham"])[BLUEBOOK]["GSC"].n_faults == 1
    submit("export", "export.csv", export, options, viewer=world["kent"])
    assert take_submissions()[0].state == "refused"


def test_one_organisation_has_one_vote(world: dict[str, Viewer]) -> None:
    identifier = wish("One sign-in", "Six passwords are too many", capability="identity", viewer=world["kent"])
    assert [vote(identifier, viewer=world[who]) for who in ("kent", "kent", "durham")] == [True, False, True]
    assert [(one.votes, one.is_mine) for one in wishes(viewer=world["cleveland"])] == [(2, False)]
    assert not vote(UUID(int=1), viewer=world["kent"])


def test_a_ledger_loads_twice_alike_and_what_leaves_the_file_goes(world: dict[str, Viewer]) -> None:
    text = "Date,Account name,Amount\n01/05/2026,Licences,100\n01/05/2026,Licences,100\n01/06/2026,Chairs,5\n"
    first = take_file("ledger", "durham", "l.csv", text.encode(), {"visibility": "owner"})
    assert (first.summary["new"], first.summary["unclassified"], first.summary["pence"]) == (3, 1, 20_500)
    assert take_file("ledger", "durham", "l.csv", text.encode(), {}).summary["new"] == 0
    again = take_file("ledger", "durham", "l.csv", text.rsplit("01/06", 1)[0].encode(), {})
    assert (again.summary["new"], again.summary["withdrawn"]) == (0, 1)
