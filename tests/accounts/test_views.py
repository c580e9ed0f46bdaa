"""One's own password: changed by the present one and a second factor alone, and with it goes whatever the old one had opened."""

from collections.abc import Iterator

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from beatbook.access.actions import add_people, mint_token, resume, resume_program
from beatbook.access.people import Person
from beatbook.access.permissions import Tool
from beatbook.accounts.actions import open_account, set_password
from beatbook.accounts.models import Account
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.vocabulary.viewer import Role

NAME, OLD, NEW = "hale", "marmalade-tractor-violin", "candle-otter-harbour"
ADDRESS = "/account/password"


@pytest.fixture(autouse=True)
def _person(database: str) -> Iterator[None]:
    """One officer with a password, an authenticator app and recovery codes."""
    cache.clear()
    add_people([Person(NAME, "PC Amira Hale", Role.ANALYST, "millshire", "Millshire Police")])
    open_account(NAME)
    set_password(NAME, OLD)
    TOTP.activate(account(), "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account())
    yield
    cache.clear()


def account() -> Account:
    """The officer's account."""
    found: Account = Account.objects.get(username=NAME)
    return found


def a_code() -> str:
    """A recovery code that still stands."""
    return str(RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0])


def entered() -> Client:
    """A browser in which the officer has just signed in by both factors."""
    client = Client()
    client.post("/account/sign-in", {"login": NAME, "password": OLD})
    client.post("/account/factors/authenticate/", {"code": a_code()})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    """Has the browser a token that the database takes?"""
    token = client.cookies.get(settings.SESSION_COOKIE)
    return token is not None and resume(token.value) is not None


def change(client: Client, present: str = OLD, new: str = NEW):  # type: ignore[no-untyped-def]
    """Sends the form."""
    return client.post(ADDRESS, {"oldpassword": present, "password1": new, "password2": new})


def only_the_password_is_fresh(client: Client) -> None:
    """In this browser the second factor was shown eleven minutes ago."""
    session = client.session
    proofs = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [one if one["method"] == "password" else one | {"at": one["at"] - 660} for one in proofs]
    session.save()


def last_kind(database: str) -> str:
    """The kind of the newest event in the log."""
    with administrator(cluster_of_settings(), database) as connection:
        return str(connection.execute("SELECT kind FROM audit_event ORDER BY changed DESC LIMIT 1").fetchone()[0])


def test_the_present_password_and_a_factor_change_it_and_everything_else_that_is_open_ends(database: str) -> None:
    desk, phone = entered(), entered()
    viewer = resume(phone.cookies[settings.SESSION_COOKIE].value)
    assert viewer is not None
    token = mint_token(viewer, "a spreadsheet", [Tool.SEARCH], days=7)
    assert desk.get(ADDRESS).status_code == 200
    assert change(desk)["Location"] == "/account/factors/"
    assert last_kind(database) == "password-changed"
    assert account().check_password(NEW)
    assert is_in(desk) and desk.get("/account/factors/").status_code == 200
    assert not is_in(phone) and phone.get("/account/factors/").status_code == 302
    assert resume_program(token) is None


def test_a_wrong_present_password_changes_nothing_is_logged_and_is_soon_asked_no_more(database: str) -> None:
    client = entered()
    assert change(client, "not the present one").status_code == 200
    assert last_kind(database) == "password-refused"
    for _ in range(4):
        change(client, "not the present one")
    assert change(client).status_code == 429
    assert account().check_password(OLD)


def test_without_a_fresh_second_factor_it_is_asked_for_first() -> None:
    client = entered()
    only_the_password_is_fresh(client)
    asked = change(client)
    assert asked["Location"] == f"/account/factors/reauthenticate/?next={ADDRESS.replace('/', '%2F')}"
    assert account().check_password(OLD)
    shown = client.post(asked["Location"], {"code": a_code(), "next": ADDRESS})
    assert shown["Location"] == ADDRESS
    change(client)
    assert account().check_password(NEW)


@pytest.mark.parametrize("new", ["short", "hale-2026-hale", "password123456"])
def test_what_no_administrator_could_set_nobody_sets_for_themselves(new: str) -> None:
    assert change(entered(), new=new).status_code == 200
    assert account().check_password(OLD)


def test_who_has_proved_a_password_alone_changes_none() -> None:
    Authenticator.objects.all().delete()
    client = Client()
    client.post("/account/sign-in", {"login": NAME, "password": OLD})
    assert change(client)["Location"] == "/account/sign-in"
    assert change(Client())["Location"] == "/account/sign-in"
    assert account().check_password(OLD)


def test_somebody_of_the_directory_has_no_password_here_to_change() -> None:
    client = entered()
    held = account()
    held.set_unusable_password()
    held.save()
    session = client.session
    session["_auth_user_hash"] = held.get_session_auth_hash()
    session.save()
    assert client.get(ADDRESS).status_code == 404
    assert "Change your password" not in client.get("/account/factors/").content.decode()
