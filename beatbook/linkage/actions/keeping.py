"""Keeps models in the database: frozen, by version, with a state. At most one is published, and readers follow its links."""

import json
import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.judgements import Judgement, decisions
from beatbook.linkage.named_sql import sql
from beatbook.linkage.opening import AnyModel, read_stored
from beatbook.linkage.persons import Verdict
from beatbook.linkage.training import Label
from beatbook.vocabulary.errors import BeatbookError

MOST_TO_LEARN_FROM = 100_000
CHOSEN_BY = {
    "frequencies, m, u and prior": "open records of this database, without labels",
    "blocking rules": "historical_50k, the made-up county of seed 7, and fake_1000",
    "comparison levels": "historical_50k",
    "threshold": "nine chances in ten, with the made-up county of seed 7 in view",
}


class NoSuchModel(BeatbookError):
    """There is no model of this version: `beatbook model list` shows those that there are."""


def keep_model(cursor: Any, model: AnyModel, state: str, *, chosen_by: Mapping[str, str] = CHOSEN_BY) -> None:
    """Keep a model that is new. In the state `published` the one before is retired in the same transaction; its links are not touched."""
    if state == "published":
        cursor.execute("UPDATE linkage_model SET state = 'retired' WHERE state = 'published'")
    cursor.execute(
        "INSERT INTO linkage_model (version, spec, threshold, chosen_by) VALUES (%s, %s, %s, %s) ON CONFLICT (version) DO NOTHING",
        [model.version, zlib.compress(model.to_json().encode(), 6), model.threshold, json.dumps(dict(chosen_by))],
    )
    if state == "published":
        cursor.execute("UPDATE linkage_model SET state = 'published', published_at = now() WHERE version = %s", [model.version])


def stored_model(cursor: Any, version: str) -> AnyModel:
    """The model of this version.

    Raises:
        NoSuchModel: there is none.
    """
    cursor.execute("SELECT spec FROM linkage_model WHERE version = %s", [version])
    row = cursor.fetchone()
    if row is None:
        raise NoSuchModel(f"There is no model {version}: `beatbook model list` shows those that there are.")
    return read_stored(zlib.decompress(bytes(row[0])).decode())


def published_version(cursor: Any) -> str:
    """The version whose links readers follow, empty before the first linking."""
    cursor.execute(sql("published_model"))
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def forget_links(cursor: Any, version: str) -> None:
    """Remove the links of one model, and how far it had been linked beside another."""
    cursor.execute("DELETE FROM linkage_link WHERE model = %s", [version])
    cursor.execute("DELETE FROM linkage_progress WHERE name = %s", [beside(version)])


def beside(version: str) -> str:
    """The name under which the progress of a model is kept that is linked beside the published one."""
    return f"beside:{version}"


def open_evidence(cursor: Any) -> list[tuple[UUID, Evidence]]:
    """The records from which a model may learn: open ones alone, at most a hundred thousand."""
    cursor.execute(sql("open_records"), {"most": MOST_TO_LEARN_FROM})
    return [(record_id, evidence_of(json.loads(text))) for record_id, text in cursor.fetchall()]


def open_labels(cursor: Any) -> list[Label]:
    """What people said of pairs of open records, as labels to learn from; unsure ones are none.

    Judgements about other records are left out, for a model is seen by all: what it learnt must not speak of a record that few may see.
    """
    cursor.execute(sql("open_markings"))
    cursor.execute(sql("open_judgements"), {"open": [int(row[0]) for row in cursor.fetchall()]})
    judged = decisions(Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in cursor.fetchall())
    return [(one.a, one.b, one.verdict == Verdict.SAME) for one in judged if one.verdict != Verdict.UNSURE]
