"""A stretch of a transaction in which the tables are as they were at a past moment, and nothing can be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from beatbook.db.viewing import set_token


@contextmanager
def replaying(token: str) -> Iterator[Any]:
    """A cursor on which the session of `token` (a replay's) sees schema `asat` in place of `public`; afterwards all is as it was before.

    The search path holds nothing else, so that a page which reads a table whose history is not kept fails instead of showing today's.
    """
    connection = connections["default"]
    before: str | None = getattr(connection, "beatbook_token", None)
    try:
        with (
            transaction.atomic(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):  # the inner one is a savepoint, rolled back to at the end
            cursor.execute("SET LOCAL search_path = asat, pg_temp")
            cursor.execute("SET LOCAL transaction_read_only = on")
            cursor.execute("SELECT set_config('beatbook.replay', 'on', true)")
            set_token(cursor, token)
            connection.beatbook_token = token
            yield cursor
            transaction.set_rollback(True)
    finally:
        connection.beatbook_token = before
