"""Sessions, markings and grants: what opens what, and that it closes again at once."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connections, transaction

from beatbook.access.actions import (
    SignInRefused,
    TokenRefused,
    add_agreement,
    add_caveat,
    add_people,
    intern_marking,
    mint_token,
    public_viewer,
    resume,
    sign_in,
    sign_out,
    system_viewer,
)
from beatbook.access.actions.tokens import MOST_TOKENS
from beatbook.access.people import Person
from beatbook.access.permissions import Tool
from beatbook.access.queries import markings
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer

OWN = Marking(Classification.OFFICIAL, frozenset({"millshire"}))
COUNCIL = Marking(Classification.OFFICIAL, frozenset({"ISA-1", "council"}))
COVERT = Marking(Classification.OFFICIAL_SENSITIVE, frozenset({"millshire"}), frozenset({"COVERT", "C"}))
PUBLIC = Marking(Classification.PUBLIC)
TODAY = datetime.now(UTC).date()

pytestmark = pytest.mark.usefixtures("database")


def someone(username: str = "pc", **facts: object) -> Viewer:
    """A signed-in person of Millshire Police, unless told otherwise."""
    organisation = facts.pop("organisation_code", "millshire")
    add_people([Person(username, username, Role.RESPONSE, str(organisation), "An organisation", **facts)])  # type: ignore[arg-type]
    return sign_in(username)


def agreement(code: str = "ISA-1", *, starts: int = -30, ends: int | None = None) -> None:
    """An agreement that starts and ends so many days from today."""
    add_agreement(
        code,
        title="Anti-social behaviour",
        purpose="Prevention",
        legal_basis="Crime and Disorder Act 1998 s115",
        parties=["millshire", "council"],
        starts_on=TODAY + timedelta(starts),
        ends_on=None if ends is None else TODAY + timedelta(ends),
        review_on=TODAY + timedelta(365),
    )


def seen(viewer: Viewer) -> set[Marking]:
    """Which of the markings above the viewer sees."""
    for marking in (OWN, COUNCIL, COVERT, PUBLIC):
        intern_marking(marking)
    return set(markings(viewer=viewer).values())


def test_staff_see_what_their_own_organisation_holds() -> None:
    assert seen(someone()) == {OWN, PUBLIC}


def test_a_partner_sees_what_is_shared_and_nothing_of_the_forces() -> None:
    agreement()
    assert seen(someone(organisation_code="council")) == {COUNCIL, PUBLIC}


def test_an_agreement_opens_only_between_its_dates() -> None:
    agreement()
    viewer = someone(agreements=("ISA-1",))
    assert COUNCIL in seen(viewer)
    agreement(ends=-1)
    assert COUNCIL not in seen(viewer)
    agreement(starts=1)
    assert COUNCIL not in seen(viewer)


@pytest.mark.parametrize(
    ("clearance", "caveats", "opens"),
    [
        (Classification.OFFICIAL_SENSITIVE, ("COVERT", "C"), True),
        (Classification.OFFICIAL_SENSITIVE, ("COVERT",), False),
        (Classification.OFFICIAL, ("COVERT", "C"), False),
    ],
)
def test_all_caveats_and_the_level_are_needed(clearance: Classification, caveats: tuple[str, ...], opens: bool) -> None:
    add_caveat("COVERT", kind="compartment", title="Covert")
    assert (COVERT in seen(someone(clearance=clearance, caveats=caveats))) is opens


def test_taking_a_grant_away_bites_on_the_next_look() -> None:
    viewer = someone(clearance=Classification.OFFICIAL_SENSITIVE, caveats=("COVERT", "C"))
    assert COVERT in seen(viewer)
    someone()
    assert COVERT not in seen(viewer)


def test_the_public_sees_what_is_public_and_a_job_of_the_system_everything() -> None:
    assert seen(public_viewer()) == {PUBLIC}
    assert seen(system_viewer("test")) == {OWN, COUNCIL, COVERT, PUBLIC}


def test_without_a_session_there_are_no_rows_and_no_error() -> None:
    seen(someone())
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*), (SELECT sec.my_user()), (SELECT sec.my_vis()) FROM access_marking")
        assert cursor.fetchone() == (0, None, [])


def test_signing_out_ends_the_session_everywhere() -> None:
    viewer = someone()
    assert resume(viewer.token) == viewer
    sign_out(viewer)
    assert resume(viewer.token) is None
    assert markings(viewer=viewer) == {}


@pytest.mark.parametrize("change", ["UPDATE access_user SET active = false", "UPDATE sec.session SET expires_at = now() - interval '1 s'"])
def test_an_ended_account_or_session_sees_nothing(change: str) -> None:
    viewer = someone()
    with connections["owner"].cursor() as cursor:
        cursor.execute(change)
    assert resume(viewer.token) is None
    assert seen(viewer) == set()


def test_nobody_unknown_signs_in() -> None:
    with pytest.raises(SignInRefused):
        sign_in("nobody")


def test_the_database_keeps_no_token() -> None:
    viewer = someone()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, ' ') FROM sec.session s")
        assert viewer.token not in cursor.fetchone()[0]
    assert viewer.token not in repr(viewer)


def test_a_marking_is_interned_once() -> None:
    assert intern_marking(OWN) == intern_marking(OWN) != intern_marking(COVERT)


def test_sessions_long_over_are_forgotten_at_the_next_sign_in() -> None:
    someone()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET expires_at = now() - interval '31 days'")
        someone("another")
        cursor.execute("SELECT count(*) FROM sec.session")
        assert cursor.fetchone() == (1,)


def test_two_tokens_made_at_once_count_one_another() -> None:
    """The second waits for the first; each counting what it sees, both would pass the most that one person may have."""
    viewer, outcomes = someone(), []
    for number in range(MOST_TOKENS - 1):
        mint_token(viewer, f"program {number}", [Tool.SEARCH], days=7)

    def second() -> None:
        try:
            outcomes.append(mint_token(viewer, "one too many", [Tool.SEARCH], days=7))
        except TokenRefused as refused:
            outcomes.append(refused.field)
        finally:
            connections["login"].close()

    with transaction.atomic(using="login"):
        mint_token(viewer, "the last", [Tool.SEARCH], days=7)
        thread = Thread(target=second)
        thread.start()
        thread.join(0.5)  # without a lock it is through long before
    thread.join()
    assert outcomes == ["name"]
