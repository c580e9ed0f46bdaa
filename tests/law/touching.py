"""How many pages of its tables and indexes a database touches to answer: what a clock measures, without the clock."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.db.prepare import cluster_of_settings

_TOUCHED = """
    SELECT schemaname || '.' || relname, coalesce(heap_blks_read, 0) + coalesce(heap_blks_hit, 0) + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)
                    + coalesce(toast_blks_read, 0) + coalesce(toast_blks_hit, 0) + coalesce(tidx_blks_read, 0) + coalesce(tidx_blks_hit, 0)
    FROM pg_statio_all_tables
    WHERE schemaname IN ('public', 'past', 'sec') AND NOT starts_with(relname, 'audit_')
"""  # not the catalogue, whose pages are touched when a connection is new, and not the log, which grows with every question


class Touched:
    """Counts for one client in the database at which the aliases point."""

    def __init__(self, client: Client, counter: "psycopg.Connection[tuple[str, int]]") -> None:
        self.client, self.counter = client, counter

    def by(self, path: str) -> "Counter[str]":
        """Pages touched to answer this address once, by table."""
        before = self._now()
        response = self.client.get(path)
        if response.streaming:
            b"".join(response)
        return self._now() - before

    def _now(self) -> "Counter[str]":
        for connection in connections.all(initialized_only=True):
            if connection.connection is not None:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_stat_force_next_flush()")
        return Counter(dict(self.counter.execute(_TOUCHED).fetchall()))


@contextmanager
def touching(client: Client) -> Iterator[Touched]:
    """Counts while the block lasts."""
    given = cluster_of_settings().administrator(settings.BEATBOOK_DATABASE_NAME)
    with psycopg.connect(**given, autocommit=True) as counter:
        yield Touched(client, counter)
