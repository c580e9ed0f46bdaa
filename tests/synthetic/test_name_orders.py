"""Names turned round, run together, shortened and misheard; addresses in other styles."""

import pytest

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.address_styles import line_as_written
from beatbook.synthetic.council_export import one_name
from beatbook.synthetic.name_orders import as_heard, in_another_order


@pytest.mark.parametrize(
    ("code", "first", "last", "middle", "turn", "expected"),
    [
        ("chinese", "Wei", "Wong", "", 0, ("Wong", "Wei")), ("chinese", "Ka-Ho", "Chan", "", 0, ("Kaho", "Chan")),
        ("chinese", "Ka-Ho", "Chan", "", 1, ("Ka Ho", "Chan")), ("arabic", "Ali", "Al-Hassan", "", 2, ("Ali", "Hassan")),
        ("muslim_south_asian", "Mohammed", "Khan", "Imran", 1, ("Imran", "Khan")), ("sikh", "Gurpreet", "Gill", "Kaur", 0, ("Gurpreet", "Kaur")),
        ("muslim_south_asian", "Mohammed", "Khan", "Imran", 0, ("M Imran", "Khan")), ("polish", "Anna", "Kowalska", "", 3, ("Anna", "Kowalski")),
        ("west_african", "Kofi", "Mensah", "", 1, ("Mensah", "Kofi")), ("hindu", "Lakshmi", "", "", 0, ("", "Lakshmi")),
        ("hindu", "Lakshmi", "", "", 1, ("Lakshmi", "Unknown")), ("british", "Amy", "Lee-Hart", "", 1, ("Amy", "Leehart")),
        ("british", "Amy", "Hart", "", 0, ("Amy", "Hart")),
    ],
)  # fmt: skip
def test_each_tradition_has_its_other_orders(code: str, first: str, last: str, middle: str, turn: int, expected: tuple[str, str]) -> None:
    assert in_another_order(code, first, last, middle, turn / 1e6 + 1e-9) == expected


def test_a_misheard_name_sounds_alike() -> None:
    assert {as_heard("Stephanie", start / 1e6) for start in range(22)} >= {"Stefanie", "Stephany"}
    assert as_heard("Bob", 0.5) == "Bob"


@pytest.mark.parametrize(
    ("style", "flat", "house"),
    [
        (0, "Flat 3 12 Foundry Row", "12 Foundry Row"), (1, "12/3 Foundry Rw", "12 Foundry Rw"), (2, "Apt 3, 12 Foundry Row", "12, Foundry Row"),
        (3, "12 Foundry Rw, Flat 3", "12 Foundry Rw"), (4, "12 Foundry Row", "No. 12 Foundry Row"), (5, "FLAT 3, 12 Fonudry Row", "12 Fonudry Row"),
    ],
)  # fmt: skip
def test_one_address_in_six_styles(style: int, flat: str, house: str) -> None:
    assert line_as_written("Flat 3, 12", "Foundry Row", style / 1e6 + 1e-9) == flat
    assert line_as_written("12", "Foundry Row", style / 1e6 + 1e-9) == house


@pytest.mark.parametrize(("chance", "written"), [(0.1, "Lakshmi"), (0.9, "Lakshmi")])
def test_a_person_of_one_name_is_named_in_one_cell(chance: float, written: str) -> None:
    assert one_name(Account(0, forenames="Lakshmi"), chance) == one_name(Account(0, surname="Lakshmi"), chance) == written


def test_two_names_in_one_cell_stand_in_either_order() -> None:
    account = Account(0, forenames="Amy", surname="Hart")
    assert (one_name(account, 0.1), one_name(account, 0.9)) == ("Hart, Amy", "Amy Hart")
