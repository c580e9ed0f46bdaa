"""Personal tokens: sessions with a name and scopes, by which a program asks in its holder's name."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import connections, transaction

from beatbook.access.actions.sessions import hash_of
from beatbook.access.permissions import NotPermitted, Tool, check_may_use, scope_of, scopes_for
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

MOST_TOKENS, MOST_TOKEN_DAYS, MOST_NAME = 10, 90, 80  # a token that is not renewed each quarter is forgotten somewhere


class TokenRefused(BeatbookError):
    """A personal token cannot be made like this: which field to mend is in `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def mint_token(viewer: Viewer, name: str, scopes: Collection[Tool], *, days: int) -> str:
    """A new personal token of this viewer's, returned this once: the database keeps its SHA-256. It carries no more than its holder's role has.

    Raises:
        NotPermitted: the holder may not make tokens, or not one with these scopes.
        TokenRefused: no name, no scope, a longer life than any token may have, or more tokens than one person may have.
    """
    check_may_use(viewer, Tool.TOKENS)
    if not set(scopes) <= set(scopes_for(viewer)):
        raise NotPermitted("A token cannot carry what its holder cannot do.")
    if not name.strip():
        raise TokenRefused("name", "Give the token a name, so that you know it again")
    if not scopes:
        raise TokenRefused("scopes", "Choose what the token is for")
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise TokenRefused("days", f"A token lasts from 1 to {MOST_TOKEN_DAYS} days")
    token = secrets.token_urlsafe(32)
    with transaction.atomic(using="login"), connections["login"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"tokens {viewer.user_id}"]
        )  # of two at once the second counts the first
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at, name, scopes) SELECT %s, %s, now() + %s, %s, %s::text[]"
            " WHERE (SELECT count(*) FROM sec.session s WHERE s.user_id = %s AND s.scopes IS NOT NULL"
            "  AND s.revoked_at IS NULL AND s.expires_at > now()) < %s RETURNING id",
            [
                hash_of(token),
                viewer.user_id,
                timedelta(days=days),
                name.strip()[:MOST_NAME],
                sorted(scope_of(tool) for tool in scopes),
                viewer.user_id,
                MOST_TOKENS,
            ],
        )
        if cursor.fetchone() is None:
            raise TokenRefused("name", f"You have {MOST_TOKENS} tokens: end one first")
    return token


def end_token(viewer: Viewer, token_id: UUID) -> bool:
    """Ends one of the viewer's own tokens at once; False when they have no such token."""
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "UPDATE sec.session SET revoked_at = now() WHERE id = %s AND user_id = %s AND scopes IS NOT NULL AND revoked_at IS NULL",
            [token_id, viewer.user_id],
        )
        return bool(cursor.rowcount)
