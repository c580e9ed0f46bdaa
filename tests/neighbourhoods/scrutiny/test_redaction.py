"""Nothing that could name anybody is left: names as they are tied, and whatever looks like one."""

from dataclasses import asdict
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatbook.neighbourhoods.scrutiny.redaction import REMOVED, panel_record, part_of_day, redacted

PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # on a machine that others use too
NAMES = ("Jordan Marsh", "MARSH", "Zoë O’Neill-Hart")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Seen running from the shop, matched the description.", "Seen running from the shop, matched the description."),
        ("Jordan Marsh was seen with a knife.", f"{REMOVED} was seen with a knife."),
        ("he is known as marsh's brother", f"he is known as {REMOVED} brother"),
        ("He gave 14/03/1994 and 07700 900614, car ZZ19 ABC.", f"He gave {REMOVED} and {REMOVED}, car {REMOVED}."),
        ("Lives at 12 Foundry Row with zoë", f"{REMOVED} at {REMOVED} with {REMOVED}"),
        ("Was told by PC 1142. Smell of cannabis. Kev ran.", f"Was told by {REMOVED}. Smell of cannabis. {REMOVED} ran."),
        ("Seen with (Marsh), then Hope came", f"Seen with ({REMOVED}), then {REMOVED} came"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_text(text: str, left: str) -> None:
    assert redacted(text, NAMES) == left


def test_an_address_on_the_net_is_taken_out_whole() -> None:
    assert redacted("write to a.marsh@example.org or see www.marsh.example now", ()) == f"write to {REMOVED} or see {REMOVED} now"


@PATIENT
@given(st.text(max_size=80), st.sampled_from(["Quillfeather", "Okonjo-Vane", "Ng", "D’Arcy"]), st.booleans())
def test_a_name_that_is_tied_never_stays_in_any_case(around: str, name: str, upper: bool) -> None:
    written = name.upper() if upper else name.lower()
    left = redacted(f"{around} {written} {around}", [name]).casefold().replace(REMOVED, "").split()
    assert written.casefold() not in left


def test_a_record_has_no_field_for_whoever_was_there() -> None:
    content = {
        "title": "Person search: controlled drugs", "reference": "SS/26/000001", "summary": "Marsh smelt of cannabis.", "address": "On or near Foundry Row",
        "recorded_by": "PC 1142", "outcome_linked": True, "officer_defined_ethnicity": "White", "age_range": "18-24",
    }  # fmt: skip
    shown = asdict(panel_record(content, datetime(2026, 10, 3, 21, 15), "Market Quarter", NAMES))
    assert (
        shown["kind"] == "Person search"
        and shown["part_of_day"] == "evening"
        and shown["month"] == "October 2026"
        and shown["linked"] == "yes"
    )
    told = " ".join(shown.values()).casefold()
    assert not [word for word in ("marsh", "1142", "foundry", "ss/26", "21:15", "03") if word in told]


def test_hours_have_their_part_of_the_day() -> None:
    hours = {part_of_day(datetime(2026, 1, 1, hour)): hour for hour in range(24)}
    assert hours == {"night": 23, "morning": 11, "afternoon": 16, "evening": 21} and part_of_day(None) == "not known"
