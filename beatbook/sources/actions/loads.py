"""Loads files of a feed: rows to staging with a watermark, then one transaction that publishes.

Invariant: killed anywhere, a load that is run again ends as if it had never been killed. Each batch commits with its watermark; staging is
trusted only if it holds as many statements as the watermark says.
"""

import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections, transaction

from beatbook.access.actions import intern_marking
from beatbook.geography.placing import AreaIndex
from beatbook.geography.queries import area_index
from beatbook.sources.actions.publishing import Publication, copy_batch, keep_refused, publish, sealed
from beatbook.sources.adapters.registry import ADAPTERS, Adapter
from beatbook.sources.feeds import Feed
from beatbook.sources.files import Found, bare, find_files, opened
from beatbook.sources.floor import below_floor
from beatbook.sources.identity import site_key
from beatbook.sources.models import Load, Staged
from beatbook.sources.quality import tally_from
from beatbook.sources.refusals import Refusal, refusal_of
from beatbook.sources.staging import Stager
from beatbook.sources.statements import FileRefused, Row, RowRefused
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.errors import BeatbookError, MarkingRefused

USING = "ingest"
BATCH_ROWS = 5_000
MOST_NAMED = 5
WAIT_FOR_LOCK = "30s"
Progress = Callable[[str, int, int], None]


class LoadBusy(BeatbookError):
    """Another load of this feed is running: wait until it has ended."""


def load_paths(feed: Feed, paths: Sequence[Path], *, progress: Progress | None = None) -> LoadSummary:
    """Takes every file of the feed at these paths (files, folders, zip, gzip), all or nothing, and says what became of it.

    `progress(step, done, total)` is told bytes while reading and 0 or 1 while publishing.

    Raises:
        LoadBusy: another load of this feed did not end in time.
    """
    started = time.monotonic()
    with _one_load_at_a_time(feed):
        run = _Run(feed, progress or (lambda step, done, total: None))
        summary = run.load([Path(path) for path in paths])
    return replace(summary, seconds=round(time.monotonic() - started, 3))


class _Run:
    """One load under way."""

    def __init__(self, feed: Feed, progress: Progress) -> None:
        self.feed, self.progress = feed, progress
        self.adapter: Adapter = ADAPTERS[feed.adapter]
        self.vis = intern_marking(feed.marking, using=USING)
        self.areas: AreaIndex = area_index(using=USING)
        self.scopes_with_refusals: set[str] = set()
        self.refused_first: list[str] = []
        self.done_bytes = 0

    def load(self, paths: list[Path]) -> LoadSummary:
        files: list[Found] = []
        ignored: list[str] = []
        refused = ""
        try:
            files, ignored = find_files(paths, lambda name: self.feed.sort_of(name) is not None)
            if not files:
                patterns = ", ".join(pattern.glob for pattern in self.feed.files)
                raise FileRefused(
                    ", ".join(path.name for path in paths), f"holds no file of feed {self.feed.code} (its files are {patterns})"
                )
        except FileRefused as refusal:
            refused = str(refusal)
        files.sort(key=lambda file: self.feed.file_order(bare(file.name)))
        self.row = _begin(self.feed, _fingerprint(self.feed, files or paths))
        self.tally = tally_from(self.row.tally.get("tally", {}))
        self.scopes_with_refusals.update(self.row.tally.get("scopes_with_refusals", []))
        resumed_at = self.row.watermark
        if not refused:
            try:
                self._stage(files)
            except FileRefused as refusal:
                refused = str(refusal)
        summary = LoadSummary(
            self.row.id, self.feed.code, "refused", refused, len(files), len(ignored), self.tally.rows, self.tally.refused,
            sum(self.tally.mentions.values()), without_place=self.tally.without_place, resumed_at=resumed_at,
        )  # fmt: skip
        refused = refused or below_floor(self.feed.normal, rows=self.tally.rows, refused=self.tally.refused) or ""
        self.progress("publish", 0, 1)
        scopes = sorted(self._scopes(files) - self.scopes_with_refusals) if self.feed.republish == "snapshot" else []
        publication = Publication(self.row.id, self.feed, self.vis, "file", tuple(scopes), self.tally)
        summary = publish(publication, replace(summary, reason=refused))
        self.progress("publish", 1, 1)
        return replace(summary, refused_first=tuple(self.refused_first))

    def _stage(self, files: list[Found]) -> None:
        key = site_key(settings.SECRET_KEY)
        stager = Stager(self.feed, str(self.row.id), key, lambda marking: intern_marking(marking, using=USING), self.row.staged, self.tally)
        total = sum(file.size for file in files)
        rows = islice(self._rows(files, total), self.row.watermark, None)
        while batch := list(islice(rows, BATCH_ROWS)):
            refusals = self._take(stager, batch)
            self._commit(stager, refusals)

    def _rows(self, files: list[Found], total: int) -> Iterator[tuple[Row, str]]:
        for file in files:
            scope = self._scope(file)
            with opened(file, lambda size: self._moved(size, total)) as stream:
                rows = self.adapter.read_rows(bare(file.name), stream, self.feed)
                try:
                    for row in rows:
                        yield row, scope
                finally:
                    if isinstance(rows, Generator):
                        rows.close()  # before its stream is

    def _take(self, stager: Stager, batch: list[tuple[Row, str]]) -> list[Refusal]:
        refusals = []
        snapshot = self.feed.republish == "snapshot"
        for row, scope in batch:
            try:
                stager.take(row, self.adapter.statements_of(row, self.feed), scope if snapshot else None)
            except (RowRefused, MarkingRefused) as refusal:
                refusals.append(refusal_of(row, refusal))
                self.tally.refuse(refusals[-1].column, refusals[-1].reason)
                self.scopes_with_refusals.add(scope)
        self.tally.rows += len(batch)
        self.refused_first += [one.sentence() for one in refusals[: MOST_NAMED - len(self.refused_first)]]
        return refusals

    def _commit(self, stager: Stager, refusals: list[Refusal]) -> None:
        text = stager.drain().text(self.areas.place)
        kept = {"tally": self.tally.as_json(), "scopes_with_refusals": sorted(self.scopes_with_refusals)}
        with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")  # a lost batch is read again; the publication itself is synchronous
            copy_batch(cursor, text)
            keep_refused(cursor, self.row.id, self.feed.code, refusals)
            cursor.execute(
                "UPDATE sources_load SET watermark = %s, staged = %s, tally = %s WHERE id = %s",
                [self.tally.rows, stager.seq, json.dumps(kept), self.row.id],
            )

    def _scope(self, file: Found) -> str:
        if self.adapter.scope_of is not None:
            return self.adapter.scope_of(bare(file.name))
        return self.feed.sort_of(bare(file.name)) or ""

    def _scopes(self, files: list[Found]) -> set[str]:
        return {self._scope(file) for file in files}

    def _moved(self, size: int, total: int) -> None:
        self.done_bytes += size
        self.progress("read", min(self.done_bytes, total), total)


@contextmanager
def _one_load_at_a_time(feed: Feed) -> Iterator[None]:
    """A lock of this session, which PostgreSQL gives back when the process dies."""
    with connections[USING].cursor() as cursor:
        try:
            cursor.execute(f"SET lock_timeout = '{WAIT_FOR_LOCK}'")
            cursor.execute("SELECT pg_advisory_lock(hashtext('beatbook load'), hashtext(%s))", [feed.code])
        except OperationalError:
            raise LoadBusy(f"Another load of {feed.code} is running.") from None
        finally:
            cursor.execute("RESET lock_timeout")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('beatbook load'), hashtext(%s))", [feed.code])


def _fingerprint(feed: Feed, inputs: Sequence[Any]) -> bytes:
    facts = [one.facts() if isinstance(one, Found) else str(one) for one in inputs]
    return hashlib.sha256("\n".join([repr(feed), *facts]).encode()).digest()


def _begin(feed: Feed, fingerprint: bytes) -> Load:
    """The load to go on with: one that was killed over the same files, if all that it staged is there; else a new one."""
    under_way = None
    for load in Load.objects.using(USING).filter(feed=feed.code, road="file", state="staging"):
        whole = Staged.objects.using(USING).filter(load_id=load.id).count() == load.staged
        if bytes(load.fingerprint) == fingerprint and whole and under_way is None:
            under_way = load
        else:
            _abandon(load)
    return under_way or Load.objects.using(USING).create(feed=feed.code, road="file", fingerprint=fingerprint, vis=sealed())


def _abandon(load: Load) -> None:
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("DELETE FROM sources_staged WHERE load_id = %s", [load.id])
        cursor.execute("DELETE FROM sources_refusedrow WHERE load_id = %s AND state = 'open'", [load.id])
        cursor.execute("UPDATE sources_load SET state = 'abandoned', ended_at = now() WHERE id = %s", [load.id])
