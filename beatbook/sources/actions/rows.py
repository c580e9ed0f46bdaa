"""Takes a few rows at once, live messages or mended rows, by the same staging and publication as files."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction

from beatbook.access.actions import intern_marking
from beatbook.geography.queries import area_index
from beatbook.sources.actions.publishing import Publication, copy_batch, keep_refused, publish, sealed
from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import Feed
from beatbook.sources.files import bare
from beatbook.sources.identity import site_key
from beatbook.sources.models import Load
from beatbook.sources.quality import Tally
from beatbook.sources.refusals import Refusal, refusal_of
from beatbook.sources.staging import Stager
from beatbook.sources.statements import Row, RowRefused
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.errors import MarkingRefused

USING = "ingest"


def take_rows(feed: Feed, rows: Iterable[Row], *, road: str, refused: Iterable[Refusal] = ()) -> tuple[LoadSummary, list[Refusal]]:
    """Publishes these rows in one transaction; those that cannot be taken, and `refused`, become refused rows and are returned."""
    load_id, tally = uuid4(), Tally()
    refusals = list(refused)
    for one in refusals:
        tally.rows += 1
        tally.refuse(one.column, one.reason)
    stager = Stager(feed, str(load_id), site_key(settings.SECRET_KEY), lambda marking: intern_marking(marking, using=USING), 0, tally)
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        vis = intern_marking(feed.marking, using=USING)
        refusals += _stage(feed, rows, stager)
        Load.objects.using(USING).create(
            id=load_id, feed=feed.code, road=road, fingerprint=b"", vis=sealed(), watermark=tally.rows, staged=stager.seq
        )
        copy_batch(cursor, stager.drain().text(area_index(using=USING).place))
        keep_refused(cursor, load_id, feed.code, refusals)
        summary = LoadSummary(
            load_id,
            feed.code,
            "staging",
            rows=tally.rows,
            refused_rows=tally.refused,
            mentions=sum(tally.mentions.values()),
            without_place=tally.without_place,
        )
        summary = publish(Publication(load_id, feed, vis, road, (), tally), summary)
    return summary, refusals


def changed_records(load_ids: list[UUID]) -> list[UUID]:
    """Ids of the records that this transaction wrote for these loads."""
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM sources_record WHERE changed = pg_current_xact_id() AND load_id = ANY (%s::uuid[]) ORDER BY id", [load_ids]
        )
        return [row[0] for row in cursor.fetchall()]


def _stage(feed: Feed, rows: Iterable[Row], stager: Stager) -> list[Refusal]:
    adapter, refusals = ADAPTERS[feed.adapter], []
    for row in rows:
        stager.tally.rows += 1
        scope = None
        if feed.republish == "snapshot":
            scope = adapter.scope_of(bare(row.file)) if adapter.scope_of else feed.sort_of(bare(row.file))
        try:
            stager.take(row, adapter.statements_of(row, feed), scope)
        except (RowRefused, MarkingRefused) as refusal:
            refusals.append(refusal_of(row, refusal))
            stager.tally.refuse(refusals[-1].column, refusals[-1].reason)
    return refusals
