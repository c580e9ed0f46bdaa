"""Buyers tied to the register: by number, by name in many spellings, and to nobody where two could be meant."""

from datetime import date

import pytest

from beatbook.organisations.dated import OrganisationFacts, Period, Register
from beatbook.suppliers.names import Named, why
from beatbook.suppliers.ties import Ties

ALWAYS = Period(date(2000, 1, 1))


def facts(code: str, name: str, kind: str, number: str = "", former: str = "") -> OrganisationFacts:
    return OrganisationFacts(code, name, kind, ALWAYS, "Made up", ((former, ALWAYS),) if former else (), number)


KNOWN = [
    facts("kent", "Kent Police", "force"),
    facts("kent-commissioner", "Police and Crime Commissioner for Kent", "commissioner"),
    facts("hampshire", "Hampshire and Isle of Wight Constabulary", "force", former="Hampshire Constabulary"),
    facts("company", "Joint Technology Company Ltd", "company", "00123456"),
    facts("one", "Northern Hub", "partner"),
    facts("two", "Northern Hub Limited", "partner"),
    facts("seller", "Acme Ltd", "supplier"),
]
TIES = Ties(Register({one.code: one for one in KNOWN}))


@pytest.mark.parametrize(
    ("name", "number", "organisation", "by"),
    [
        ("KENT POLICE", None, "kent", "name"),
        ("Kent Poice", None, "kent", "name"),
        ("Police & Crime Commissioner for Kent", None, "kent", "name"),
        ("The Chief Constable of Hampshire Constabulary", None, "hampshire", "name"),
        ("Some other name", "123456", "company", "company number"),
        ("Northern Hub", None, "", ""),
        ("Acme Ltd", None, "", ""),
        ("Essex Police", None, "", ""),
    ],
)
def test_a_buyer_is_tied(name: str, number: str | None, organisation: str, by: str) -> None:
    tie = TIES.of(Named(name, number))
    assert (tie.organisation, tie.by) == (organisation, by)


def test_what_could_be_two_is_tied_to_neither_and_says_who() -> None:
    assert TIES.of(Named("NORTHERN HUB")).could_be == ("one", "two")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (Named("A Ltd", "0012"), Named("B", "12"), "the same company number"),
        (Named("Niche Tech Ltd"), Named("NICHE TECHNOLOGY (UK) LIMITED"), "the same words"),
        (Named("Vale and Harrow"), Named("Harrow & Vale Ltd"), "in another order"),
        (Named("Brackenbury"), Named("Brackenbry Ltd"), "a slip of the pen"),
        (Named("North"), Named("South"), ""),
    ],
)
def test_why_two_names_are_joined(one: Named, other: Named, said: str) -> None:
    assert said in why(one, other) and bool(said) == bool(why(one, other))
