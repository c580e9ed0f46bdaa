"""The only way to a cursor for a viewer: a transaction in which the database knows whose session it serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections, transaction

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer


class AnotherViewer(BeatbookError):
    """A query asked for one viewer inside the transaction of another: a mistake in the program, never shown as data."""


@contextmanager
def viewing(viewer: Viewer, *, alias: str = "default") -> Iterator[Any]:
    """A cursor on which row-level security sees `viewer`. Nested uses share the outer transaction.

    Raises:
        AnotherViewer: the transaction already belongs to somebody else.
    """
    connection = connections[alias]
    current: str | None = getattr(connection, "beatbook_token", None)
    if current is not None:
        if current != viewer.token:
            raise AnotherViewer("This transaction belongs to another viewer.")
        with connection.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        set_token(cursor, viewer.token)
        connection.beatbook_token = viewer.token
        try:
            yield cursor
            set_token(cursor, "")
        finally:
            connection.beatbook_token = None


def set_token(cursor: Any, token: str) -> None:
    """Names the session for the rest of this transaction only, so that nothing bleeds through a pooled connection.

    Django would write the token into the statement, and pg_stat_activity shows a role the statements of all its connections; this sends it apart.
    """
    with psycopg.Cursor(cursor.connection) as apart:
        apart.execute("SELECT set_config('beatbook.token', %s, true)", [token])
