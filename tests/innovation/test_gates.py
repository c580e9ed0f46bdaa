"""Neither gate has a way round."""

import pytest

from beatbook.innovation.asks import Stage, Verdict
from beatbook.innovation.gates import CHECKS, NoRecordedResult, NotReady, ProofResult, check_ready, check_stage, missing_checks


@pytest.mark.parametrize("verdict", [None, Verdict.STOP, Verdict.REPEAT])
def test_scale_needs_a_result_that_says_scale(verdict: Verdict | None) -> None:
    result = ProofResult("minutes", 60, 58, verdict, "ben") if verdict else None
    with pytest.raises(NoRecordedResult):
        check_stage(Stage.SCALE, result)
    check_stage(Stage.PROOF, result)
    check_stage(Stage.IDEA, None)


def test_a_result_that_says_scale_opens_the_gate() -> None:
    check_stage(Stage.SCALE, ProofResult("minutes", 60, 20, Verdict.SCALE, "ben"))


def test_every_check_is_needed_to_go_live() -> None:
    codes = {check.code for check in CHECKS}
    check_ready(codes)
    for code in codes:
        with pytest.raises(NotReady):
            check_ready(codes - {code})
        assert [check.code for check in missing_checks(codes - {code})] == [code]
