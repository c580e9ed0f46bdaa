"""Signs people in and out and says whose session a token is. Only here, in `standing` and in `replays` is a Viewer made."""

import hashlib
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import connections, transaction

from beatbook.access.models import User
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import prepared_rows, set_token
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Role, Viewer

SESSION_HOURS = 10  # one shift and the handover after it
FORGOTTEN_AFTER_DAYS = 30  # an ended session is of no use, and the log has what was done in it
PUBLIC = "public"
FOLLOWS = "Beatbook-Follows"  # a header by which a page's script says that nobody made this request
WRITTEN_EACH_S = 30.0  # so long an idle session may end too early, of the many minutes that it has
MOST_REMEMBERED = 10_000
_written: dict[bytes, float] = {}  # of each token that this process has served, when its last request was written
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")


class SignInRefused(BeatbookError):
    """No active user of that name: choose one of those offered."""


def is_reserved(username: str) -> bool:
    """Is this the name of the public or of a named job, which no person may ever have?"""
    return username.strip().casefold() == PUBLIC or username.strip().casefold().startswith("system:")


def sign_in(username: str, *, hours: int = SESSION_HOURS, idle_minutes: int | None = None) -> Viewer:
    """A viewer with a session of their own. The token exists only in the viewer and the cookie; the database keeps its SHA-256.

    `idle_minutes` without a request end it too; None for what no browser holds.

    Raises:
        SignInRefused: no active user has this name.
    """
    user = User.objects.using("login").filter(username=username, active=True).first()
    if user is None:
        raise SignInRefused("No active user has that name.")
    token = secrets.token_urlsafe(32)
    with connections["login"].cursor() as cursor:
        cursor.execute("DELETE FROM sec.session WHERE expires_at < now() - %s", [timedelta(days=FORGOTTEN_AFTER_DAYS)])
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at, idle_after) VALUES (%s, %s, now() + %s, %s)",
            [hash_of(token), user.id, timedelta(hours=hours), None if idle_minutes is None else timedelta(minutes=idle_minutes)],
        )
    return viewer_of(user, token)


def resume(token: str) -> Viewer | None:
    """The viewer of a session that is still open, or None: unknown, expired, signed out and inactive answer alike. A personal token is no session."""
    viewer = _resumed(token)
    return viewer if viewer and viewer.scopes is None else None


def resume_program(token: str) -> Viewer | None:
    """The viewer in whose name a program asks by a personal token that still stands, or None: a browser's session is no such token."""
    viewer = _resumed(token)
    return viewer if viewer and viewer.scopes is not None else None


@contextmanager
def standing_in(username: str) -> Iterator[Viewer]:
    """For a job that asks in somebody's name what they asked for: a session of theirs, with their access as it is now, that ends with the block.

    Raises:
        SignInRefused: they have no access any more.
    """
    viewer = sign_in(username, hours=1)
    try:
        yield viewer
    finally:
        with connections["login"].cursor() as cursor:
            cursor.execute("DELETE FROM sec.session WHERE token_hash = %s", [hash_of(viewer.token)])


def still_here(viewer: Viewer, *, at_once: bool = False) -> None:
    """The viewer has asked for something: the time after which an idle session ends begins anew.

    Written once in `WRITTEN_EACH_S` unless it is wanted at once, so that pages need not wait for it.
    """
    token, now = hash_of(viewer.token), time.monotonic()
    if not at_once and now - _written.get(token, -WRITTEN_EACH_S) < WRITTEN_EACH_S:
        return
    if len(_written) >= MOST_REMEMBERED:
        _written.clear()
    _written[token] = now
    with connections["login"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET seen_at = now() WHERE token_hash = %s AND idle_after IS NOT NULL", [token])


def sign_out(viewer: Viewer) -> None:
    """Ends the session at once: the next request with its token sees nothing. Strangers share one session, which none of them can end."""
    if viewer.username == PUBLIC:
        return
    with connections["login"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET revoked_at = now() WHERE token_hash = %s", [hash_of(viewer.token)])


def end_sessions(username: str, *, keep: int = 0) -> None:
    """Ends a user's open sessions at once, but for the newest `keep`; with none to keep, their personal tokens too."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "UPDATE sec.session SET revoked_at = now() WHERE token_hash IN (SELECT s.token_hash FROM sec.session s JOIN access_user u"
            " ON u.id = s.user_id WHERE u.username = %s AND s.revoked_at IS NULL AND s.expires_at > now() AND (s.scopes IS NULL OR %s = 0)"
            " ORDER BY s.issued_at DESC OFFSET %s)",
            [username, keep, keep],
        )


def end_other_sessions(viewer: Viewer) -> None:
    """Ends every open session of this viewer's but the one that asks, and their personal tokens too: what an old secret opened."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "UPDATE sec.session SET revoked_at = now() WHERE user_id = %s AND token_hash <> %s AND revoked_at IS NULL AND expires_at > now()",
            [viewer.user_id, hash_of(viewer.token)],
        )


def _resumed(token: str) -> Viewer | None:
    if not _TOKEN.fullmatch(token):
        return None
    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        set_token(cursor, token)
        found = prepared_rows(cursor, load_sql(__file__.replace("/actions/", "/"), "who_looks"), {})
    if not found:
        return None
    user_id, username, display_name, role, organisation, area, scopes = found[0]
    return Viewer(user_id, username, display_name, Role(role), organisation, token, area, None if scopes is None else frozenset(scopes))


def viewer_of(user: User, token: str) -> Viewer:
    """The viewer who holds this token."""
    return Viewer(
        user_id=UUID(str(user.id)),
        username=user.username,
        display_name=user.display_name,
        role=Role(user.role),
        organisation=user.organisation_id,
        token=token,
        area=user.area,
    )


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
