"""Changing what one proves oneself with asks again after ten minutes, and a lost factor is made good once by each recovery code."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from beatbook.access.actions import add_people, resume
from beatbook.access.people import Person
from beatbook.accounts.actions import open_account, set_password
from beatbook.accounts.models import Account
from beatbook.vocabulary.viewer import Role

NAME, PASSWORD, SECRET = "hale", "marmalade-tractor-violin", "JBSWY3DPEHPK3PXP"
CHANGES = ("totp/deactivate/", "recovery-codes/generate/", "recovery-codes/", "recovery-codes/download/", "webauthn/add/")


@pytest.fixture(autouse=True)
def _person(database: str) -> Iterator[None]:
    """One officer with a password, an authenticator app and recovery codes."""
    cache.clear()
    add_people([Person(NAME, "PC Amira Hale", Role.RESPONSE, "millshire", "Millshire Police")])
    open_account(NAME)
    set_password(NAME, PASSWORD)
    TOTP.activate(account(), SECRET)
    RecoveryCodes.activate(account())
    yield
    cache.clear()


def account() -> Account:
    """The officer's account."""
    found: Account = Account.objects.get(username=NAME)
    return found


def codes() -> list[str]:
    """The recovery codes that still stand."""
    return list(RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes())


def with_code(code: str) -> Client:
    """A browser that has sent the password, and this code for the second factor."""
    client = Client()
    client.post("/account/sign-in", {"login": NAME, "password": PASSWORD})
    client.post("/account/factors/authenticate/", {"code": code})
    return client


def is_in(client: Client) -> bool:
    """Has the browser a token that the database takes?"""
    token = client.cookies.get(settings.SESSION_COOKIE)
    return token is not None and resume(token.value) is not None


def ten_minutes_pass(client: Client) -> None:
    """In this browser what was proved is now eleven minutes old."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [one | {"at": one["at"] - 660} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]]
    session.save()


@pytest.mark.parametrize("change", CHANGES)
def test_after_ten_minutes_a_change_of_factors_asks_who_one_is_and_then_goes_on(change: str) -> None:
    address = f"/account/factors/{change}"
    client = with_code(codes()[0])
    assert is_in(client) and client.get(address).status_code in (200, 302)
    ten_minutes_pass(client)
    asked = client.get(address)
    assert asked.status_code == 302 and asked["Location"].startswith(("/account/prove-again", "/account/factors/reauthenticate"))
    assert client.post("/account/prove-again", {"password": "wrong password"}).status_code == 200
    assert client.get(address).status_code == 302
    client.post("/account/prove-again", {"password": PASSWORD})
    again = client.get(address)
    assert again.status_code == 200 or not again["Location"].startswith(("/account/prove-again", "/account/factors/reauthenticate"))


def test_a_change_of_factors_that_is_sent_without_asking_again_changes_nothing() -> None:
    client = with_code(codes()[0])
    ten_minutes_pass(client)
    client.post("/account/factors/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_signing_in_somewhere_else_proves_nothing_in_a_browser_that_was_left_open() -> None:
    """Whoever holds an old browser of somebody's waits in vain for them to sign in at their desk."""
    left_open = with_code(codes()[0])
    ten_minutes_pass(left_open)
    assert is_in(with_code(codes()[0]))
    left_open.post("/account/factors/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_each_recovery_code_opens_the_door_once() -> None:
    first, second = codes()[:2]
    assert is_in(with_code(first)) and not is_in(with_code(first))
    assert first not in codes() and is_in(with_code(second))


def test_the_person_makes_new_codes_and_the_old_ones_end() -> None:
    old = codes()[1]
    client = with_code(codes()[0])
    client.post("/account/factors/recovery-codes/generate/")
    shown = client.get("/account/factors/recovery-codes/").content.decode()
    assert old not in codes() and all(re.search(rf"\b{code}\b", shown) for code in codes())
    assert not is_in(with_code(old))


def test_recovery_codes_alone_are_no_second_factor() -> None:
    client = with_code(codes()[0])
    client.post("/account/factors/totp/deactivate/")
    assert not Authenticator.objects.filter(type="totp").exists()
    later = Client()
    later.post("/account/sign-in", {"login": NAME, "password": PASSWORD})
    assert not is_in(later)
