"""Precision and recall over pairs."""

from beatbook.linkage.accuracy import clustered, clustered_by_group, pairwise, score_clusters

TRUTH = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}


def test_pairwise_counts_each_pair() -> None:
    found = pairwise([("a", "b"), ("a", "d"), ("x", "y")], TRUTH)
    assert (found.right, found.joined, found.true) == (1, 2, 4)


def test_clustered_counts_pairs_that_persons_imply() -> None:
    found = clustered([{"a", "b", "c", "d"}, {"e"}], TRUTH)
    assert (found.precision, found.recall) == (0.5, 0.75)


def test_nothing_joined_is_precise_and_finds_nothing() -> None:
    found = clustered([], TRUTH)
    assert (found.precision, found.recall, found.f1) == (1.0, 0.0, 0.0)


def test_scores_are_named_by_kind_and_measure() -> None:
    scores = score_clusters([{"a", "b", "c"}, {"d", "e"}], [("a", "b")], TRUTH)
    assert scores["clustered_f1"] == 1.0 and scores["pairwise_recall"] == 0.25


def test_groups_are_scored_apart() -> None:
    groups = clustered_by_group([{"a", "b"}, {"d", "e"}], TRUTH, {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"})
    assert groups["x"].recall == 1 / 3 and groups["y"].recall == 1.0
