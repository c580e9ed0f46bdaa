"""Mends refused rows: a person changes the field that was wrong, or the feed was put right, and the row is read again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from beatbook.sources.actions.feeds import feed_named
from beatbook.sources.actions.rows import take_rows
from beatbook.sources.feeds import Feed
from beatbook.sources.models import RefusedRow
from beatbook.sources.statements import Row, RowRefused
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.errors import BeatbookError

USING = "ingest"
MOST_NAMED = 5


class CannotMend(BeatbookError):
    """This refused row cannot be mended here: it is mended already, in quarantine, or too long to be kept whole. Mend it in its system."""


def mend_refused_row(row_id: UUID, fields: Mapping[str, Any], *, feed: Feed | None = None) -> LoadSummary:
    """Reads a refused row again with these fields changed, and publishes it.

    Raises:
        RowRefused: it still cannot be taken; the refused row stays open. CannotMend: it is not open, or not whole.
    """
    with transaction.atomic(using=USING):
        kept = RefusedRow.objects.using(USING).select_for_update().filter(id=row_id).first()
        if kept is None or kept.state != "open" or not kept.whole:
            raise CannotMend("This row is not open, or was too long to be kept whole.")
        row = Row(kept.file, kept.row_number, {**json.loads(kept.raw), **fields})
        summary, refusals = take_rows(feed or feed_named(kept.feed), [row], road="mended")
        if refusals:
            raise RowRefused(refusals[0].column, refusals[0].reason)
        _mended([kept.id])
    return summary


def replay_refused_rows(feed: Feed) -> LoadSummary | None:
    """Reads every open refused row of the feed again, as after its TOML file was put right; None when there is none to read."""
    with transaction.atomic(using=USING):
        kept = list(
            RefusedRow.objects.using(USING)
            .select_for_update()
            .filter(feed=feed.code, state="open", whole=True)
            .order_by("file", "row_number")
        )
        if not kept:
            return None
        rows = [Row(one.file, one.row_number, json.loads(one.raw)) for one in kept]
        summary, refusals = take_rows(feed, rows, road="mended")
        summary = replace(summary, refused_first=tuple(one.sentence() for one in refusals[:MOST_NAMED]))
        still = {(one.file, one.number) for one in refusals}
        _mended([one.id for one in kept if (one.file, one.row_number) not in still])
    return summary


def _mended(ids: list[UUID]) -> None:
    with connections[USING].cursor() as cursor:
        cursor.execute("UPDATE sources_refusedrow SET state = 'mended', mended_at = now() WHERE id = ANY (%s::uuid[])", [ids])
