"""Every address is either open to anybody on purpose, or guarded by a tool that a role must have."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from beatbook.access.permissions import CARRIED_BY_TOKENS
from beatbook.config.api import api

FACTOR_PAGES = (
    *("index", "authenticate", "reauthenticate", "activate_totp", "deactivate_totp", "view_recovery_codes"),
    *("generate_recovery_codes", "download_recovery_codes", "list_webauthn", "add_webauthn", "edit_webauthn", "remove_webauthn"),
    *("reauthenticate_webauthn", "login_webauthn"),
)
PUBLISHED = (
    *("your-area", "force-areas", "force-areas-file", "neighbourhood", "neighbourhood-file", "neighbourhood-searches"),
    *("neighbourhood-map", "neighbourhood-map-data", "open-data", "archive", "neighbourhood-calendar", "neighbourhood-news"),
)
OPEN_TO_ANYBODY = {
    "sign-in": "offers the demonstration's people",
    "time-left": "how long one's own session still lasts; no data",
    "sign-out": "ends whatever session there is",
    "account_login": "the door",
    "account_logout": "ends whatever session there is",
    "account_reauthenticate": "asks for the password again; only for somebody signed in",
    "account_change_password": "one's own password, only for somebody signed in",
    "account_inactive": "words without data",
    "account_signup": "words without data: nobody signs themselves up",
    "socialaccount_signup": "words without data: nobody signs themselves up",
    "socialaccount_login_error": "words without data",
    "socialaccount_login_cancelled": "words without data",
    "not-known-here": "words without data",
    "openid_connect_login": "leads to the force's directory",
    "openid_connect_callback": "takes what the directory sends back",
    **{f"mfa_{name}": "one's own second factors, only for somebody signed in" for name in FACTOR_PAGES},
    "home": "sends strangers to sign in, and shows others what row-level security lets them see",
    "purpose": "asks a signed-in person why they look",
    "end-purpose": "ends the viewer's own task",
    "gallery": "the style guide, with invented data, in the demonstration only",
    "open-technology": "open data, as the public sees it",
    "open-technology-file": "open data, as the public sees it",
    "receive-message": "guarded by the feed's own token",
    "how-scores-work": "an explanation without data",
    "accessibility": "a statement without data",
    "privacy": "a statement without data",
    "how-this-works": "an explanation without data",
    "forecasts-published": "how forecasts are tested, as the public's viewer may see it",
    "forecast-published": "one forecast's back-test, as published",
    "forecast-published-file": "the same as a file",
    "openapi-json": "what programs may ask, without data",
    "openapi-view": "the same in words",
    "api-root": "answers “not found”",
    **dict.fromkeys(PUBLISHED, "published for everybody: row-level security shows a stranger what is PUBLIC"),
    "interface": "what is published row by row, as the public's viewer sees it, whoever asks",
}


def patterns(resolver: URLResolver) -> list[URLPattern]:
    """Every address, flattened."""
    found: list[URLPattern] = []
    for entry in resolver.url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


CALLS = {
    operation.url_name: view.operations
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
}


@pytest.mark.parametrize("pattern", patterns(get_resolver()), ids=lambda pattern: str(pattern.name))
def test_every_address_is_guarded_or_open_on_purpose(pattern: URLPattern) -> None:
    """A new page without a guard fails here."""
    assert pattern.name in OPEN_TO_ANYBODY or hasattr(pattern.callback, "tool") or pattern.name in CALLS


@pytest.mark.parametrize("operation", [one for operations in CALLS.values() for one in operations], ids=lambda one: one.view_func.__name__)
def test_every_call_of_the_staff_api_is_guarded_by_a_tool_that_tokens_may_carry(operation) -> None:
    """A call without `needs`, without a token or without a limit fails here."""
    assert operation.view_func.tool in CARRIED_BY_TOKENS
    assert operation.auth_callbacks and operation.throttle_objects
