"""Models in use: train one, link it beside the one that is published, publish it in one transaction, take it out and in.

Invariant: nobody reads a link of a model that is not published, and a run killed anywhere leaves readers with all links of one model.
"""

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from beatbook.linkage.actions.everything import Everything
from beatbook.linkage.actions.keeping import (
    CHOSEN_BY,
    NoSuchModel,
    beside,
    forget_links,
    keep_model,
    open_evidence,
    open_labels,
    published_version,
    stored_model,
)
from beatbook.linkage.actions.linking import ALIAS, LOCK, Progress, Run, load, read_changed, set_progress
from beatbook.linkage.actions.writing import Written, write_links
from beatbook.linkage.opening import Index, open_index, reader_of
from beatbook.linkage.splink.importing import Given, read_given
from beatbook.linkage.training import train
from beatbook.linkage.warming import warm_up
from beatbook.sources.actions.sealing import share_seals

LOCK_BESIDE = LOCK + 1  # one model at a time is linked beside the published one
Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """One model as operators list it; `links` are those kept under it, counted over everything."""

    version: str
    state: str
    threshold_bits: float
    made_at: datetime
    published_at: datetime | None
    links: int


def train_model(*, judgements: bool = False, progress: Progress | None = None) -> str:
    """Learn a model from open records and keep it, frozen; what is published stays as it is. Returns its version.

    With `judgements` also from what people said of pairs of open records, and of no others, for a model is seen by all.

    Raises:
        TooFewRecords: fewer than fifty open records.
    """
    run = Run(progress)
    with run.step("compile"):
        warm_up()
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        with run.step("read"):
            records = open_evidence(cursor)
            labels = open_labels(cursor) if judgements else []
        cpu = time.process_time()
        with run.step("train"):
            model = train(records, labels=labels)
        cost = {"records": len(records), "judged_pairs": len(labels), "cpu_s": round(time.process_time() - cpu, 2)}
        with run.step("keep"):
            keep_model(cursor, model, "trained")
            add_report(cursor, model.version, {"training": cost})
    return model.version


def import_model(text: str, *, chosen_by: str = "whoever made the model that was imported", beside: Given | None = None) -> str:
    """Keep a model from its JSON, as trained elsewhere, by Beatbook or by Splink; `beside` is what a Splink model needs. Returns its version.

    Raises:
        ModelUnreadable: it is of no form that is known.
        SplinkModelUnreadable: it is Splink's, and damaged, or something that it needs is not given.
    """
    model = read_given(text, beside or Given())
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        keep_model(cursor, model, "trained", chosen_by=dict.fromkeys(CHOSEN_BY, chosen_by))
    return model.version


def export_model(version: str) -> str:
    """The whole model as JSON, for another installation.

    Raises:
        NoSuchModel: there is none.
    """
    with connections[ALIAS].cursor() as cursor:
        return stored_model(cursor, version).to_json()


def all_models() -> list[ModelSummary]:
    """Every model, newest first."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT m.version, m.state, m.threshold, m.made_at, m.published_at,"
            " (SELECT count(*) FROM linkage_link l WHERE l.model = m.version) / 2 FROM linkage_model m ORDER BY m.made_at DESC, m.version"
        )
        return [ModelSummary(*row) for row in cursor.fetchall()]


def report_of(version: str) -> dict[str, Any]:
    """What is known of a model.

    Raises:
        NoSuchModel: there is none.
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT report::text, chosen_by::text FROM linkage_model WHERE version = %s", [version])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchModel(f"There is no model {version}: `beatbook model list` shows those that there are.")
    return {"version": version, "chosen_by": json.loads(row[1]), **json.loads(row[0])}


def add_report(cursor: Any, version: str, parts: dict[str, Any]) -> None:
    """Add parts to a model's report, or replace those of the same name."""
    cursor.execute("UPDATE linkage_model SET report = report || %s::jsonb WHERE version = %s", [json.dumps(parts), version])


class BesideLinker:
    """Links all records under a model that is not published. The linker of the published one goes on meanwhile."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._index: Index | None = None
        self._watermark = 0

    def link(self, run: Run) -> None:
        """Link every record that has changed since this model's links were last written; the first time all."""
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_BESIDE])
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            upto = int(cursor.fetchone()[0])
            cursor.execute("SELECT watermark FROM linkage_progress WHERE name = %s", [beside(self.version)])
            linked = int((cursor.fetchone() or [0])[0])
            if self._index is None:
                self._index = open_index(stored_model(cursor, self.version))
            if linked == 0:
                forget_links(cursor, self.version)
            self._take(cursor, run, linked, upto)
            set_progress(cursor, beside(self.version), upto, self.version)
            cursor.execute("UPDATE linkage_model SET state = 'beside' WHERE version = %s AND state <> 'published'", [self.version])
        self._watermark = upto

    def _take(self, cursor: Any, run: Run, linked: int, upto: int) -> None:
        index = self._index
        assert index is not None
        replaced: list[UUID] = []
        if linked == 0:
            with run.step("link"):
                everything = Everything(upto)
                found = index.add_all(everything.batches(cursor, reader_of(index.model), None), marks=everything.vis)
            run.persons += everything.persons
        else:
            with run.step("read"):
                changed = read_changed(cursor, min(self._watermark, linked), linked, {}, reader_of(index.model))
            with run.step("index"):
                load(cursor, index, changed)
            with run.step("link"):
                found = index.add(changed.fresh, marks=changed.vis)
            run.persons, replaced = run.persons + len(changed.fresh), sorted(changed.replaced)
        run.pairs += found.n_pairs
        with run.step("write links"):
            share_seals(cursor)  # held only while writing: comparing may take minutes, and nobody should wait so long to seal an identity
            ends = sorted({*found.a, *found.b})
            cursor.execute("SELECT id, vis FROM sources_record WHERE id = ANY (%s::uuid[])", [ends])
            run.links += write_links(cursor, replaced, Written(found, dict(cursor.fetchall()), self.version))


def link_beside(version: str, *, progress: Progress | None = None) -> Run:
    """Link all records under a model beside the published one, or catch up. Does nothing to the published one.

    Raises:
        NoSuchModel: there is none.
    """
    run = Run(progress)
    with connections[ALIAS].cursor() as cursor:
        stored_model(cursor, version)
        is_published = published_version(cursor) == version
    if not is_published:
        with run.step("compile"):
            warm_up()
        BesideLinker(version).link(run)
    return run


def publish_model(version: str, *, progress: Progress | None = None) -> Run:
    """Let readers follow this model's links, in one transaction; links of others are removed after. To go back, publish the old one again.

    Raises:
        NoSuchModel: there is none.
    """
    run = Run(progress)
    with run.step("compile"):
        warm_up()
    linker = BesideLinker(version)
    with connections[ALIAS].cursor() as cursor:
        model = stored_model(cursor, version)
        is_published = published_version(cursor) == version
    if not is_published:
        linker.link(run)
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_BESIDE])  # before the other: nobody is to wait for a comparison
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # no record is linked under the old one from here on
            linker.link(run)
            cursor.execute("SELECT watermark FROM linkage_progress WHERE name = 'records'")
            linked = cursor.fetchone()
            with run.step("switch"):
                keep_model(cursor, model, "published")
                # Keys do not depend on the model: they stand where they stood, and so does the watermark.
                set_progress(cursor, "records", int(linked[0]) if linked else 0, version)
                cursor.execute("DELETE FROM linkage_progress WHERE name = %s", [beside(version)])
                cursor.execute("NOTIFY beatbook_changed")
    with run.step("remove old links"):
        remove_old_links()
    return run


def remove_old_links() -> int:
    """Remove links of models that are retired; returns how many. Also what a run that was killed after publishing left behind."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link l USING linkage_model m WHERE m.version = l.model AND m.state = 'retired'")
        return int(cursor.rowcount)
