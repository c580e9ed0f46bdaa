"""Compares a model with the published one over the same records, before it is published, and keeps what was found with the model.

Invariant: reports count open records alone (those from which models learn), so that whoever may see the page learns nothing of a hidden record.
"""

import csv
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from beatbook.linkage.actions.keeping import open_evidence, published_version, stored_model
from beatbook.linkage.actions.linking import ALIAS, Progress, Run
from beatbook.linkage.actions.modelling import add_report, link_beside
from beatbook.linkage.blocking_report import report_blocking
from beatbook.linkage.evidence import Evidence
from beatbook.linkage.judgements import Judgement, decisions
from beatbook.linkage.model import Model
from beatbook.linkage.named_sql import sql
from beatbook.linkage.persons import Verdict, group_all, link_of
from beatbook.linkage.reporting import Linked, against_judgements, against_truth, compared
from beatbook.sources.identity import record_id, site_key
from beatbook.vocabulary.errors import BeatbookError

AGES = (18, 25, 40, 60)
GROUPS = {"naming_tradition": "Naming tradition", "sex": "Sex", "age_band": "Age"}
SEXES = {"F": "Female", "M": "Male"}


class TruthUnreadable(BeatbookError):
    """A file of truth needs the columns person_id and either record_id or feed and source_key: correct its first line."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who, from a file: the person of each record, and the groups that it names."""

    person_of: Mapping[UUID, str]
    groups: dict[str, dict[UUID, str]] = field(default_factory=dict)


def read_truth(path: Path) -> Truth:
    """Truth from a CSV file such as the one of the made-up county.

    Raises:
        TruthUnreadable: a column is missing, or the file cannot be read.
    """
    key = site_key(settings.SECRET_KEY)
    persons: dict[UUID, str] = {}
    groups: dict[str, dict[UUID, str]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                one = UUID(row["record_id"]) if "record_id" in row else record_id(key, row["feed"], row["source_key"])
                persons[one] = row["person_id"]
                for column, label in GROUPS.items():
                    if row.get(column):
                        groups.setdefault(label, {})[one] = SEXES.get(row[column], row[column].replace("_", " "))
    except (KeyError, ValueError, OSError) as error:
        raise TruthUnreadable(f"{path.name} cannot be read as truth ({type(error).__name__}): {TruthUnreadable.__doc__}") from error
    return Truth(persons, groups)


def compare_models(version: str, *, truth: Path | None = None, today: date, progress: Progress | None = None) -> dict[str, Any]:
    """Link beside the published model under this one, and compare the two; of the published one alone, its report is made anew. Returns the report.

    Raises:
        NoSuchModel: there is none.
        TruthUnreadable: the file of truth lacks a column.
    """
    known = read_truth(truth) if truth is not None else None
    cpu = time.process_time()
    beside = link_beside(version, progress=progress)
    cost = {"cpu_s": round(time.process_time() - cpu, 2), "seconds": round(sum(beside.seconds.values()), 2)}
    run = Run(progress)
    with connections[ALIAS].cursor() as cursor:
        published = published_version(cursor)
        with run.step("read"):
            records = open_evidence(cursor)
            after = _linked(cursor, version)
        groups = known.groups if known else _groups(dict(records), today)
        with run.step("accuracy"):
            found = against_truth(after, _among(known.person_of, records), groups) if known else {}
            report: dict[str, Any] = {"accuracy": found} if found else {}
            report["judgements"] = against_judgements(after, _judged(cursor), _groups(dict(records), today))
        with run.step("blocking"):
            model = stored_model(cursor, version)
            report["blocking"] = _blocking(model, records, known) if isinstance(model, Model) else {}  # another form has rules of its own
        if published and published != version:
            with run.step("compare"):
                report["comparison"] = {"with": published, "cost": cost, **compared(_linked(cursor, published), after)}
    report["counted"] = {"records": len(records), "links": len(after.weights), "on": today.isoformat()}
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        add_report(cursor, version, report)
    return report


def _linked(cursor: Any, version: str) -> Linked:
    threshold = stored_model(cursor, version).threshold
    cursor.execute(sql("open_links"), {"model": version, "open": _open(cursor)})
    links = [link_of(a, b, float(weight), bytes(levels)) for a, b, weight, levels in cursor.fetchall()]
    # Without judgements: what people decided must not make the model look better than it is.
    persons = [person for person in group_all(links, threshold_bits=threshold) if len(person) > 1]
    return Linked({(link.a, link.b): link.weight_bits for link in links}, threshold, persons)


def _open(cursor: Any) -> list[int]:
    cursor.execute(sql("open_markings"))
    return [int(row[0]) for row in cursor.fetchall()]


def _judged(cursor: Any) -> Any:
    cursor.execute(sql("open_judgements"), {"open": _open(cursor)})
    return decisions(Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in cursor.fetchall())


def _among(person_of: Mapping[UUID, str], records: list[tuple[UUID, Evidence]]) -> dict[UUID, str]:
    return {one: person_of[one] for one, _ in records if one in person_of}


def _groups(records: Mapping[UUID, Evidence], today: date) -> dict[str, dict[UUID, str]]:
    sexes = {one: SEXES[said.sex] for one, said in records.items() if said.sex in SEXES}
    ages = {one: age_band(today.year - said.born[0]) for one, said in records.items() if said.born and said.born[0]}
    return {"Sex": sexes, "Age": ages}


def age_band(age: int) -> str:
    """The band of an age in years, such as `25 to 39`."""
    edges = [0, *AGES]
    place = sum(age >= edge for edge in AGES)
    return f"{edges[place]} to {AGES[place] - 1}" if place < len(AGES) else f"{AGES[-1]} and over"


def _blocking(model: Model, records: list[tuple[UUID, Evidence]], known: Truth | None) -> dict[str, Any]:
    found = report_blocking(model, records, known.person_of if known else None)
    rules = [
        {"rule": one.name, "found": one.found, "alone": one.found_alone, "pairs": one.pairs, "pairs_alone": one.pairs_alone}
        for one in found.rules
    ]
    return {
        "source": "truth" if known else "the model's own joins",
        "true": found.true,
        "found": found.found,
        "pairs": found.pairs,
        "rules": rules,
    }
