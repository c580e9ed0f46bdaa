"""The only way to a cursor for a viewer: a transaction in which the database knows whose session it serves."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.db import connections, transaction

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

Answer = TypeVar("Answer")


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
    ends_with_us = not connection.in_atomic_block  # then the end of the transaction forgets the session, and nobody need be told
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        set_token(cursor, viewer.token)
        connection.beatbook_token, connection.beatbook_answers = viewer.token, {}
        try:
            yield cursor
            if not ends_with_us:
                set_token(cursor, "")
        finally:
            connection.beatbook_token, connection.beatbook_answers = None, {}


def set_token(cursor: Any, token: str) -> None:
    """Names the session for the rest of this transaction only, so that nothing bleeds through a pooled connection.

    Django would write the token into the statement, and pg_stat_activity shows a role the statements of all its connections; this sends it apart.
    """
    with psycopg.Cursor(cursor.connection) as apart:
        apart.execute("SELECT sec.look_as(%s)", [token], prepare=True)


def look_again(*, alias: str = "default") -> None:
    """Works out anew what the viewer of the open transaction, if there is one, may see: a marking may have come since it began."""
    connection = connections[alias]
    if token := getattr(connection, "beatbook_token", None):
        connection.beatbook_answers = {}
        with connection.cursor() as cursor:
            set_token(cursor, token)


def asked_once(viewer: Viewer, name: Hashable, ask: Callable[[], Answer], *, alias: str = "default") -> Answer:
    """The answer to a small question that many reads of one transaction ask alike, such as which systems there are; asked the first time alone.

    Only inside `viewing(viewer)`: with the transaction the answer is forgotten.
    """
    connection = connections[alias]
    if getattr(connection, "beatbook_token", None) != viewer.token:
        return ask()
    answers: dict[tuple[str, Hashable], Any] = connection.beatbook_answers
    if (viewer.token, name) not in answers:  # by viewer too: a replay stands within somebody else's transaction
        answers[viewer.token, name] = ask()
    found: Answer = answers[viewer.token, name]
    return found


def answered(viewer: Viewer, name: Hashable, *, alias: str = "default") -> Any:
    """What has been answered to that question of `asked_once` in this transaction, or None."""
    connection = connections[alias]
    return connection.beatbook_answers.get((viewer.token, name)) if getattr(connection, "beatbook_token", None) == viewer.token else None


def prepared_rows(cursor: Any, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows, if it gives any, of a statement that is planned once a connection: for what pages run many times and whose plan no value changes."""
    with psycopg.Cursor(cursor.connection) as apart:
        apart.execute(statement, parameters, prepare=True)
        return apart.fetchall() if apart.description else []
