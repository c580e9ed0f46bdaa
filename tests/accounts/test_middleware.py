"""The real door: password, second factor, lock-out, what ends a session, and what the role that serves pages can reach of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from beatbook.access.actions import NameTaken, SignInRefused, add_people, resume, sign_in, system_viewer, withdraw_people
from beatbook.access.people import Person
from beatbook.accounts.actions import MOST_SESSIONS, close_account, enter, open_account, set_password
from beatbook.accounts.models import Account
from beatbook.config.commands.account import COLUMNS, DirectoryUnreadable, _read
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.vocabulary.viewer import Role

NAME, PASSWORD = "hale", "marmalade-tractor-violin"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _person(database: str) -> Iterator[None]:
    """One officer with an account and a password; nobody is locked out yet."""
    cache.clear()
    add_people([Person(NAME, "PC Amira Hale", Role.RESPONSE, "millshire", "Millshire Police")])
    open_account(NAME)
    set_password(NAME, PASSWORD)
    yield
    cache.clear()


def with_app() -> None:
    """Gives the officer an authenticator app."""
    TOTP.activate(Account.objects.get(username=NAME), SECRET)


def code() -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[-1]))


def signed_in(client: Client) -> bool:
    """Has the browser a token that the database takes?"""
    token = client.cookies.get(settings.SESSION_COOKIE)
    return token is not None and bool(token.value) and resume(token.value) is not None


def type_password(client: Client, password: str = PASSWORD, name: str = NAME):  # type: ignore[no-untyped-def]
    """Sends the sign-in form."""
    return client.post("/account/sign-in", {"login": name, "password": password})


def last_event(database: str) -> tuple[str, str]:
    """Kind and user name of the newest event in the log."""
    with administrator(cluster_of_settings(), database) as connection:
        found = connection.execute("SELECT kind, detail->>'username' FROM audit_event ORDER BY changed DESC LIMIT 1").fetchone()
    return (str(found[0]), str(found[1])) if found else ("", "")


def test_a_password_alone_opens_nothing_until_a_second_factor_is_set_up(database: str) -> None:
    client = Client()
    assert type_password(client)["Location"] == "/account/factors/"
    assert not signed_in(client)
    opened = client.get("/account/factors/totp/activate/")
    assert opened.status_code == 200, opened["Location"]
    page = opened.content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert secret, page
    value = format_hotp_value(hotp_value(secret[1], list(yield_hotp_counters_from_time())[-1]))
    client.post("/account/factors/totp/activate/", {"code": value})
    assert signed_in(client) and last_event(database) == ("sign-in", NAME)
    assert client.get("/").status_code == 200


def test_password_and_code_open_the_door(database: str) -> None:
    with_app()
    client = Client()
    assert type_password(client)["Location"] == "/account/factors/authenticate/"
    assert not signed_in(client)
    assert client.post("/account/factors/authenticate/", {"code": "000000"}).status_code == 200 and not signed_in(client)
    assert client.post("/account/factors/authenticate/", {"code": code()})["Location"] == "/"
    assert signed_in(client) and last_event(database) == ("sign-in", NAME)


@pytest.mark.parametrize(("name", "said"), [(NAME, NAME), ("nobody", "")])
def test_a_wrong_password_and_an_unknown_name_answer_alike_and_only_a_real_name_is_logged(name: str, said: str, database: str) -> None:
    client = Client()
    response = type_password(client, "wrong password", name)
    assert response.status_code == 200 and "are not correct" in response.content.decode() and not signed_in(client)
    assert last_event(database) == ("sign-in-refused", said)


def test_five_wrong_passwords_lock_the_name_out_even_for_the_right_one() -> None:
    with_app()
    client = Client()
    for _ in range(5):
        type_password(client, "wrong password")
    assert "Too many failed" in type_password(client).content.decode()
    assert "Too many failed" in type_password(Client()).content.decode()


@override_settings(BEATBOOK_SECOND_FACTOR=False)
def test_a_door_without_second_factor_is_for_those_who_switch_it_off() -> None:
    client = Client()
    assert type_password(client)["Location"] == "/"
    assert signed_in(client)


@pytest.mark.parametrize("end", [lambda: withdraw_people([NAME]), lambda: close_account(NAME), lambda: set_password(NAME, PASSWORD + "s")])
def test_withdrawn_closed_or_with_a_new_password_the_next_request_sees_nothing(end) -> None:  # type: ignore[no-untyped-def]
    with_app()
    client = Client()
    type_password(client)
    client.post("/account/factors/authenticate/", {"code": code()})
    assert signed_in(client)
    end()
    assert not signed_in(client)
    assert client.get("/")["Location"] == "/sign-in"


@pytest.mark.parametrize("address", ["/sign-out", "/account/sign-out"])
def test_signing_out_ends_both_sessions_and_the_account_pages_give_no_new_one(address: str) -> None:
    with_app()
    client = Client()
    type_password(client)
    client.post("/account/factors/authenticate/", {"code": code()})
    token = client.cookies[settings.SESSION_COOKIE].value
    client.post(address)
    assert resume(token) is None
    assert client.get("/account/factors/").status_code == 302 and not signed_in(client)


def test_without_the_token_the_account_pages_are_shut_and_give_no_second_one_for_one_proof() -> None:
    with_app()
    client = Client()
    type_password(client)
    client.post("/account/factors/authenticate/", {"code": code()})
    del client.cookies[settings.SESSION_COOKIE]
    assert client.get("/account/factors/").status_code == 302
    assert settings.SESSION_COOKIE not in client.cookies


def test_an_account_without_a_user_here_is_turned_away(database: str) -> None:
    with_app()
    withdraw_people([NAME])
    client = Client()
    type_password(client)
    response = client.post("/account/factors/authenticate/", {"code": code()})
    assert response["Location"] == "/account/not-known-here" and not signed_in(client)
    assert "Ask your supervisor" in client.get("/account/not-known-here").content.decode()


def test_a_fourth_session_ends_the_oldest() -> None:
    viewers = [enter(NAME) for _ in range(MOST_SESSIONS + 1)]
    assert [resume(viewer.token) is not None for viewer in viewers] == [False, True, True, True]


@pytest.mark.parametrize("address", ["/account/no-sign-up", "/account/signup", "/account/password/reset/", "/account/email/"])
def test_nobody_signs_themselves_up_or_resets_by_mail(address: str) -> None:
    assert Client().get(address).status_code in (403, 404)


def test_secrets_are_kept_hashed_or_encrypted() -> None:
    with_app()
    assert Account.objects.get(username=NAME).password.startswith("argon2$argon2id$")
    assert SECRET not in str(Authenticator.objects.get(type="totp").data)


def test_signing_in_needs_the_forms_own_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/account/sign-in", {"login": NAME, "password": PASSWORD}).status_code == 403


@override_settings(BEATBOOK_SECOND_FACTOR=False)
@pytest.mark.parametrize("after", ["https://evil.invalid/", "//evil.invalid", "javascript:alert(1)"])
def test_no_address_of_others_is_followed_after_signing_in(after: str) -> None:
    response = Client().post("/account/sign-in", {"login": NAME, "password": PASSWORD, "next": after})
    assert response["Location"] == "/"


@pytest.mark.parametrize("name", ["public", "system:linking", "System:Linking"])
def test_no_account_leads_to_the_public_or_to_a_named_job(name: str, tmp_path: Path) -> None:
    system_viewer("linking")
    with pytest.raises(SignInRefused):
        enter(name)
    directory = tmp_path / "people.csv"
    said = {"role": "response", "clearance": "OFFICIAL", "kind": "force", "agreements": "", "caveats": ""}
    directory.write_text(",".join(COLUMNS) + "\n" + ",".join((dict.fromkeys(COLUMNS, "x") | said | {"username": name}).values()) + "\n")
    with pytest.raises(DirectoryUnreadable, match="no person may have"):
        _read(directory)


def test_a_demonstration_persons_name_and_sessions_go_to_nobody_else() -> None:
    def officer(name: str) -> Person:
        return Person(name, "Somebody", Role.RESPONSE, "millshire", "Millshire Police")

    add_people([officer("visitor")], demonstration=True)
    open_door = sign_in("visitor")
    add_people([officer("visitor")])
    assert resume(open_door.token) is None and resume(enter("visitor").token) is not None
    with pytest.raises(NameTaken, match="visitor"):
        add_people([officer("another"), officer("visitor")], demonstration=True)
    with pytest.raises(SignInRefused):
        enter("another")
