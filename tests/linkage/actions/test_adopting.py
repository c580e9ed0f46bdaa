"""A model that Splink made: imported, compared, published, followed by the live linker, and explained on the person page."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.access.actions import intern_marking, system_viewer
from beatbook.linkage.actions import LiveLinker, link_new_records
from beatbook.linkage.actions.comparing import compare_models
from beatbook.linkage.actions.modelling import export_model, import_model, publish_model, report_of
from beatbook.linkage.explanation import explain
from beatbook.linkage.queries import current_model, link_between, person_members
from beatbook.linkage.splink.adopt import AdoptedModel
from beatbook.linkage.splink.errors import FrequenciesMissing
from beatbook.linkage.splink.importing import Given
from beatbook.vocabulary.markings import Marking
from tests.linkage.splink.oracle import model_of
from tests.linkage.worlds import mentions, put_records

NEW = UUID(int=77)


@pytest.fixture
def given(tmp_path: Path) -> tuple[str, Given]:
    """Splink's own file and its term frequencies."""
    settings = model_of(
        [
            comparisons.JaroWinklerAtThresholds("first_name", [0.92]).configure(term_frequency_adjustments=True),
            comparisons.LevenshteinAtThresholds("surname", [1]),
            comparisons.LevenshteinAtThresholds("dob", [1]),
        ],
        [block_on("surname"), block_on("dob")],
    )
    parts = json.loads(settings.to_json())
    for comparison, shares in zip(parts["comparisons"], ((0.9, 0.05, 0.05), (0.8, 0.1, 0.1), (0.8, 0.15, 0.05)), strict=True):
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        for level, m, u in zip(levels, shares, (0.005, 0.01, 0.985), strict=True):
            level["m_probability"], level["u_probability"] = m, u
    path = tmp_path / "tf.json"
    path.write_text(json.dumps({"format": 1, "shares": {"first_name": {"Ava": 0.05}}}), encoding="utf-8")
    return json.dumps(parts), Given((path,), {"dob": "date_of_birth"}, 5.0)


def test_splink_model_from_import_to_the_person_page(database: str, given: tuple[str, Given]) -> None:
    records, _ = mentions(60)
    put_records(records, intern_marking(Marking()))
    link_new_records()
    text, beside = given
    with pytest.raises(FrequenciesMissing):
        import_model(text)
    version = import_model(text, beside=beside)
    assert json.loads(export_model(version))["form"] == "splink"
    compare_models(version, today=date(2026, 8, 27))
    assert report_of(version)["comparison"]["with"] != version
    publish_model(version)
    model = current_model(viewer=system_viewer("tests"))
    assert isinstance(model, AdoptedModel) and model.version == version and model.threshold == 5.0

    linker = LiveLinker()
    assert linker.link().model == version
    first_id, first = records[0]
    put_records([(NEW, first)], 1)
    assert linker.link().links > 0
    person = person_members(NEW, viewer=system_viewer("tests"))
    assert person is not None and first_id in person.members
    link = link_between(first_id, NEW, viewer=system_viewer("tests"))
    assert link is not None and link.model == version
    told = explain(first, first, model, link.levels)
    assert told.total_bits == link.weight_bits == pytest.approx(told.prior_bits + sum(field.weight_bits for field in told.fields))
    assert [field.field for field in told.fields] == ["Forenames", "Surname", "Date of birth"] and told.joins
