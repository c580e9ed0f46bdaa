from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beatbook.cases.victims_code import Assessment, Duty, Notifiable, Told, duties_of, most_pressing
from beatbook.cases.working_days import is_working_day

REPORTED = date(2026, 12, 21)  # a Monday, in a week with Christmas at its end
ARREST = Notifiable("arrest:1", "an arrest", date(2026, 12, 22))
CLOSED = Notifiable("outcome:2", "no further action", date(2027, 1, 8), ends=True)


def duty(found: list[Duty], key: str) -> Duty:
    return next(one for one in found if one.key == key)


def test_an_arrest_is_told_within_five_working_days_or_one_with_enhanced_rights() -> None:
    plain = duties_of(REPORTED, [ARREST], None, [], is_over=False)
    enhanced = duties_of(REPORTED, [ARREST], Assessment(REPORTED, grounds=["vulnerable"]), [], is_over=False)
    assert duty(plain, "arrest:1").due_on == date(2026, 12, 31)  # 23, 24, then 29, 30, 31
    assert duty(enhanced, "arrest:1").due_on == date(2026, 12, 23)
    assert duty(plain, "support").due_on == date(2026, 12, 23)


def test_only_a_contact_that_reached_the_victim_meets_a_duty() -> None:
    tried = Told(date(2026, 12, 23), False, ["arrest:1"])
    reached = Told(date(2027, 1, 4), True, ["arrest:1"])
    assert duty(duties_of(REPORTED, [ARREST], None, [tried], is_over=False), "arrest:1").is_open
    met = duty(duties_of(REPORTED, [ARREST], None, [tried, reached], is_over=False), "arrest:1")
    assert met.met_on == date(2027, 1, 4) and met.days_late(date(2027, 2, 1)) == 4


def test_no_further_action_asks_for_reasons_and_the_right_to_review() -> None:
    found = duties_of(REPORTED, [CLOSED], None, [], is_over=True)
    assert duty(found, "outcome:2").due_on == duty(found, "reasons:outcome:2").due_on == date(2027, 1, 15)
    assert "right to review" in duty(found, "reasons:outcome:2").words


def test_keeping_in_touch_runs_from_the_last_contact_and_ends_with_the_case() -> None:
    agreed = Assessment(REPORTED, every_days=7)
    assert duty(duties_of(REPORTED, [], agreed, [], is_over=False), "routine").due_on == date(2026, 12, 29)  # the 28th is a holiday
    heard = [Told(date(2026, 12, 30), True), Told(date(2026, 12, 31), False)]
    assert duty(duties_of(REPORTED, [], agreed, heard, is_over=False), "routine").due_on == date(2027, 1, 6)
    assert not any(one.key == "routine" for one in duties_of(REPORTED, [], agreed, [], is_over=True))


def test_the_most_pressing_is_the_dated_one_that_is_open() -> None:
    found = duties_of(REPORTED, [ARREST], Assessment(REPORTED, support_on=REPORTED), [], is_over=False)
    pressing = most_pressing(found)
    assert pressing is not None and pressing.key == "arrest:1" == found[0].key


events = st.builds(Notifiable, st.uuids().map(str), st.just("an arrest"), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans())


@given(st.lists(events, max_size=4, unique_by=lambda event: event.key), st.booleans(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_every_event_is_owed_once_on_a_working_day_and_order_changes_nothing(
    found: list[Notifiable], enhanced: bool, reported: date
) -> None:
    assessment = Assessment(reported, grounds=["serious"] if enhanced else [])
    duties = duties_of(reported, found, assessment, [], is_over=False)
    assert duties == duties_of(reported, found[::-1], assessment, [], is_over=False)
    for event in found:
        due = duty(duties, event.key).due_on
        assert due is not None and is_working_day(due) and timedelta(days=1) <= due - event.on <= timedelta(days=5 if enhanced else 12)
