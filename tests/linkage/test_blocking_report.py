"""What blocking rules find and cost, against a slow count."""

from itertools import combinations

import pytest

from beatbook.linkage.blocking_report import RULE_NAMES, report_blocking
from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.levels import ALL_RULES, RULES
from beatbook.linkage.training import train
from tests.linkage.worlds import mentions


@pytest.fixture(scope="module")
def world():  # type: ignore[no-untyped-def]
    found, truth = mentions(60)
    records = [(record_id, evidence_of(content)) for record_id, content in found]
    return records, truth, train(records, random_pairs=50_000)


def test_postcode_rule_counts_what_shares_a_postcode(world) -> None:  # type: ignore[no-untyped-def]
    records, truth, model = world
    [postcode] = report_blocking(model, records, truth, rules=1 << 20).rules
    same = [(a, b) for (a, x), (b, y) in combinations(records, 2) if x.postcode and x.postcode == y.postcode]
    assert postcode.name == "the postcode"
    assert postcode.pairs == postcode.pairs_alone == len(same)
    assert postcode.found == postcode.found_alone == sum(truth[a] == truth[b] for a, b in same)


def test_rules_together_find_what_some_rule_finds(world) -> None:  # type: ignore[no-untyped-def]
    records, truth, model = world
    report = report_blocking(model, records, truth)
    assert report.true == sum(truth[a] == truth[b] for (a, _), (b, _) in combinations(records, 2))
    assert max(rule.found for rule in report.rules) <= report.found <= report.true
    assert sum(rule.pairs_alone for rule in report.rules) <= report.pairs <= sum(rule.pairs for rule in report.rules)
    assert report.recall >= 0.98


def test_confident_pairs_stand_for_a_truth_that_is_not_known(world) -> None:  # type: ignore[no-untyped-def]
    records, _, model = world
    report = report_blocking(model, records)
    assert 0 < report.true == report.found < report.pairs


def test_every_rule_has_a_name() -> None:
    assert sum(1 << rule for rule in RULE_NAMES) == ALL_RULES
    assert RULES & ~ALL_RULES == 0
