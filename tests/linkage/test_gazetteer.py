"""Which known address a line means."""

import pytest

from beatbook.linkage.gazetteer import Gazetteer, GazetteerUnreadable, read_gazetteer
from beatbook.linkage.keys import address_of, keys_of
from beatbook.linkage.things_addresses import Address, addresses_of, compare_addresses, read_address

LIST = """UPRN,Organisation,ADDRESS,POSTCODE
0100,,"12 Foundry Row, Millford",ZZ1 4FR
101,,"Flat 2, 12 Foundry Row",ZZ1 4FR
102,,"12 Market Street",ZZ1 5UP
103,,"12 Market Street",ZZ5 1AA
104,,"7 Mill Lane",ZZ1 1AA
105,,"7 Mill Ln.",ZZ1 1AA
""".splitlines()


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    """Six rows, of which two are written alike."""
    return read_gazetteer(LIST)


@pytest.mark.parametrize(
    ("line", "postcode", "uprn"),
    [
        ("12 Foundry Row", "ZZ1 4FR", "100"), ("12 FOUNDRY RW", "", "100"), ("12 Fuondry Row", "ZZ1 4FR", "100"), ("12 Foundry Row", "ZZ1 4RF", "100"),
        ("12/2 Foundry Row", "", "101"), ("12 Market Street", "", None), ("12 Market Street", "ZZ5 1AA", "103"), ("14 Foundry Row", "ZZ1 4FR", None),
        ("7 Mill Lane", "ZZ1 1AA", None), ("12 Foundry Row", "YY9 9AA", None),
    ],
)  # fmt: skip
def test_a_line_means_one_address_or_none(known: Gazetteer, line: str, postcode: str, uprn: str | None) -> None:
    assert known.uprn_of(address_of(line, postcode) or "") == uprn


def test_only_addresses_that_are_one_of_a_kind_count(known: Gazetteer) -> None:
    assert len(known) == 4


def test_the_order_of_the_list_does_not_matter(known: Gazetteer) -> None:
    other = read_gazetteer([LIST[0], *reversed(LIST[1:])])
    lines = [
        address_of(line, postcode) or ""
        for line in ("12 Foundry Row", "12 Market St", "7 Mill Ln")
        for postcode in ("", "ZZ1 1AA", "ZZ1 4FR")
    ]
    assert [other.uprn_of(line) for line in lines] == [known.uprn_of(line) for line in lines]


@pytest.mark.parametrize(
    ("lines", "words"),
    [(["UPRN,LINE", "1,x"], "no column ADDRESS"), (["uprn,address", "1,12 High Street", "x,14 High Street"], "row 3: UPRN"), ([], "no column ADDRESS, UPRN")],
)  # fmt: skip
def test_a_list_that_is_none_says_where(lines: list[str], words: str) -> None:
    with pytest.raises(GazetteerUnreadable, match=words):
        read_gazetteer(lines)


def test_records_of_one_uprn_are_at_one_address(known: Gazetteer) -> None:
    content = {"address": "12 Foundry Rw", "postcode": "ZZ1 4FR"}
    assert "uprn:100" in keys_of("location", content, known) and "uprn:100" not in keys_of("location", content)
    a, b = addresses_of([keys_of("location", content, known), keys_of("location", {"address": "12 Foundry Row"}, known)]).values()
    assert compare_addresses(a, b).joins and not compare_addresses(a, read_address("12 foundry row")).joins
    assert not compare_addresses(a, Address(a.flat, a.low, a.high, a.letter, a.name, a.street, a.postcode, "999")).is_possible
