from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beatbook.synthetic.accounts import N_DRAWS, describe, mistyped, slip
from beatbook.synthetic.geography import build_geography
from beatbook.synthetic.population import Population
from beatbook.synthetic.rates import Habits

LAND = build_geography(np.random.default_rng(7), wards=16, streets=64)
CAREFUL = Habits(
    **dict.fromkeys((name for name, kind in Habits.__annotations__.items() if kind is float or kind == "float"), 0.0), plain_letters=False
)
DAY = date(2026, 6, 1).toordinal()


@pytest.fixture
def people() -> Population:
    """One resident, born Szymańska, married Nowak, moved on the hundredth day."""
    people = Population()
    people.add(
        forenames="Małgorzata", surnames="Nowak", former_surnames="Szymańska", middles="Anna", sexes="F", born=date(1990, 4, 8).toordinal(),
        households=0, streets=0, numbers="12", former_streets=1, former_numbers="3", moved_days=100, aliases="Gosia",
    )  # fmt: skip
    return people


def test_a_careful_clerk_writes_the_truth(people: Population) -> None:
    account = describe(LAND, people, 0, DAY, [0.5] * N_DRAWS, CAREFUL)
    assert (account.forenames, account.surname, account.born) == ("Małgorzata", "Nowak", "1990-04-08")
    assert account.address == f"12 {LAND.street_names[0]}"
    assert account.phone == people.mobile(0)


@pytest.mark.parametrize(
    ("habit", "field", "value"),
    [
        ("former_name", "surname", "Szymańska"), ("middle_name", "forenames", "Małgorzata Anna"), ("alias", "forenames", "Gosia"),
        ("names_in_wrong_order", "forenames", "Nowak"), ("no_birth", "born", ""), ("first_of_january", "born", "1990-01-01"),
        ("day_and_month_swapped", "born", "1990-08-04"), ("impossible_birth", "born", "1990-02-31"), ("no_phone", "phone", ""),
        ("shared_phone", "phone", "01632 960000"), ("no_address", "address", ""), ("no_postcode", "postcode", ""),
        ("old_address", "address", f"3 {LAND.street_names[1]}"),
    ],
)  # fmt: skip
def test_each_habit_does_what_it_says(people: Population, habit: str, field: str, value: str) -> None:
    account = describe(LAND, people, 0, DAY, [0.5] * N_DRAWS, replace(CAREFUL, **{habit: 1.0}))
    assert getattr(account, field) == value


def test_a_date_that_is_none_breaks_the_row(people: Population) -> None:
    assert describe(LAND, people, 0, DAY, [0.5] * N_DRAWS, replace(CAREFUL, impossible_birth=1.0)).broken


def test_before_the_move_the_old_address_is_right(people: Population) -> None:
    account = describe(LAND, people, 0, date(2024, 12, 1).toordinal(), [0.5] * N_DRAWS, CAREFUL)
    assert account.address == f"3 {LAND.street_names[1]}"


@pytest.mark.parametrize("chance", [0.0123456789, 0.1234567891, 0.314159265, 0.271828182])
def test_a_slip_changes_a_name_by_one_touch(chance: float) -> None:
    written = slip("Okonkwo", chance)
    assert written != "Okonkwo" or len(set("Okonkwo")) < 7
    assert abs(len(written) - 7) <= 1


def test_a_plate_is_mistyped_but_keeps_its_length() -> None:
    written = {mistyped("ZZ10 ABO", chance / 1e6) for chance in range(10)}
    assert "ZZ10 ABO" not in written
    assert {len(plate) for plate in written} == {8}
