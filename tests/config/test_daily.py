"""What the worker does once a day: once, whatever fails, and again on the next."""

from datetime import date, timedelta

import pytest
from django.db import OperationalError

from beatbook.config.daily import Round

TODAY = date(2026, 11, 27)


def rounds(**steps) -> Round:
    found = Round()
    found.steps = steps
    return found


def test_the_steps_are_those_of_the_forecasts_the_watch_and_the_past() -> None:
    assert set(Round().steps) == {"forecasts", "threat watch", "thinning of the past"}


def test_each_step_is_done_once_a_day() -> None:
    done = []
    each_day = rounds(first=done.append, second=done.append)
    for _ in range(3):
        each_day.once(TODAY)
    assert done == [TODAY, TODAY]
    each_day.once(TODAY + timedelta(days=1))
    assert done[2:] == [TODAY + timedelta(days=1)] * 2


def test_a_step_that_fails_is_tried_again_and_holds_nothing_up(caplog: pytest.LogCaptureFixture) -> None:
    done, faults = [], [ValueError("a secret"), None]

    def failing(today: date) -> None:
        if fault := faults.pop(0):
            raise fault

    each_day = rounds(failing=failing, other=done.append)
    each_day.once(TODAY)
    assert done == [TODAY] and "failing failed with ValueError" in caplog.text and "a secret" not in caplog.text
    each_day.once(TODAY)
    each_day.once(TODAY)
    assert done == [TODAY] and faults == []


def test_a_database_that_is_away_ends_the_round_and_is_told_apart() -> None:
    def away(today: date) -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        rounds(away=away).once(TODAY)
