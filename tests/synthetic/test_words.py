from datetime import datetime

import pytest

from beatbook.synthetic.words import clock, stamp, uk_time
from beatbook.vocabulary.dates import read_iso_moment, read_uk_moment


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_nothing_is_written_in_the_hour_that_summer_time_skips(minute: int) -> None:
    skipped = datetime(2026, 3, 29, 1, minute)
    assert clock(skipped) == datetime(2026, 3, 29, 0, 59, 59)
    assert read_uk_moment(uk_time(skipped)) < read_iso_moment(stamp(skipped))


def test_every_other_time_is_written_as_it_is() -> None:
    moment = datetime(2026, 3, 28, 1, 30, 7)
    assert (stamp(moment), uk_time(moment)) == ("2026-03-28T01:30:07", "28/03/2026 01:30")
