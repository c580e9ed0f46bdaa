"""Linking what has changed since a watermark: everything at once, a micro-batch or one record, by one code path and in one transaction.

Invariant: links, keys and watermark are committed together, so a linker killed anywhere leaves either all of a run or nothing of it.
"""

import gc
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from beatbook.linkage.actions.everything import Everything
from beatbook.linkage.actions.gazetteers import current_gazetteer
from beatbook.linkage.actions.keeping import forget_links, keep_model, open_evidence, stored_model
from beatbook.linkage.actions.reading import read_links
from beatbook.linkage.actions.writing import StagedKeys, Written, at_once, forget_keys, prepared, write_keys, write_links
from beatbook.linkage.concerns import Concern, moved_by
from beatbook.linkage.everyone import group_everyone_with_concerns
from beatbook.linkage.judgements import Judgement, decisions
from beatbook.linkage.keys import keys_of
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.model import Model
from beatbook.linkage.named_sql import sql
from beatbook.linkage.opening import AnyModel, AnySaid, Index, open_index, reader_of
from beatbook.linkage.persons import Verdict
from beatbook.linkage.training import TooFewRecords, train
from beatbook.linkage.warming import warm_up
from beatbook.sources.actions.sealing import share_seals

ALIAS = "ingest"
LOCK = 7_105_242  # one linker at a time in a database
Progress = Callable[[str, float], None]
Reader = Callable[[Mapping[str, Any]], AnySaid]


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """What a run did: records and person records taken, pairs compared, links and keys written, seconds by step, the model's version;
    and the watermark up to which all is linked now."""

    records: int = 0
    persons: int = 0
    pairs: int = 0
    links: int = 0
    keys: int = 0
    model: str | None = None
    trained: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    watermark: int = 0


class LiveLinker:
    """Links changed records against an index in memory, which it builds from the database at first use and keeps in step with it.

    One that is `lasting` lives as long as its process: the collector need not walk through what its index holds, again and again, for each arrival.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self._lasting, self._settled = lasting, False
        self._index: Index | None = None
        self._vis: dict[UUID, int] = {}
        self._watermark = 0
        self._done: dict[UUID, str] = {}
        self._read = reader_of(None)

    def link(self, *, retrain: bool = False, since: int | None = None, progress: Progress | None = None) -> LinkSummary:
        """Link every record that has changed since the last run, this linker's or another's, or since a watermark before it; 0 is everything."""
        run = Run(progress)
        with run.step("compile"):
            warm_up()
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            with cursor.connection.pipeline():  # one round trip; each statement still sees what was committed before it began
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                share_seals(cursor)  # no record is re-marked between reading its marking and writing its links
                state = prepared(cursor).execute(sql("linking_state"))
            upto, watermark, current = state.fetchone() or ("0", 0, "")
            upto = int(upto)
            linked = self._prepare(cursor, run, retrain, (watermark, current))
            if since is not None and since < linked:
                linked = self._again(since)
            version = self._index.model.version if self._index is not None else ""
            if linked == 0:
                done = self._take_everything(cursor, run, upto)
                set_progress(cursor, "records", upto if self._index is not None else 0, version)
            else:
                with run.step("read"):
                    changed = read_changed(cursor, min(self._watermark, linked), linked, self._done, self._read)
                with at_once(cursor, len(changed.replaced)):
                    self._take(cursor, run, changed)
                    set_progress(cursor, "records", upto, version)
                done = {record_id: at for record_id, at in changed.at.items() if int(at) >= upto}
        self._watermark = upto if self._index is not None else 0
        self._done = done if self._index is not None else {}
        if self._lasting and not self._settled:
            gc.collect()
            gc.freeze()
            self._settled = True
        return replace(run.summary(version or None), watermark=self._watermark)

    def _prepare(self, cursor: Any, run: "Run", retrain: bool, progress: tuple[int, str]) -> int:
        # The model of this database, and the watermark up to which it has linked everything. Without enough records there is no model yet.
        linked, version = progress
        if retrain or not version:
            model = _learn(cursor, run)
            if model is not None and model.version != version:
                forget_links(cursor, version)
                keep_model(cursor, model, "published")
                self._begin(model)
                return 0
            if not version:
                return 0
        if self._index is None or self._index.model.version != version:
            self._begin(stored_model(cursor, version))
        return int(linked)

    def _again(self, since: int) -> int:
        # What was linked already from here on is linked once more.
        if self._index is not None:
            self._begin(self._index.model)
        return max(since, 0)

    def _begin(self, model: AnyModel) -> None:
        self._index, self._vis, self._watermark, self._done = open_index(model), {}, 0, {}
        self._settled = False
        self._read = reader_of(model)

    def _take_everything(self, cursor: Any, run: "Run", upto: int) -> dict[UUID, str]:
        # One pass: records are linked and their keys staged as they are read.
        index, everything = self._index, Everything(upto)
        forget_keys(cursor)
        staged = StagedKeys(cursor)
        batches = everything.batches(cursor, self._read, staged)
        with run.step("link"):
            found = index.add_all(batches, marks=everything.vis) if index is not None else None
            for _ in batches:  # without a model their keys alone
                pass
        with run.step("write keys"):
            run.keys = staged.put_in_place()
        if index is not None and found is not None:
            self._vis = everything.vis
            with run.step("write links"):
                forget_links(cursor, index.model.version)
                run.links = write_links(cursor, [], Written(found, self._vis, index.model.version))
            run.pairs, run.persons = found.n_pairs, everything.persons
        run.records = everything.records
        return everything.done

    def _take(self, cursor: Any, run: "Run", changed: "Changed") -> None:
        index = self._index
        assert index is not None  # where something is linked there is a model
        with run.step("write keys"):  # first, so that the database writes them while links are looked for
            written = write_keys(cursor, changed.replaced, changed.keys)
            run.keys = written.n
        self._vis.update(changed.vis)
        with run.step("index"):
            load(cursor, index, changed)
        with run.step("link"):
            found = index.add(changed.fresh, marks=changed.vis)
        run.pairs, run.persons = found.n_pairs, len(changed.fresh)
        with run.step("write links"):
            run.links = write_links(cursor, sorted(changed.replaced), Written(found, self._vis, index.model.version))
        with run.step("write keys"):
            written.forget(cursor)
        run.records = len(changed.replaced)


def link_new_records(*, retrain: bool = False, since: int | None = None, progress: Progress | None = None) -> LinkSummary:
    """Link every record that changed since the last run; the first run, and `retrain`, train a model and link everything. As `LiveLinker.link`."""
    return LiveLinker().link(retrain=retrain, since=since, progress=progress)


def all_persons() -> list[frozenset[UUID]]:
    """Every person in the database, of two records or more, by all links of the published model and judgements. For the system's own counts, never
    for a page."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql("published_model"))
        version, threshold = cursor.fetchone() or ("", JOIN_BITS)
        links = read_links(cursor, version)
        cursor.execute(sql("all_judgements"))
        judged = [Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in cursor.fetchall()]
        cursor.execute(sql("all_concerns"))
        moved = moved_by(Concern(*row) for row in cursor.fetchall())
    return group_everyone_with_concerns(links, decisions(judged), moved, threshold_bits=threshold)


class Run:
    """What a run has done so far, and the seconds of each step."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}
        self.records = self.persons = self.pairs = self.links = self.keys = 0
        self.trained = False

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times a step and tells of it when it is done."""
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)
        if self.progress is not None:
            self.progress(name, self.seconds[name])

    def summary(self, model: str | None) -> LinkSummary:
        """The run as a value."""
        return LinkSummary(self.records, self.persons, self.pairs, self.links, self.keys, model, self.trained, self.seconds)


@dataclass(slots=True)
class Changed:
    """Records that changed: persons linked already, persons to link, withdrawn ones, and the lookup keys of those to be written."""

    known: list[tuple[UUID, AnySaid]] = field(default_factory=list)
    fresh: list[tuple[UUID, AnySaid]] = field(default_factory=list)
    withdrawn: list[UUID] = field(default_factory=list)
    replaced: list[UUID] = field(default_factory=list)
    vis: dict[UUID, int] = field(default_factory=dict)
    keys: list[tuple[UUID, int, list[str]]] = field(default_factory=list)
    at: dict[UUID, str] = field(default_factory=dict)


def read_changed(cursor: Any, since: int, linked: int, done: Mapping[UUID, str], read: Reader) -> Changed:
    """Records written since a watermark; those below `linked` are linked already, and those in `done` were taken at the same change. `read` makes of a
    person's content what the index adds."""
    found = prepared(cursor).execute(sql("changed_records"), {"since": str(since), "linked": str(linked)})
    changed = Changed()
    gazetteer = current_gazetteer()
    while rows := found.fetchmany(5_000):
        for record_id, kind, vis, withdrawn, is_linked, at, text in rows:
            changed.at[record_id] = at
            if done.get(record_id) == at:
                continue  # taken before, while an older transaction held the watermark back
            if not is_linked:
                changed.replaced.append(record_id)
            if withdrawn:
                changed.withdrawn.append(record_id)
                continue
            content = json.loads(text)
            if not is_linked:
                changed.keys.append((record_id, vis, keys_of(kind, content, gazetteer)))
            if kind == "person":
                changed.vis[record_id] = vis
                (changed.known if is_linked else changed.fresh).append((record_id, read(content)))
    return changed


def load(cursor: Any, index: Index, changed: Changed) -> None:
    """Bring the index up to what is linked already: records linked before, and without those withdrawn.

    An index that is only now built never held what has changed since: crowds in which those stood are linked anew.
    """
    built = len(index) == 0
    if changed.known:
        index.add(changed.known, find=False, marks=changed.vis)
    for record_id in changed.withdrawn:
        index.remove(record_id)
    if built and changed.replaced:
        cursor.execute(sql("crowds_of_records"), {"ids": changed.replaced, "model": index.model.version})
        index.relink([row[0] for row in cursor.fetchall()])


def _learn(cursor: Any, run: Run) -> Model | None:
    with run.step("train"):
        try:
            model = train(open_evidence(cursor))
        except TooFewRecords:
            return None
    run.trained = True
    return model


def set_progress(cursor: Any, name: str, watermark: int, version: str) -> None:
    """Note up to which watermark everything is linked under a model."""
    prepared(cursor).execute(
        "INSERT INTO linkage_progress (name, watermark, model) VALUES (%s, %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET watermark = excluded.watermark, model = excluded.model",
        [name, watermark, version],
    )
