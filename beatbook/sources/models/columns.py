"""Column types of our own."""

from typing import Any

from django.db import models


class TransactionId(models.Field):
    """A 64-bit transaction id: what changed since is asked by `xid8 < pg_snapshot_xmin(...)`, never by a serial or a time."""

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's name of the type."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """The id as an integer."""
        return None if value is None else int(value)


class CurrentTransaction(models.Func):
    """The id of the transaction that writes the row."""

    template = "pg_current_xact_id()"
    output_field = TransactionId()
