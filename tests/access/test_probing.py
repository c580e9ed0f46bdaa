"""Probing by hand, written down: every address with odd methods, headers, paths and values; forms without their token; sessions that were fixed.

Each walk goes over the address table itself, so that a new address is probed from its first day.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import scopes_for
from tests.access.test_attacks import a_person, client_of

VALUES = {"uuid": str(UUID(int=1)), "slug": "csv", "str": "x", "int": "1", "path": "x"}
TAKES_POSTS_OF_PROGRAMS = {"receive-message", "interface"}  # the feed's own token, and what is public: no cookie counts there
PUBLISHED = ("/open-data", "/api/", "/your-area")  # may be kept by caches: the same for everybody
PAYLOADS = (
    "' OR '1'='1' --",
    "1); DROP TABLE sources_record; --",
    "%' UNION SELECT token_hash FROM sec.session --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% debug %}${7*7}",
    "x\r\nSet-Cookie: beatbook_session=stolen",
    "../../../../etc/passwd",
    "\u202egnihtemos\u0301\u0301\u0301",
    "A" * 10_000,
    "%00%0d%0a",
    "9" * 400,
)
PARAMETERS = (*"q sort page kind type system to open days looker at next force area carrier value address detail".split(),)
TRICKS = {
    "another host by proxy": {"X-Forwarded-Host": "evil.example"},
    "another method": {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "PUT"},
    "another address": {"X-Original-URL": "/seals", "X-Rewrite-URL": "/seals"},
    "another person": {"X-Forwarded-User": "keeper", "Remote-User": "keeper", "X-Forwarded-For": "127.0.0.1"},
    "another sort": {"Accept": "application/json; q=1, ../../etc/passwd", "Accept-Language": "../../x"},
    "a part alone": {"Range": "bytes=0-1", "HX-Request": "true", "HX-Current-URL": "javascript:alert(1)"},
}
ODD_PATHS = (
    *(
        "//people//",
        "/people/..%2f..%2fseals",
        "/people/%2e%2e/seals",
        "/people/%252e%252e/seals",
        "/./seals",
        "/seals;jsessionid=1",
        "/seals/",
        "/SEALS",
    ),
    *(
        "/people/00000000-0000-0000-0000-00000000000",
        "/people/00000000-0000-0000-0000-000000000001/",
        "/people/%00",
        "/people/\u2044seals",
        "\\seals",
    ),
    *(
        "/static/../beatbook/config/settings.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/.env",
        "/.git/config",
    ),
    *("/search/results.php", "/search/results.xlsx%00.csv", "/oversight/looks.exe", "/" + "a/" * 500, "/" + "%41" * 3_000),
)


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str, object]]:
    """(name, an address, view) of every entry of the table, with a value for each part."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda part: VALUES.get(part.group(1) or "str", "x"), route)
            yield str(entry.name), "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$\\]", "", filled), entry.callback


ROUTES = list(routes(get_resolver()))


@pytest.fixture(scope="module")
def officer(module_millshire: str) -> Client:
    """A sergeant's browser: the role with the most pages."""
    return client_of("sergeant")[0]


@pytest.fixture(scope="module")
def program(module_millshire: str) -> Client:
    """A program with an investigator's token."""
    viewer = sign_in("investigator")
    token = mint_token(viewer, "prober", scopes_for(viewer), days=1)
    why = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/0000001/26"}
    return Client(headers={"Authorization": f"Bearer {token}", **why}, raise_request_exception=False)


def test_there_is_something_to_probe() -> None:
    assert len(ROUTES) > 150 and all(address.startswith("/") and "<" not in address for _, address, _ in ROUTES)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "lower", "HEAD"])
def test_no_method_is_a_failure_or_changes_anything(method: str, officer: Client) -> None:
    for name, address, _ in ROUTES:
        answer = officer.generic(method, address)
        assert answer.status_code < 500, (method, name, answer.status_code)
        assert method == "HEAD" or b"csrfmiddlewaretoken=" not in answer.content  # nothing that was sent comes back


def test_every_form_of_every_address_needs_its_token(module_millshire: str) -> None:
    viewer = sign_in("sergeant")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    taken = []
    for name, address, _ in ROUTES:
        if name in TAKES_POSTS_OF_PROGRAMS or address.startswith(settings.STAFF_API):
            continue
        answer = client.post(address, {"reason": "forged"}, headers={"Origin": "https://evil.example"})
        if answer.status_code not in (403, 404, 405):
            taken.append((name, answer.status_code))
    assert taken == []


def test_only_what_programs_post_is_exempt_from_the_forms_token() -> None:
    exempt = {name for name, address, view in ROUTES if getattr(view, "csrf_exempt", False) and not address.startswith(settings.STAFF_API)}
    assert exempt <= TAKES_POSTS_OF_PROGRAMS


@pytest.mark.parametrize("trick", TRICKS)
def test_no_header_stands_for_another_person_host_address_or_method(trick: str, module_millshire: str) -> None:
    client, viewer = client_of("response")
    person = a_person(viewer)
    for path in (f"/people/{person}", "/search?q=marsh", "/seals", "/oversight", "/replay", "/access", "/"):
        plain, tricked = client.get(path), client.get(path, headers=TRICKS[trick])
        assert tricked.status_code == plain.status_code, path
        assert "evil.example" not in tricked.content.decode() and "evil.example" not in str(tricked.headers)


def test_odd_paths_open_nothing(officer: Client) -> None:
    for path in ODD_PATHS:
        answer = officer.generic("GET", path)
        assert answer.status_code in (200, 301, 302, 400, 404, 414), (path, answer.status_code)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"SECRET_KEY" not in body and b"root:" not in body and b"[project]" not in body, path
        assert answer.status_code != 200 or b"Sealed identities" not in re.sub(rb"<nav.*?</nav>", b"", body, flags=re.DOTALL), path
        assert not str(answer.headers.get("Location", "")).startswith(("//", "http")), path


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: repr(payload[:24]))
def test_what_is_typed_is_text_and_no_failure(payload: str, officer: Client) -> None:
    paths = (
        "/search",
        "/oversight",
        "/replay",
        "/national-systems",
        "/door",
        "/measures",
        "/forecasts",
        "/your-area",
        "/shift",
        "/purpose",
        "/",
    )
    for path in paths:
        answer = officer.get(path, dict.fromkeys(PARAMETERS, payload))
        assert answer.status_code < 500, (path, answer.status_code)
        body = answer.content.decode(errors="replace")
        assert "<script>alert" not in body and "<img src=x" not in body, path
        assert "49" not in re.findall(r"\{\{.*?\}\}|\$\{.*?\}", body) and "stolen" not in str(answer.cookies), path
        assert "\n" not in str(answer.headers.get("Location", "")), path
        assert "evil" not in str(answer.headers.get("Location", ""))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: repr(payload[:24]))
def test_what_programs_send_is_text_and_no_failure(payload: str, program: Client) -> None:
    for path in ("search", "national-systems/anpr", "feeds"):
        answer = program.get(f"{settings.STAFF_API}v1/{path}", {"q": payload, "value": payload, "page": payload, "sort": payload})
        assert answer.status_code in (200, 404, 422), (path, answer.status_code)
    for purpose in (payload.replace("\r\n", " "), ""):
        answer = program.get(f"{settings.STAFF_API}v1/search", {"q": "marsh"}, headers={"Beatbook-Purpose": purpose})
        assert answer.status_code in (400, 422)
    stranger = Client(headers={"Authorization": f"Bearer {payload}".replace("\r\n", " ")}, raise_request_exception=False)
    assert stranger.get(f"{settings.STAFF_API}v1/search", {"q": "marsh"}).status_code == 401


def test_a_session_that_was_fixed_beforehand_opens_nothing(module_millshire: str) -> None:
    """The cookie after signing in is a new one, whatever was there before; what was there opens nothing afterwards."""
    fixed = "f" * 43
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = fixed
    assert client.post("/sign-in", {"username": "response"}).status_code == 302
    given = client.cookies[settings.SESSION_COOKIE].value
    assert given != fixed and len(given) >= 40
    other = Client()
    other.cookies[settings.SESSION_COOKIE] = fixed
    assert other.get("/search").status_code in (302, 404)
    before = sign_in("sergeant")  # somebody else's open session in the victim's browser
    client.cookies[settings.SESSION_COOKIE] = before.token
    client.post("/sign-in", {"username": "response"})
    assert client.cookies[settings.SESSION_COOKIE].value not in (before.token, given)


def test_every_page_bears_the_headers_that_keep_it_apart(officer: Client) -> None:
    for name, address, _ in ROUTES:
        answer = officer.get(address)
        if answer.streaming and name.endswith("live"):
            continue
        kept = answer.headers
        assert kept.get("X-Content-Type-Options") == "nosniff", name
        assert kept.get("X-Frame-Options") == "DENY", name
        assert "default-src 'none'" in kept.get("Content-Security-Policy", ""), name
        assert "unsafe" not in kept["Content-Security-Policy"] and "*" not in kept["Content-Security-Policy"], name
        assert kept.get("Referrer-Policy") == "same-origin" and kept.get("Cross-Origin-Opener-Policy") == "same-origin", name
        assert "no-store" in kept.get("Cache-Control", "") or address.startswith(PUBLISHED), (name, kept.get("Cache-Control"))
        assert ("Server" not in kept and "X-Powered-By" not in kept and "Access-Control-Allow-Origin" not in kept) or address.startswith(
            "/api/"
        ), name


def test_no_answer_to_a_stranger_tells_what_there_is(module_millshire: str) -> None:
    """Without a session every staff address answers alike whether its record exists or not, and shows nobody's name."""
    viewer = sign_in("standards")
    person = a_person(viewer)
    for path in ("/people/{}", "/records/{}", "/people/{}/chart", "/people/{}/looks", "/replay/{}", "/access/people/{}", "/cases/{}"):
        there, absent = (Client().get(path.format(one)) for one in (person, UUID(int=1)))
        assert there.status_code == absent.status_code == 404
        assert re.sub(rb'value="[^"]*"', b"", there.content) == re.sub(rb'value="[^"]*"', b"", absent.content)
