"""A stretch of a transaction in which the tables are as they were at a past moment, and nothing can be written."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections, transaction

from beatbook.db.viewing import set_token

READ_BY_PAGES = ("default", "audit_reader")


@contextmanager
def replaying(token: str) -> Iterator[None]:
    """On the connections that pages read by, the session of `token` (a replay's) sees schema `asat` in place of `public`; afterwards all is as before."""
    with ExitStack() as stack:
        for alias in READ_BY_PAGES:
            stack.enter_context(_past(alias, token))
        yield


@contextmanager
def _past(alias: str, token: str) -> Iterator[None]:
    """The search path holds nothing else, so that a page which reads a table whose history is not kept fails instead of showing today's."""
    connection = connections[alias]
    before: str | None = getattr(connection, "beatbook_token", None)
    try:
        with (
            transaction.atomic(using=alias),
            transaction.atomic(using=alias),
            connection.cursor() as cursor,
        ):  # the inner one is a savepoint, rolled back to at the end
            cursor.execute("SET LOCAL search_path = asat, pg_temp")
            cursor.execute("SET LOCAL transaction_read_only = on")
            cursor.execute("SELECT set_config('beatbook.replay', 'on', true)")
            set_token(cursor, token)
            connection.beatbook_token, connection.beatbook_answers = token, getattr(connection, "beatbook_answers", {})
            yield
            transaction.set_rollback(True, using=alias)
    finally:
        connection.beatbook_token = before
