"""Reports of models: counted by hand on tiny worlds."""

from uuid import UUID

from beatbook.linkage.persons import Decision, Verdict
from beatbook.linkage.reporting import Linked, against_judgements, against_truth, calibration, compared, wilson_interval

A, B, C, D, E = (UUID(int=number) for number in range(1, 6))


def test_calibration_sets_the_predicted_share_beside_the_true_one() -> None:
    rows = calibration([(1.0, True), (1.0, False), (20.0, True), (-90.0, False), (90.0, True)])
    assert [(row["from"], row["to"], row["pairs"], row["same"]) for row in rows] == [
        (0.0, 0.1, 1, 0.0),
        (0.6, 0.7, 2, 0.5),
        (0.9, 1.0, 2, 1.0),
    ]
    assert [row["predicted"] for row in rows] == [0.0, 0.6667, 1.0]


def test_interval_of_a_share_is_wilsons_and_narrows_with_pairs() -> None:
    assert wilson_interval(5, 10) == (0.2366, 0.7634)
    assert wilson_interval(0, 10) == (0.0, 0.2775)
    assert wilson_interval(10, 10) == (0.7225, 1.0)
    assert wilson_interval(500, 1000)[0] > 0.46


def test_fairness_gives_each_group_its_rates_and_their_ratio_to_the_whole() -> None:
    linked = Linked({(A, B): 9.0, (C, D): 9.0}, 3.3, [frozenset({A, B}), frozenset({C, D})])
    truth = {A: 1, B: 1, C: 2, D: 3, E: 2}
    found = against_truth(linked, truth, {"Sex": {A: "Female", B: "Female", C: "Male", D: "Male", E: "Male"}})
    women, men = found["fairness"]
    assert (found["accuracy"]["false_join_rate"], found["accuracy"]["missed_join_rate"]) == (0.5, 0.5)
    assert (women["false_join_rate"], women["missed_join_rate"], women["false_join_ratio"]) == (0.0, 0.0, 0.0)
    assert (men["false_join_rate"], men["missed_join_rate"], men["missed_join_ratio"]) == (1.0, 1.0, 2.0)


def test_judged_pairs_count_and_unsure_ones_do_not() -> None:
    linked = Linked({(A, B): 9.0, (C, D): 5.0}, 3.3, [frozenset({A, B}), frozenset({C, D})])
    judged = [Decision(A, B, Verdict.SAME), Decision(C, D, Verdict.DIFFERENT), Decision(A, E, Verdict.SAME), Decision(B, E, Verdict.UNSURE)]
    found = against_judgements(linked, judged, {"Sex": {A: "Female"}})
    assert (found["judged"], found["agreed"]) == (3, 1)
    assert found["accuracy"]["precision"] == 0.5 and found["accuracy"]["recall"] == 0.5
    assert [(row["group"], row["missed_join_rate"]) for row in found["fairness"]] == [("Female", 0.5)]


def test_comparison_tells_split_from_joined() -> None:
    before = Linked({(A, B): 9.0}, 3.3, [frozenset({A, B})])
    after = Linked({(A, B): 1.0, (C, D): 9.0}, 3.3, [frozenset({C, D})])
    found = compared(before, after)
    assert (found["links_gained"], found["links_lost"], found["persons_split"], found["persons_joined"]) == (1, 1, 1, 1)
    assert found["split_examples"] == [[[str(A)], [str(B)]]] and found["joined_examples"] == [[[str(C)], [str(D)]]]
