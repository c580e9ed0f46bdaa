"""Attacks by a low viewer, by a browser, by somebody with no session, and by SQL inside the web role."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.access.actions import public_viewer, sign_in
from beatbook.access.queries import demonstration_people
from beatbook.audit.actions import start_task
from beatbook.db.viewing import viewing
from beatbook.sources.actions import feed_named, issue_feed_token, take_inbox
from beatbook.vocabulary.viewer import Viewer


def client_of(username: str) -> tuple[Client, Viewer]:
    """A browser in which this person has signed in and said why."""
    viewer = sign_in(username)
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return client, viewer


def a_person(viewer: Viewer) -> UUID:
    """Some person record that the viewer may see."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' ORDER BY id LIMIT 1")
        return cursor.fetchone()[0]


@contextmanager
def injected(viewer: Viewer | None = None) -> Iterator[psycopg.Connection]:
    """What an SQL injection has: a connection of the web role, in a transaction that names the viewer."""
    parameters = connections["default"].get_connection_params()
    wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**wanted) as connection:
        if viewer is not None:
            connection.execute("SELECT set_config('beatbook.token', %s, true)", [viewer.token])
        yield connection


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=%00",
        "/search?q=" + "a" * 5000,
        "/search?q=%ff%fe",
        "/search?q=99999999999999999999999999",
        "/search?q=31/02/1990",
        "/search?q=%27%20OR%201=1--",
        "/search?q=%f4%8f%bf%bf",
        "/door?address=%00",
        "/door?address=" + "1+a" * 500,
        "/?area=%00",
        "/?area=x&days=99999999999999999999",
        "/things/phone/%00",
        "/things/phone/" + "9" * 3000,
        "/things/record/none",
        "/things/record/00000000000000000000000000000000",
        "/things/nothing/x",
        "/things/address/%ff",
        "/things/email/%2e%2e%2f",
        "/purpose?next=%00",
        "/feeds/%00",
        "/feeds/none",
        "/%00",
        "/%ff",
        "/people/00000000-0000-0000-0000-000000000000",
        "/people/00000000-0000-0000-0000-000000000000?why=%00",
        "/events/00000000-0000-0000-0000-000000000000",
        "/records/00000000-0000-0000-0000-000000000000/tell",
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "delete"])
def test_odd_addresses_are_no_failure_of_ours(path: str, method: str, module_millshire: str) -> None:
    client, _ = client_of("response")
    assert getattr(client, method)(path).status_code < 500


def test_signing_out_is_an_answer(module_millshire: str) -> None:
    client, _ = client_of("response")
    assert client.post("/sign-out").status_code == 302
    assert client.get("/").status_code == 302


def test_a_stranger_who_signs_out_ends_nobodys_session(module_millshire: str) -> None:
    """All who have not signed in share one session: ending it once ended it for everybody."""
    stranger = Client(raise_request_exception=False)
    assert stranger.post("/sign-out").status_code == 302
    assert stranger.get("/sign-in").status_code == 200
    assert stranger.get("/people/00000000-0000-0000-0000-000000000000").status_code == 404


@pytest.mark.parametrize("value", ['"\\000"', '"\\377\\376"', "x" * 4000, "'; DROP TABLE audit_event; --", ""])
def test_odd_cookies_are_nobodys(value: str, module_millshire: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"{settings.SESSION_COOKIE}={value}"})
    answer = client.get("/search?q=marsh")
    assert (answer.status_code == 302 and answer["Location"].startswith("/sign-in?ended=")) if value else answer.status_code == 404


def test_strangers_get_a_new_session_every_day(module_millshire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that ended would have ended the pages of a process that runs for a month."""
    before = public_viewer()
    monkeypatch.setattr("beatbook.access.actions.standing._day", lambda: 0)
    assert public_viewer().token != before.token and public_viewer() is public_viewer()


def test_signing_in_anew_ends_the_session_before(module_millshire: str) -> None:
    client, viewer = client_of("response")
    assert client.post("/sign-in", {"username": "partner"}).status_code == 302
    assert client.cookies[settings.SESSION_COOKIE].value != viewer.token
    other = Client(raise_request_exception=False)
    other.cookies[settings.SESSION_COOKIE] = viewer.token
    assert other.get("/search?q=marsh")["Location"].startswith("/sign-in?ended=")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(module_millshire: str) -> None:
    client = Client()
    client.get("/sign-in")
    client.post("/sign-in", {"username": "partner"})
    assert client.cookies[settings.SESSION_COOKIE]["httponly"] and client.cookies[settings.SESSION_COOKIE]["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["httponly"] and client.cookies["csrftoken"]["samesite"] == "Strict"


@pytest.mark.parametrize("path", ["/sign-out", "/sign-in", "/purpose", "/purpose/end"])
def test_another_site_can_post_nothing(path: str, module_millshire: str) -> None:
    _, viewer = client_of("response")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    assert client.post(path, {"username": "partner"}).status_code in (403, 404)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nX-Evil: 1", "\t//evil.example"]
)
def test_a_purpose_leads_to_no_other_site(target: str, module_millshire: str) -> None:
    client, _ = client_of("response")
    form = {"purpose": "Investigating a crime", "reference": "44/0000001/26", "next": target}
    response = client.post("/purpose", form)
    assert response.status_code == 302 and "evil" not in response["Location"].replace("/a%0D%0AX-Evil:%201", "")
    assert not response["Location"].startswith(("//", "javascript")) and "X-Evil" not in response


def test_sql_in_the_web_role_reads_no_session_of_another(module_millshire: str) -> None:
    """pg_stat_activity shows a role the statements of all its connections: a token must not stand in one."""
    _, analyst = client_of("analyst")
    with viewing(analyst), injected() as attacker:
        statements = attacker.execute("SELECT query FROM pg_stat_activity WHERE usename = 'beatbook_app'").fetchall()
    assert len(statements) >= 2 and not any(analyst.token in statement for (statement,) in statements)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM sec.session",
        "INSERT INTO sec.session (token_hash, user_id, expires_at) SELECT '\\x00', id, now() FROM access_user LIMIT 1",
        "SELECT * FROM audit_event",
        "UPDATE audit_event SET user_id = NULL",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE sources_record SET vis = 1",
        "DELETE FROM linkage_judgement",
        "SELECT * FROM sources_inbox",
        "SELECT * FROM sources_feedtoken",
        "SELECT * FROM sources_staged",
        "SELECT * FROM sources_waitingtie",
        "UPDATE access_grant SET code = '2'",
        "UPDATE access_user SET role = 'system'",
        "UPDATE audit_task SET user_id = user_id",
        "INSERT INTO access_marking (vis, classification, agreements, caveats) VALUES (999, 0, '{}', '{}')",
        "SET ROLE beatbook_owner",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER TABLE sources_record DISABLE ROW LEVEL SECURITY",
        "DROP POLICY viewer_reads ON sources_record",
        "CREATE TABLE mine (a int)",
        "CREATE TEMPORARY TABLE mine (a int)",
        "CREATE FUNCTION sec.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "COPY sources_record TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_authid",
        "SELECT sec.my_grants('clearance') FROM pg_sleep(0); SELECT nextval('access_grant_id_seq')",
        "INSERT INTO audit_event (id, kind, user_id, route) SELECT gen_random_uuid(), 'x', id, '' FROM access_user WHERE username = 'analyst'",
    ],
)
def test_sql_in_the_web_role_is_refused(statement: str, module_millshire: str) -> None:
    _, viewer = client_of("response")
    with injected(viewer) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(statement)
    assert refused.value.sqlstate in ("42501", "0LP01", "3F000"), refused.value


def test_sql_in_the_web_role_opens_no_other_marking(module_millshire: str) -> None:
    """With row_security off it is an error, with a forged token nothing, with its own token the viewer's own rows."""
    _, viewer = client_of("partner")
    with injected(viewer) as connection:
        own = connection.execute("SELECT count(*) FROM sources_record").fetchone()
        connection.execute("SET beatbook.token = 'forged'")
        assert connection.execute("SELECT count(*) FROM sources_record").fetchone() == (0,)
    with injected(viewer) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SET row_security = off")
        connection.execute("SELECT count(*) FROM sources_record")
    assert own and own[0] > 0


HOSTILE = [
    b"[" * 200_000,
    b'{"number": ' + b"[" * 200_000,
    b'{"number": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
    b'{"number": ' + b"9" * 5_000 + b"}",
    b'{"number": NaN, "version": 1e999}',
    b'{"number": "\\ud800", "text": "\\u0000"}',
    b"\xff\xfe\x00\x00",
    b"\0" * 1000,
    b'{"number": {"a": 1}, "version": [], "text": true}',
    b'{"number": "1", "version": 1, "updated": "9999-12-31T23:59:59+00:00"}',
    b'{"number": "1", "version": 1, "updated": "0001-01-01T00:00:00Z"}',
    b"null",
    b"\n" * 1_000_000,
]


@pytest.mark.parametrize("token", ["", "Bearer guessed"])
@pytest.mark.usefixtures("millshire")
def test_a_message_that_is_too_long_is_refused_in_words_that_a_program_reads(token: str) -> None:
    headers = {"Authorization": token} if token else {}
    answer = Client().post("/api/feeds/millshire-command/messages", b" " * 2_000_001, content_type="application/json", headers=headers)
    assert answer.status_code == 413 and answer.json() == {"error": "A message holds at most 2,000,000 bytes."}


def test_hostile_messages_stop_nothing(millshire: str) -> None:
    """Each is taken and refused; the worker goes on to the next."""
    token = issue_feed_token(feed_named("millshire-command"))
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {token}"}
    for message in HOSTILE:
        assert (
            client.post("/api/feeds/millshire-command/messages", message, content_type="application/json", headers=headers).status_code
            == 202
        )
    taken = take_inbox()
    assert taken.messages == len(HOSTILE) and take_inbox().messages == 0


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain\0", "", "a" * 3000]
)
def test_odd_kinds_of_message_are_answered(content_type: str, module_millshire: str) -> None:
    token = issue_feed_token(feed_named("millshire-command"))
    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST", "/api/feeds/millshire-command/messages", b"{}", content_type=content_type, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code in (202, 400, 403)


@pytest.mark.parametrize(
    ("code", "authorization"),
    [
        ("millshire-command", ""),
        ("millshire-command", "Bearer "),
        ("millshire-command", "Basic x"),
        ("millshire-command", "Bearer \xff"),
        ("nothing", "Bearer x"),
        ("millshire-command", "Bearer x\0"),
    ],
)
def test_without_its_token_a_message_is_refused_alike(code: str, authorization: str, module_millshire: str) -> None:
    client = Client(raise_request_exception=False)
    headers = {"Authorization": authorization}
    answer = client.post(f"/api/feeds/{code}/messages", b"{}", content_type="application/json", headers=headers)
    assert answer.status_code == 403 and answer.content == client.post("/api/feeds/none/messages", headers=headers).content


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "127.0.0.1.evil.example", ""])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/review", "/account/sign-in"])
def test_no_other_name_stands_for_this_site(host: str, path: str, module_millshire: str) -> None:
    """Else another site could make its own name lead here, and read the answers as its own."""
    client, _ = client_of("sergeant")
    assert client.get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/review/begin", "/review/team", "/seals", "/account/sign-in", "/account/sign-out"])
def test_another_site_can_post_to_no_new_page(path: str, module_millshire: str) -> None:
    _, viewer = client_of("sergeant")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    assert client.post(path, {"size": "7"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/review", {"response", "neighbourhood", "investigator", "sergeant", "analyst", "registrar", "keeper", "second-keeper"}),
        ("/review/team", {"sergeant", "registrar"}),
        ("/models", {"analyst", "dpo"}),
        ("/oversight", {"sergeant", "dpo", "standards"}),
        ("/oversight/looks.xlsx", {"sergeant", "dpo", "standards"}),
        ("/seals", {"keeper", "second-keeper"}),
    ],
)
def test_new_pages_are_not_there_for_any_other_role(path: str, roles: set[str], module_millshire: str) -> None:
    everybody = [person.username for person in demonstration_people(viewer=public_viewer())]
    assert len(everybody) >= 13
    found = {name: client_of(name)[0].get(path) for name in everybody}
    assert {name for name, answer in found.items() if answer.status_code == 200} == roles
    assert {answer.status_code for name, answer in found.items() if name not in roles} == {404}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE linkage_reviewitem SET kind = 'near'",
        "DELETE FROM linkage_reviewclaim",
        "UPDATE linkage_concern SET reason = ''",
        "SELECT * FROM accounts_account",
        "SELECT * FROM mfa_authenticator",
        "SELECT * FROM django_session",
        "SELECT * FROM stewardship_lookreview",
        "SELECT * FROM sources_sealkey",
        "UPDATE linkage_model SET state = 'retired'",
        "INSERT INTO sources_seal (id) VALUES (gen_random_uuid())",
        "INSERT INTO linkage_reviewsize (id, team, size, set_by, vis) SELECT gen_random_uuid(), 'millshire/', 1, u.id, 1 FROM access_user u"
        " WHERE u.username = 'sergeant'",
        "INSERT INTO linkage_reviewclaim (id, a, b, claimed_by, va, vb) SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), u.id, 1, 1"
        " FROM access_user u WHERE u.username = 'sergeant'",
    ],
)
def test_sql_in_the_web_role_changes_no_list_and_reads_no_secret(statement: str, module_millshire: str) -> None:
    _, viewer = client_of("response")
    with injected(viewer) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(statement)
    assert refused.value.sqlstate == "42501", refused.value


def test_what_a_viewer_sees_cannot_be_forged_in_a_setting(module_millshire: str) -> None:
    """The kept answer bears a seal: with another answer, in another session or in a later transaction it counts for nothing."""
    _, partner = client_of("partner")
    _, analyst = client_of("analyst")
    with injected() as connection:
        connection.execute("SELECT sec.look_as(%s)", [analyst.token])
        (kept,) = connection.execute("SELECT current_setting('beatbook.sees')").fetchone() or ("",)
        (analysts,) = connection.execute("SELECT count(*) FROM sources_record").fetchone() or (0,)
    for sees in (kept, kept[:64] + "{1,2,3,4,5,6,7,8,9}", "{1,2,3,4,5,6,7,8,9}", "0" * 64 + "{1,2,3}"):
        with injected() as connection:
            connection.execute("SELECT sec.look_as(%s)", [partner.token])
            (own,) = connection.execute("SELECT count(*) FROM sources_record").fetchone() or (0,)
            connection.execute("SELECT set_config('beatbook.sees', %s, true)", [sees])
            assert connection.execute("SELECT count(*) FROM sources_record").fetchone() == (own,)
            connection.execute("SELECT set_config('beatbook.token', 'forged', true)")
            assert connection.execute("SELECT count(*) FROM sources_record").fetchone() == (0,)
        assert 0 < own < analysts


def test_the_key_of_the_seal_and_the_seal_itself_are_closed_to_the_web_role(module_millshire: str) -> None:
    for statement in ("SELECT key FROM sec.seal_key", "SELECT sec.seal_of('{1}')", "SELECT sec.opened_vis()"):
        with injected() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
