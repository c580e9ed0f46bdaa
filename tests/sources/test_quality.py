"""Quality from counts."""

import json
from datetime import UTC, datetime, timedelta

from beatbook.sources.quality import Quality, Tally, quality_of, tally_from
from beatbook.sources.statements import Kind, Mention

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def tally() -> Tally:
    counted = Tally(rows=4)
    for day, content in ((1, {"title": "a", "outcome": "b"}), (5, {"title": "a"})):
        happened = NOW - timedelta(days=day + 2)
        counted.add(Mention(Kind.EVENT, str(day), 1, NOW - timedelta(days=2), content, happened, None, -1.0, 52.0))
    counted.add(Mention(Kind.PERSON, "p", 1, NOW, {"surname": "x"}))
    counted.refuse("Month", "is no month")
    counted.said((NOW - timedelta(days=2)).isoformat())
    return counted


def report(newest_within_days: int | None = None) -> Quality:
    return quality_of(tally(), duplicates=1, conflicts=2, in_an_area=1, now=NOW, newest_within_days=newest_within_days)


def test_each_figure() -> None:
    found = report()
    assert found.completeness == {"event": {"outcome": 0.5, "title": 1.0}, "person": {"surname": 1.0}}
    assert (found.validity, found.duplicates, found.conflicts, found.coverage, found.refused) == (0.75, 1 / 3, 2, 0.5, 1)
    assert (found.delay_days_median, found.delay_days_p90, found.age_days) == (1, 5, 2.0)
    assert found.refused_by_column == {"Month": 1}


def test_old_data_is_warned_of() -> None:
    assert report(newest_within_days=2).warnings == ()
    assert "2 days old" in report(newest_within_days=1).warnings[0]


def test_counts_survive_a_crash_as_json() -> None:
    kept = tally_from(json.loads(json.dumps(tally().as_json())))
    assert kept == tally()
    assert tally_from({}) == Tally()


def test_nothing_measured_is_none_not_zero() -> None:
    found = quality_of(Tally(), duplicates=0, conflicts=0, in_an_area=0, now=NOW)
    assert (found.validity, found.duplicates, found.coverage, found.age_days, found.delay_days_median) == (None,) * 5
    assert json.loads(json.dumps(found.as_json()))["rows"] == 0
