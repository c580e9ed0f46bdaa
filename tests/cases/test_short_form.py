from hypothesis import given
from hypothesis import strategies as st

from beatbook.cases.short_form import OFFENCES, facts_of, pence_of, times_of, what_is_wrong

TYPED = {"offence": "46", "place": "Corner shop, High Street", "postcode": "", "summary": "Took two bottles of wine", "lines": "camera",
         "value": "18.50", "victim": "", "phone": ""}  # fmt: skip


def test_a_whole_form_is_right_and_each_fault_is_named_at_its_field() -> None:
    assert what_is_wrong(TYPED) == {}
    wrong = TYPED | {"offence": "1A", "place": "", "postcode": "ZZ", "summary": "wine", "lines": "", "value": "lots"}
    assert set(what_is_wrong(wrong)) == {"offence", "place", "postcode", "summary", "lines", "value"}


def test_only_what_was_filled_goes_to_the_records_system() -> None:
    facts = facts_of(TYPED, "2026-11-20T10:00:00+00:00")
    assert facts["value_pence"] == 1850 and facts["offence"] == OFFENCES["46"]
    assert "victim_name" not in facts and "postcode" not in facts


def test_pounds_are_read_as_people_write_them() -> None:
    assert [pence_of(text) for text in ("45", "£45.50", "1,200", "0", "")] == [4500, 4550, 120000, 0, None]
    assert [pence_of(text) for text in ("-5", "4.5", "4.555", "£", "five", "٣")] == [None] * 6


def test_with_few_forms_no_median_is_said() -> None:
    few, enough = times_of([60] * 4, 6), times_of([10, 20, 30, 40, 900], 5)
    assert few.median_s is None and few.given_up == 2
    assert (enough.median_s, enough.sent, dict(enough.counts)["10 minutes or more"]) == (30, 5, 1)


@given(st.lists(st.integers(0, 4_000), min_size=5, max_size=60), st.integers(0, 9))
def test_counts_add_up_and_half_are_no_longer_than_the_median(seconds: list[int], more: int) -> None:
    found = times_of(seconds, len(seconds) + more)
    assert sum(count for _, count in found.counts) == found.sent == len(seconds) and found.given_up == more
    assert found.median_s is not None and found.decile_s is not None and found.median_s <= found.decile_s
    assert sum(took <= found.median_s + 1 for took in seconds) >= len(seconds) / 2
