"""Comparing a model with the one in use: what is reported, over which records."""

import csv
import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking, system_viewer
from beatbook.linkage.actions import link_new_records
from beatbook.linkage.actions.comparing import TruthUnreadable, age_band, compare_models, read_truth
from beatbook.linkage.actions.modelling import export_model, import_model, report_of, train_model
from beatbook.linkage.queries import current_model
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, put_records

TODAY = date(2026, 11, 24)


@pytest.fixture
def truth(database: str, tmp_path: Path) -> Path:
    """Sixty people linked; the file says who is who."""
    records, person_of = mentions(60)
    put_records(records, intern_marking(Marking()))
    link_new_records()
    path = tmp_path / "truth.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["record_id", "person_id", "sex", "age_band"])
        out.writerows([record_id, person_of[record_id], content["sex"], "25_to_39"] for record_id, content in records)
    return path


def _published() -> str:
    model = current_model(viewer=system_viewer("tests"))
    assert model is not None
    return model.version


def test_report_against_truth_has_accuracy_fairness_calibration_and_blocking(truth: Path) -> None:
    version = _published()
    report = compare_models(version, truth=truth, today=TODAY)
    found = report["accuracy"]
    assert found["accuracy"]["precision"] > 0.9 and 0.5 < found["accuracy"]["recall"] <= 1
    assert {(row["by"], row["group"]) for row in found["fairness"]} == {("Sex", "Female"), ("Sex", "Male"), ("Age", "25 to 39")}
    assert sum(row["pairs"] for row in found["calibration"]) == report["counted"]["links"]
    assert report["blocking"]["found"] <= report["blocking"]["true"] and report["blocking"]["rules"]
    assert report_of(version)["accuracy"] == found and "comparison" not in report


def test_comparison_counts_links_lost_and_persons_split(truth: Path) -> None:
    old = _published()
    own = json.loads(export_model(old))["threshold"]
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM linkage_link WHERE a < b AND weight >= %s", [own])
        joins = cursor.fetchone()[0]
    strict = import_model(export_model(old).replace(f'"threshold":{own}', '"threshold":1000.0'))
    change = compare_models(strict, today=TODAY)["comparison"]
    assert change["with"] == old and (change["links_lost"], change["links_gained"]) == (joins, 0)
    assert change["persons_after"] == 0 and change["persons_split"] == change["persons_before"] > 50
    assert change["persons_joined"] == 0 and len(change["split_examples"]) == 10
    assert report_of(strict)["comparison"]["links_lost"] == joins and _published() == old


def test_hidden_records_leave_the_report_as_it_is(truth: Path) -> None:
    version = train_model()
    before = compare_models(version, truth=truth, today=TODAY)
    hidden, _ = mentions(60)
    twins = [(UUID(int=record_id.int ^ 1), content) for record_id, content in hidden]
    put_records(twins, intern_marking(Marking(caveats=frozenset({"COVERT"}))))
    link_new_records()
    after = compare_models(version, truth=truth, today=TODAY)
    assert after == before


def test_truth_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.csv"
    path.write_text("name,who\na,b\n")
    with pytest.raises(TruthUnreadable):
        read_truth(path)


def test_bands_of_age() -> None:
    assert [age_band(age) for age in (3, 18, 24, 59, 60, 101)] == [
        "0 to 17",
        "18 to 24",
        "18 to 24",
        "40 to 59",
        "60 and over",
        "60 and over",
    ]
