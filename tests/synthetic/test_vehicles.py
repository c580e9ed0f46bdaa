"""Plates as they are and as they are misread."""

import numpy as np
import pytest

from beatbook.synthetic.geography import build_geography
from beatbook.synthetic.population import Population, build_population
from beatbook.synthetic.rates import Rates
from beatbook.synthetic.vehicles import as_it_is, misread, plate_of, sighting


@pytest.fixture(scope="module")
def people() -> Population:
    """Three thousand residents."""
    land = build_geography(np.random.default_rng(7), wards=16, streets=64)
    return build_population(np.random.default_rng(7), land, 3000, Rates())


def test_two_vehicles_never_bear_one_plate(people: Population) -> None:
    plates = [plate_of(people, number) for number in range(60_000)]
    assert len(set(plates)) > 0.999 * len(plates)


def test_a_household_shares_a_vehicle(people: Population) -> None:
    numbers = [people.vehicle(person) for person in range(len(people))]
    assert 0.6 < len(set(numbers)) / len(numbers) < 0.95
    assert all(people.households[number] == people.households[person] for person, number in enumerate(numbers))


def test_a_careful_eye_reads_the_plate_and_a_hasty_one_does_not(people: Population) -> None:
    chances = np.random.default_rng(1).random(400).tolist()
    assert all(sighting(people, 5, chance, 0.0).plate == as_it_is(people, 5).plate for chance in chances)
    assert all(sighting(people, 5, chance, 1.0).plate != as_it_is(people, 5).plate for chance in chances)


def test_misread_plates_are_near_or_in_part() -> None:
    written = [misread("ZZ19 ABC", chance) for chance in np.random.default_rng(1).random(500).tolist()]
    assert "ZZ19 ABC" not in written
    assert {len(plate.replace(" ", "")) for plate in written} == {4, 6, 7}
