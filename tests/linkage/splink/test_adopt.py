"""A Splink model can be published as Beatbook's: read by form, named by content, explained by parts that add up."""

from dataclasses import replace
from uuid import UUID

import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.linkage.splink.adopt import AdoptedModel, adopt, read_any_model
from beatbook.linkage.splink.errors import ColumnMissing, FrequenciesMissing, SplinkModelUnreadable
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from tests.linkage.splink.oracle import model_of

SETTINGS = model_of([comparisons.NameComparison("first_name"), comparisons.ExactMatch("email")], [block_on("email")])
FREQUENCIES = TermFrequencies({"first_name": {"Ann": 0.25}})
RECORDS = [
    (UUID(int=2), {"forenames": "Ann", "emails": ["a@example.org"]}),
    (UUID(int=1), {"forenames": "Ann", "emails": ["a@example.org", "b@example.org"]}),
    (UUID(int=3), {"forenames": "Bo"}),
]


def test_an_adopted_model_reads_as_written() -> None:
    model = adopt(SETTINGS, FREQUENCIES, threshold=5.0)
    again = read_any_model(model.to_json())
    assert isinstance(again, AdoptedModel)
    assert (again.version, again.threshold, again.fields) == (model.version, 5.0, {"first_name": "forenames", "email": "emails"})


def test_links_are_those_of_the_rules_and_the_explanation_adds_up() -> None:
    model = replace(adopt(SETTINGS, FREQUENCIES), floor=-50.0)
    (link,) = model.links(RECORDS)
    explained = model.explain(RECORDS[1][1], RECORDS[0][1])
    assert link[:2] == (UUID(int=1), UUID(int=2))
    assert link[2] == explained.weight == pytest.approx(explained.prior + sum(part.bits + part.tf_bits for part in explained.parts))
    assert [part.level for part in explained.parts] == ["Exact match on first_name", "Exact match on email"]
    assert explained.parts[0].tf_bits != 0


def test_what_is_not_whole_is_refused() -> None:
    with pytest.raises(FrequenciesMissing):
        read_any_model(SETTINGS.to_json())
    with pytest.raises(SplinkModelUnreadable):
        read_any_model('{"form": "splink", "format": 1}')
    with pytest.raises(ColumnMissing, match="shoe"):
        adopt(model_of([comparisons.ExactMatch("shoe")], []), TermFrequencies())
