"""The register in the database: loads twice alike, and the database itself decides who sees a figure."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from beatbook.access.actions import add_people, public_viewer, sign_in, system_viewer
from beatbook.access.people import Person
from beatbook.db.viewing import viewing
from beatbook.organisations.actions import CARRIED, figure_vis, load_register, record_decision, refresh_entitlements
from beatbook.organisations.queries import NotYours, bodies, decisions, figure_vis_seen, limits, register, visibilities, who_may_decide
from beatbook.organisations.visibility import Visibility
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer

TODAY = date(2026, 11, 27)


def person(organisation: str, role: Role = Role.TECHNOLOGY) -> Viewer:
    """Somebody of this organisation, signed in."""
    add_people(
        [Person(f"{role}-{organisation}", f"Somebody of {organisation}", role, organisation, organisation, clearance=Classification.PUBLIC)]
    )
    refresh_entitlements(today=TODAY)
    return sign_in(f"{role}-{organisation}")


@pytest.fixture(scope="module")
def loaded(module_database: str) -> None:
    """The register that comes with Beatbook, and the made-up one."""
    for folder in ("england-and-wales", "millshire"):
        assert not load_register(CARRIED / folder, today=TODAY).refused


def seen_of(viewer: Viewer) -> set[Visibility]:
    """How far Durham's figures are open to this viewer, as the policy says."""
    numbers = {figure_vis("durham", each): each for each in Visibility}
    with viewing(viewer) as cursor:
        cursor.execute("SELECT unnest((SELECT sec.my_vis())::integer[])")
        return {numbers[row[0]] for row in cursor.fetchall() if row[0] in numbers}


def test_forty_three_forces_and_a_second_load_changes_nothing(loaded: None) -> None:
    before = register(viewer=public_viewer())
    load_register(CARRIED / "england-and-wales", today=TODAY)
    assert register(viewer=public_viewer()) == before
    forces = [one for one in before.on(TODAY, ("force",)) if one.source != "Made up for the demonstration"]
    assert len(forces) == 43
    assert before.as_on("greater-manchester-commissioner", TODAY) == {"greater-manchester-mayor"}
    assert before.organisations["hampshire"].name_on(date(2020, 1, 1)) == "Hampshire Constabulary"


@pytest.mark.parametrize(
    ("organisation", "role", "seen"),
    [
        ("durham", Role.TECHNOLOGY, set(Visibility)),
        ("durham-commissioner", Role.OPCC, set(Visibility)),
        ("cleveland", Role.FINANCE, {Visibility.PEERS, Visibility.NATIONAL, Visibility.PUBLIC}),
        ("kent", Role.TECHNOLOGY, {Visibility.NATIONAL, Visibility.PUBLIC}),
        ("npcc", Role.NATIONAL, {Visibility.NATIONAL, Visibility.PUBLIC}),
        ("millshire-council", Role.PARTNER, {Visibility.PUBLIC}),
        ("durham", Role.RESPONSE, {Visibility.PUBLIC}),
    ],
)
def test_the_database_decides_how_far_a_figure_is_seen(loaded: None, organisation: str, role: Role, seen: set[Visibility]) -> None:
    viewer = person(organisation, role)
    assert seen_of(viewer) == seen
    assert set(visibilities(viewer=viewer).values()) >= seen


def test_the_public_sees_what_is_public(loaded: None) -> None:
    assert seen_of(public_viewer()) == {Visibility.PUBLIC}


def test_a_membership_that_ends_closes_figures_by_its_date(loaded: None, tmp_path: Path) -> None:
    viewer = person("northumbria")
    assert Visibility.PEERS in seen_of(viewer)
    rows = "group,organisation,starts_on,ends_on,source\nregion-north-east,northumbria,2012-11-22,2020-01-01,made up\n"
    (tmp_path / "memberships.csv").write_text(rows)
    load_register(tmp_path, today=TODAY)
    assert Visibility.PEERS not in seen_of(viewer)


def test_rows_that_name_nobody_known_are_refused(loaded: None, tmp_path: Path) -> None:
    rows = "organisation,kind,other,starts_on,ends_on,source\ndurham,succeeds,atlantis,2020-01-01,,made up\ndurham,owns,npcc,2020-01-01,,made up\n"
    (tmp_path / "ties.csv").write_text(rows)
    refused = load_register(tmp_path, today=TODAY).refused
    assert [(one.row, one.column) for one in refused] == [(2, "other")]


def test_only_its_own_people_write_an_organisations_decisions(loaded: None) -> None:
    director, stranger = person("millshire"), person("kent")
    facts = {"matter": "Buying or renewing a system", "title": "Renew", "reason": "It works", "amount_pence": 100, "decided_on": TODAY}
    identifier = record_decision("millshire-technology-board", **facts, visibility=Visibility.OWNER, viewer=director)
    assert identifier in {one.id for one in decisions(viewer=director)}
    assert identifier not in {one.id for one in decisions(viewer=stranger)}
    with pytest.raises(NotYours):
        figure_vis_seen("millshire", Visibility.NATIONAL, viewer=stranger)
    vis = figure_vis("kent", Visibility.NATIONAL)
    with pytest.raises(ProgrammingError, match="row-level security"), viewing(stranger) as cursor:
        cursor.execute(
            "INSERT INTO organisations_decision (id, owner, vis, body_id, matter, title, reason, decided_on, recorded_by)"
            " VALUES (gen_random_uuid(), 'millshire', %s, 'joint-board', '', '', '', now(), %s)",
            [vis, stranger.user_id],
        )


def test_the_lowest_limit_that_reaches_decides(loaded: None) -> None:
    matter, viewer = "Buying or renewing a system", public_viewer()
    found = [who_may_decide(matter, pence, viewer=viewer, on=TODAY) for pence in (5_000_000, 5_000_001, 10**12)]
    assert [one.decider for one in found if one] == [
        "Director of technology",
        "Millshire Technology Board",
        "Police and Crime Commissioner",
    ]
    assert who_may_decide("Dancing", 1, viewer=viewer, on=TODAY) is None
    assert len(limits(viewer=viewer, on=date(2000, 1, 1))) == 0
    assert {seat.office for body in bodies(viewer=viewer, on=TODAY) for seat in body.seats} >= {"Chair", "Director"}


def test_those_who_work_with_figures_hold_no_agreement_of_a_record(loaded: None) -> None:
    person("durham-commissioner", Role.OPCC)
    system_viewer("tests")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT code FROM access_grant g JOIN access_user u ON u.id = g.user_id WHERE u.role = 'opcc' AND g.kind = 'agreement'"
        )
        assert all(row[0].startswith("figures:") for row in cursor.fetchall())
        cursor.execute(
            "SELECT code FROM access_grant g JOIN access_user u ON u.id = g.user_id WHERE u.role = 'opcc' AND g.kind = 'clearance'"
        )
        assert {row[0] for row in cursor.fetchall()} == {str(int(Classification.PUBLIC))}
