"""Refused rows as they are kept."""

import json

from beatbook.sources.refusals import RAW_LIMIT, refusal_of
from beatbook.sources.statements import Row, RowRefused
from beatbook.vocabulary.errors import MarkingRefused


def test_row_is_kept_whole_when_it_can_be() -> None:
    kept = refusal_of(Row("a.csv", 3, {"x": "é"}), RowRefused("x", "is wrong"))
    assert (kept.file, kept.number, kept.column, kept.reason, kept.whole) == ("a.csv", 3, "x", "is wrong", True)
    assert json.loads(kept.raw) == {"x": "é"}


def test_long_and_unstorable_rows_are_cut_and_cleaned() -> None:
    long = refusal_of(Row("a.csv", 3, {"x": "y" * 10_000_000}), RowRefused("x", "long"))
    odd = refusal_of(Row("a.csv", 3, {"x": "\udc80"}), RowRefused("x", "odd \0"))
    assert (len(long.raw), long.whole, odd.whole) == (RAW_LIMIT, False, False)
    odd.raw.encode()
    assert "\0" not in odd.reason


def test_marking_above_the_ceiling_names_its_column() -> None:
    assert refusal_of(Row("a.csv", 3), MarkingRefused("SECRET is above")).column == "marking"


def test_fingerprint_tells_rows_apart() -> None:
    rows = [Row("a.csv", 1, {"x": "1"}), Row("a.csv", 2, {"x": "1"}), Row("b.csv", 1, {"x": "1"})]
    assert len({refusal_of(row, RowRefused("x", "r")).fingerprint("f") for row in rows}) == 3
