"""The table of made-up people: the same for the same size and seed, with as many records a person and as many gaps as it promises."""

import pytest

from benchmarks.linkage.people import MISSING, RECORDS_OF_A_PERSON, SHARES, people_table

ROWS = 4_000


def test_the_same_size_and_seed_give_the_same_table() -> None:
    assert people_table(300, seed=3).equals(people_table(300, seed=3))
    assert not people_table(300, seed=3).equals(people_table(300, seed=4))


def test_it_has_the_promised_rows_persons_and_gaps() -> None:
    table = people_table(ROWS)
    mean = sum(number * share for number, share in zip(RECORDS_OF_A_PERSON, SHARES, strict=True))
    assert table["unique_id"].to_pylist() == list(range(ROWS))
    assert len(set(table["cluster"].to_pylist())) == pytest.approx(ROWS / mean, rel=0.03)
    for name, share in MISSING.items():
        assert table[name].null_count / ROWS == pytest.approx(share, abs=0.01)


def test_the_records_of_a_person_differ_in_no_more_than_slips() -> None:
    table = people_table(ROWS)
    persons: dict[int, list[str]] = {}
    for person, surname in zip(table["cluster"].to_pylist(), table["surname"].to_pylist(), strict=True):
        persons.setdefault(person, []).append(surname)
    several = [names for names in persons.values() if len(names) > 1 and None not in names]
    assert sum(len(set(names)) == 1 for names in several) / len(several) > 0.8
