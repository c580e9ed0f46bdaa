"""Access given and taken: two people to widen, one to narrow, at once for whoever has a page open, and kept by the database itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError, connections
from django.test import Client

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.access.permissions import NotPermitted
from beatbook.db.viewing import viewing
from beatbook.pole.views.live import _looked_again
from beatbook.stewardship.actions.granting import AccessRefused, Wanted, ask_change, decide_change
from beatbook.stewardship.queries.access import changes, holders, sharings, waiting
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from tests.access.test_attacks import client_of
from tests.journeys.walking import markings_of

TODAY = datetime.now(UTC).date()


def user_id(username: str) -> UUID:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM access_user WHERE username = %s", [username])
        return cursor.fetchone()[0]


def wanted(kind: str, code: str, who: str = "response", **more: object) -> Wanted:
    return Wanted(kind, code, "needed for Operation Test", TODAY, user_id=user_id(who), **more)  # type: ignore[arg-type]


@pytest.fixture
def managers(millshire: str) -> tuple[Viewer, Viewer]:
    """Two people who manage access."""
    return sign_in("standards"), sign_in("dpo")


def test_what_widens_waits_for_somebody_else_and_then_works_in_an_open_session(managers: tuple[Viewer, Viewer]) -> None:
    one, other = managers
    officer = sign_in("response")
    before = set(markings_of(officer))
    assert ask_change(wanted("agreement", "ISA-ASB-01"), viewer=one) is False
    assert set(markings_of(officer)) == before
    asked = waiting(viewer=other)[0]
    with pytest.raises(AccessRefused, match="Somebody else must agree"):
        decide_change(asked.id, agreed=True, reason="", viewer=one)
    decide_change(asked.id, agreed=True, reason="seen", viewer=other)
    assert set(markings_of(officer)) > before
    with pytest.raises(AccessRefused, match="already"):
        decide_change(asked.id, agreed=False, reason="changed my mind", viewer=other)
    assert waiting(viewer=one) == [] and changes(viewer=one)[0].state == "took effect"


def test_what_narrows_works_at_once_and_ends_an_open_page(managers: tuple[Viewer, Viewer]) -> None:
    one, _ = managers
    client, officer = client_of("neighbourhood")
    with viewing(officer) as cursor:
        cursor.execute(
            "SELECT r.id FROM sources_record r JOIN access_marking m ON m.vis = r.vis WHERE r.kind = 'person' AND NOT r.withdrawn"
            " AND 'ISA-ASB-01' = ANY (m.agreements) AND NOT 'millshire' = ANY (m.agreements) ORDER BY r.id LIMIT 1"
        )
        record = cursor.fetchone()[0]
    address = f"/people/{record}"
    assert client.get(address).status_code == 200
    looked = _looked_again(officer.token, record)
    assert ask_change(wanted("agreement", "ISA-ASB-01", "neighbourhood", taken=True), viewer=one) is True
    assert client.get(address).status_code == 404
    assert looked is not None and _looked_again(officer.token, record) is None


def test_an_open_page_is_told(managers: tuple[Viewer, Viewer]) -> None:
    """PostgreSQL tells every page that something changed; each then asks again as its own viewer."""
    import psycopg

    parameters = connections["default"].get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as listening:
        listening.execute("LISTEN beatbook_changed")
        ask_change(wanted("caveat", "DA", "sergeant", taken=True), viewer=managers[0])
        assert next(listening.notifies(timeout=10, stop_after=1)).channel == "beatbook_changed"


def test_the_database_holds_the_rules_whoever_writes(managers: tuple[Viewer, Viewer]) -> None:
    one, other = managers
    insert = (
        "INSERT INTO stewardship_accesschange (id, user_id, kind, code, taken, starts_on, facts, widens, reason, asked_by)"
        " VALUES (%s, %s, %s, %s, %s, current_date, '{}', false, 'because', %s)"
    )
    decide = "INSERT INTO stewardship_accessdecision (change_id, agreed, reason, decided_by) VALUES (%s, true, '', %s)"
    for viewer, who, kind, code, by in (
        (one, one.user_id, "clearance", "2", one.user_id),  # for oneself
        (one, user_id("response"), "clearance", "2", other.user_id),  # in another's name
        (one, user_id("keeper"), "caveat", "PP-WITNESS", one.user_id),  # sealed identities
        (sign_in("sergeant"), user_id("response"), "clearance", "2", user_id("sergeant")),  # not one's business
    ):
        if kind == "clearance" and who == one.user_id:
            ask_change(Wanted("clearance", "0", "for a test", TODAY, user_id=who), viewer=other)
        with pytest.raises(ProgrammingError), viewing(viewer) as cursor:
            cursor.execute(insert, [uuid4(), who, kind, code, False, by])
    change = uuid4()
    with viewing(one) as cursor:  # `widens` is what the database says, not what was written
        cursor.execute(insert, [change, user_id("response"), "caveat", "DA", False, one.user_id])
    assert not any(held.code == "DA" for held in next(h for h in holders(viewer=one) if h.id == user_id("response")).held)
    with pytest.raises(ProgrammingError), viewing(one) as cursor:
        cursor.execute(decide, [change, one.user_id])
    with viewing(other) as cursor:
        cursor.execute(decide, [change, other.user_id])
    assert any(held.code == "DA" for held in next(h for h in holders(viewer=one) if h.id == user_id("response")).held)
    for table in ("access_grant", "access_agreement"):
        with pytest.raises(ProgrammingError), viewing(one) as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_an_agreement_is_made_by_two_and_ended_by_one(managers: tuple[Viewer, Viewer]) -> None:
    one, other = managers
    facts = {
        "title": "Fire",
        "purpose": "Arson",
        "legal_basis": "s115",
        "shared": "Names",
        "owner": "DPO",
        "parties": ["millshire", "fire"],
    }
    facts["review_on"] = (TODAY + timedelta(300)).isoformat()
    ask_change(Wanted("sharing", "ISA-FIRE-01", "new duty", TODAY, facts=facts), viewer=one)
    assert "ISA-FIRE-01" not in {each.code for each in sharings(viewer=one)}
    decide_change(waiting(viewer=other)[0].id, agreed=True, reason="", viewer=other)
    made = next(each for each in sharings(viewer=one) if each.code == "ISA-FIRE-01")
    assert (made.shared, made.owner, made.parties, made.stands(TODAY)) == ("Names", "DPO", ("millshire", "fire"), True)
    assert ask_change(Wanted("sharing", "ISA-FIRE-01", "over", TODAY, taken=True), viewer=one) is True
    assert not next(each for each in sharings(viewer=one) if each.code == "ISA-FIRE-01").stands(TODAY)


@pytest.mark.parametrize("username", ["response", "sergeant", "analyst", "registrar", "partner", "keeper"])
def test_other_roles_find_no_page_no_grant_and_no_change(username: str, module_millshire: str) -> None:
    client, viewer = client_of(username)
    for path in (
        "/access",
        "/access/agreements",
        "/access/agreements/new",
        "/access/agreements/ISA-ASB-01",
        f"/access/people/{user_id('response')}",
    ):
        assert client.get(path).status_code == 404
    with pytest.raises(NotPermitted):
        ask_change(wanted("clearance", "2"), viewer=viewer)
    with viewing(viewer) as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE g.user_id <> %s), count(*) FROM access_grant g", [viewer.user_id])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM access_agreement")
        assert cursor.fetchone() == (0,)


def test_the_past_of_grants_is_kept(managers: tuple[Viewer, Viewer]) -> None:
    add_people([Person("response", "PC 1142 Amira Hale", Role.RESPONSE, "millshire", "Millshire Police", clearance=Classification.PUBLIC)])
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = managers[0].token
    with viewing(managers[0]) as cursor:
        cursor.execute("SELECT count(*) FROM past.access_grant p WHERE p.user_id = %s", [user_id("response")])
        assert cursor.fetchone()[0] > 0
