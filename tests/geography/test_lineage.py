"""Splits and mergers."""

from beatbook.geography.lineage import Lineage

MERGED = Lineage({"mercia": {"north", "south"}, "mercia-and-wye": {"mercia", "wye"}})


def test_a_merged_force_is_found_forwards_over_two_mergers() -> None:
    assert MERGED.among("north", {"mercia"}) == "mercia"
    assert MERGED.among("south", {"mercia-and-wye"}) == "mercia-and-wye"
    assert MERGED.among("wye", {"wye", "mercia"}) == "wye"


def test_what_was_divided_is_not_guessed() -> None:
    assert MERGED.among("mercia", {"north", "south"}) is None
    assert MERGED.among("mercia", {"north"}) == "north"
    assert MERGED.among("elsewhere", {"north"}) is None


def test_a_circle_ends() -> None:
    assert Lineage({"a": {"b"}, "b": {"a"}}).among("a", {"c"}) is None
