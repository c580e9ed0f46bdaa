"""Stretches of time between boundary changes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beatbook.geography.eras import Era, era_on, eras_of, is_valid_in

JUNE = date(2025, 6, 15)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1))


def test_a_change_in_the_middle_of_a_year_makes_two_eras() -> None:
    eras = eras_of([(None, JUNE), (JUNE, None), (None, None)])
    assert [era.key for era in eras] == ["first", "2025-06-15"]
    assert [era_on(eras, day) for day in (JUNE - timedelta(days=1), JUNE)] == [0, 1]
    assert [era.words() for era in eras] == ["boundaries before 15 June 2025", "boundaries since 15 June 2025"]


def test_without_change_there_is_one_era() -> None:
    assert eras_of([]) == [Era(None, None)]
    assert Era(None, None).words() == "boundaries"


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6), st.dates(date(2019, 1, 1), date(2028, 1, 1)))
def test_each_day_lies_in_one_era_and_an_area_holds_there_all_along_or_not_at_all(
    validities: list[tuple[date | None, date | None]], day: date
) -> None:
    eras = eras_of(validities)
    holding = [era for era in eras if (era.begins is None or era.begins <= day) and (era.ends is None or day < era.ends)]
    assert holding == [eras[era_on(eras, day)]]
    for begins, ends in validities:
        held_that_day = (begins is None or begins <= day) and (ends is None or day < ends)
        assert is_valid_in(holding[0], begins, ends) == held_that_day
