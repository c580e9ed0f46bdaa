"""A real person's way in, in a real browser: an authenticator app, a passkey of the browser's own, and a real OpenID Connect provider on loopback."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from beatbook.access.actions import add_people
from beatbook.access.people import Person
from beatbook.accounts.actions import open_account, set_password
from beatbook.vocabulary.viewer import Role
from tests.journeys.browser import DESKTOP, PHONE, faults, picture, serving, visit

NAME, PASSWORD = "hale", "marmalade-tractor-violin"
AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture
def door(database: str) -> Iterator[str]:
    """The server as on a real site, with one officer; by the name localhost, which browsers take for a place of passkeys."""
    add_people([Person(NAME, "PC Amira Hale", Role.RESPONSE, "millshire", "Millshire Police")])
    open_account(NAME)
    set_password(NAME, PASSWORD)
    cache.clear()
    with a_directory({"7": NAME, "8": "nobody"}) as issuer:
        settings = {"BEATBOOK_OIDC_ISSUER": issuer, "BEATBOOK_OIDC_CLIENT": "beatbook", "BEATBOOK_OIDC_SECRET": "secret"}
        with serving({"BEATBOOK_DATABASE_NAME": database, "BEATBOOK_DEMONSTRATION": "0", **settings}) as address:
            yield address.replace("127.0.0.1", "localhost")
    cache.clear()


@contextmanager
def a_directory(names: dict[str, str]) -> Iterator[str]:
    """A real OpenID Connect provider in a process of its own, which knows these people; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = [f"--user-claims={json.dumps({'sub': sub, 'preferred_username': name})}" for sub, name in names.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(port), *known]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("Running on" in line or "running" in line.lower() for line in process.stderr)
        try:
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def type_password(page: Page) -> None:
    """Fills the form in."""
    page.get_by_label("User name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def app_code(secret: str) -> str:
    """What an authenticator app with this secret shows."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1])))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_password_then_an_authenticator_app_without_javascript(browser: Browser, door: str, width: int) -> None:
    with visit(browser, door, width=width, javascript=False) as seen:
        page = seen.go("/")
        expect(page).to_have_url(re.compile("/account/sign-in$"))
        picture(page, f"account-sign-in-{width}")
        type_password(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("second factor", re.I))
        page.get_by_role("link", name="Set up").first.click()
        picture(page, f"account-app-{width}")
        page.get_by_label("Code").fill(app_code(page.get_by_label("Secret").input_value()))
        page.get_by_role("button", name="Switch on").click()
        seen.go("/")
        expect(page.get_by_text("PC Amira Hale").first).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_pages_of_ones_own_account_have_no_faults(browser: Browser, door: str, width: int) -> None:
    with visit(browser, door, width=width) as seen:
        page = seen.go("/account/sign-in")
        assert faults(page) == []
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_text("There is a problem")).to_be_visible()
        assert faults(page) == []
        type_password(page)
        expect(page.get_by_role("link", name="Set up").first).to_be_visible()
        assert faults(page) == []
        picture(page, f"account-factors-{width}")
        for path in ("totp/activate/", "webauthn/add/", "webauthn/"):
            assert faults(seen.go(f"/account/factors/{path}")) == [], path


def test_a_passkey_needs_no_password(browser: Browser, door: str) -> None:
    with visit(browser, door) as seen:
        page = seen.go("/account/sign-in")
        debugger = seen.context.new_cdp_session(page)
        debugger.send("WebAuthn.enable")
        debugger.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        type_password(page)
        page.wait_for_url("**/account/factors/")
        seen.go("/account/factors/webauthn/add/")
        page.get_by_label("Name").fill("This computer")
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url(re.compile("/account/factors/(?!webauthn/add)"))
        seen.go("/")
        expect(page.get_by_text("PC Amira Hale").first).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/account/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{door}/")
        expect(page.get_by_text("PC Amira Hale").first).to_be_visible()


def test_the_forces_directory_lets_its_people_in_and_nobody_else(browser: Browser, door: str) -> None:
    for sub, let_in in (("7", True), ("8", False)):
        with visit(browser, door) as seen:
            page = seen.go("/account/sign-in")
            page.get_by_role("button", name="your force account").click()
            page.get_by_placeholder("sub").fill(sub)
            page.get_by_role("button", name="Authorize").first.click()
            expect(page.get_by_text("PC Amira Hale" if let_in else "You have no access yet").first).to_be_visible()
            seen.complaints.clear()  # the provider's own page asks for a style sheet that is not here, and being turned away is a 403
