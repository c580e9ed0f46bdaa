"""Linking all records on Spark: person records go out as Parquet, their links come back, in one transaction as when one machine links.

Invariant: links, keys and watermark are those that `beatbook link --all` would have written.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow.dataset as arrow_dataset
from django.db import connections, transaction

from beatbook.linkage.actions.gazetteers import current_gazetteer
from beatbook.linkage.actions.keeping import forget_links, keep_model, open_evidence, stored_model
from beatbook.linkage.actions.linking import ALIAS, LOCK, LinkSummary, Progress, Run, set_progress
from beatbook.linkage.actions.writing import StagedKeys, Written, forget_keys, write_links
from beatbook.linkage.index import FoundLinks
from beatbook.linkage.keys import keys_of
from beatbook.linkage.model import Model, ModelUnreadable
from beatbook.linkage.named_sql import sql
from beatbook.linkage.spark.linking import LOCAL, check_spark, link_records, spark_session
from beatbook.linkage.spark.records import RecordFile
from beatbook.linkage.training import train
from beatbook.sources.actions.sealing import share_seals

_ROWS_AT_ONCE = 20_000
_LINKS_AT_ONCE = 200_000


def link_on_spark(*, master: str = LOCAL, folder: Path | None = None, progress: Progress | None = None) -> LinkSummary:
    """Link every record again under the published model, or learn one first where there is none, with the work done by Spark.

    `folder` holds the records on their way out and the links on their way back, and must be seen by every worker; what is put there is removed.

    Raises:
        NoSpark: pyspark or Java is missing.
        TooFewRecords: there is no model yet, and fewer than fifty open records.
    """
    check_spark()
    run = Run(progress)
    place = Path(tempfile.mkdtemp(prefix="beatbook-spark-", dir=folder))  # readable by this user alone
    try:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(sql("linking_state"))
            upto, _, version = cursor.fetchone() or ("0", 0, "")
            model = _model(cursor, run, version)
            with run.step("read"):
                run.persons = _send_out(cursor, place / "records.parquet")
            with run.step("link"), spark_session(master) as session:
                run.pairs = link_records(session, place / "records.parquet", place / "links", model)
            share_seals(
                cursor
            )  # from here on no record is re-marked; comparing may take hours, and nobody should wait so long to seal an identity
            with run.step("write links"):
                forget_links(cursor, model.version)
                run.links = _load_back(cursor, place / "links", model.version)
            with run.step("write keys"):
                _write_keys(cursor, run)
            set_progress(cursor, "records", int(upto), model.version)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return replace(run.summary(model.version), watermark=int(upto))


def _model(cursor: Any, run: Run, version: str) -> Model:
    if version:
        stored = stored_model(cursor, version)
        if not isinstance(stored, Model):
            raise ModelUnreadable("The published model is Splink's: Spark links under a model of Beatbook's own form only.")
        return stored
    with run.step("train"):
        model = train(open_evidence(cursor))
    keep_model(cursor, model, "published")
    run.trained = True
    return model


def _rows(cursor: Any, statement: str) -> Iterator[list[tuple[Any, ...]]]:
    # A cursor on the server, so that not all records are held here at once.
    with cursor.connection.cursor(name="beatbook_spark") as found:
        found.execute(statement)
        while rows := found.fetchmany(_ROWS_AT_ONCE):
            yield rows


def _send_out(cursor: Any, path: Path) -> int:
    with RecordFile(path) as file:
        for rows in _rows(cursor, "SELECT id, content::text FROM sources_record WHERE kind = 'person' AND NOT withdrawn ORDER BY id"):
            file.write([row[0] for row in rows], [json.loads(row[1]) for row in rows])
        return file.n


def _load_back(cursor: Any, links: Path, version: str) -> int:
    written = 0
    for batch in arrow_dataset.dataset(links).to_batches(batch_size=_LINKS_AT_ONCE):
        if not batch.num_rows:
            continue
        a, b = ([UUID(bytes=one) for one in batch[side].to_pylist()] for side in ("a", "b"))
        cursor.execute("SELECT id, vis FROM sources_record WHERE id = ANY (%s::uuid[])", [sorted({*a, *b})])
        vis = dict(cursor.fetchall())
        there = [place for place, ends in enumerate(zip(a, b, strict=True)) if vis.keys() >= set(ends)]  # some may be gone by now
        levels = np.frombuffer(b"".join(batch["levels"].to_pylist()), np.uint8).reshape(len(a), -1)[there]
        found = FoundLinks([a[place] for place in there], [b[place] for place in there], np.asarray(batch["weight"])[there], levels, 0)
        written += write_links(cursor, [], Written(found, vis, version))
    return written


def _write_keys(cursor: Any, run: Run) -> None:
    gazetteer = current_gazetteer()
    forget_keys(cursor)
    staged = StagedKeys(cursor)
    for rows in _rows(cursor, "SELECT id, kind, vis, content::text FROM sources_record WHERE NOT withdrawn"):
        staged.take((record_id, vis, keys_of(kind, json.loads(text), gazetteer)) for record_id, kind, vis, text in rows)
        run.records += len(rows)
    run.keys = staged.put_in_place()
