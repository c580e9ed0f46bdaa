"""Vehicles and addresses that may be one: symmetric, order-free, found by their keys, and never joined on a misreading alone."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.things import Match, Reason, alike, keys_near_plate, keys_of_plate, plate_variants, prefix_of_part, weighed
from beatbook.linkage.things_addresses import compare_addresses, keys_of_address, read_address
from beatbook.linkage.things_vehicles import Misread, Vehicle, compare_vehicles, misread_of, vehicle_of
from beatbook.vocabulary.identifiers import address_key, normalise_plate

letters = st.sampled_from("ABCDEFGHJKLMNOPRSTUVWXYZ")
plates = st.tuples(letters, letters, st.sampled_from("0156789"), st.sampled_from("012345"), letters, letters, letters).map("".join)
some = st.frozensets(st.sampled_from(["ford", "kia", "bentley"]), max_size=2)
colours = st.frozensets(st.sampled_from(["grey", "silver", "red", "mauve"]), max_size=2)
vehicles = st.builds(
    Vehicle,
    st.sampled_from(["ZZ19ABC", "ZZ19ABG", "ZZ19BAC", "ZZ1ABC", "ZZ19", "ABC", "ZY05KLM"]),
    some,
    some,
    colours,
    st.frozensets(st.integers(0, 2)),
)
FORD = {"make": "FORD", "model": "Fiesta", "colour": "Red"}


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("ZZ19ABC", "ZZ19ABG", Misread.LOOKS_ALIKE), ("ZZ19MNC", "ZZ19NMC", Misread.LOOKS_ALIKE), ("ZZ19ABC", "ZZ91ABC", Misread.EXCHANGED),
        ("ZZ19ABC", "ZZ19AXC", Misread.ONE_SIGN), ("ZZ19ABC", "ZZ9ABC", Misread.LOST), ("ZZ19ABC", "ABC", Misread.END), ("ZZ19ABC", "ZZ19", Misread.BEGINNING),
        ("ZZ19ABC", "ZZ19XYZ", Misread.FAR), ("ZZ19ABC", "AB", Misread.FAR), ("AB1", "AB7", Misread.FAR), ("ZZ19ABC", "ZZ19ABC", Misread.SAME),
    ],
)  # fmt: skip
def test_how_a_plate_was_misread(a: str, b: str, how: Misread) -> None:
    assert misread_of(a, b) == misread_of(b, a) == how


@given(plates, st.integers(0, 5), letters, st.sampled_from(["exchange", "lose", "change", "part"]))
def test_a_misread_plate_meets_the_true_one(plate: str, at: int, other: str, slip: str) -> None:
    written = {
        "exchange": plate[:at] + plate[at + 1] + plate[at] + plate[at + 2 :],
        "lose": plate[:at] + plate[at + 1 :],
        "change": plate[:at] + other + plate[at + 1 :],
        "part": plate[:4],
    }[slip]
    held = lambda p: {f"plate:{p}", *keys_of_plate(p)}  # noqa: E731 - a word for this test alone
    for one, two in ((plate, written), (written, plate)):
        prefix = prefix_of_part(one)
        assert held(two) & {f"plate:{one}", *keys_near_plate(one)} or (prefix and f"plate:{two}".startswith(prefix))


def test_parts_of_plates_meet_no_plates_by_a_slip() -> None:
    assert plate_variants("ZZ19") == [] and keys_of_plate("ZZ19") == []
    assert "plateend:ABC" in keys_near_plate("ABC") and "plate:ABC" in keys_near_plate("ZZ19ABC")


@given(vehicles, vehicles)
def test_vehicles_match_alike_from_either_side(a: Vehicle, b: Vehicle) -> None:
    one, other = compare_vehicles(a, b), compare_vehicles(b, a)
    assert (one.bits, one.joins) == (other.bits, other.joins)
    assert {(r.label, r.words, r.bits) for r in one.reasons} == {(r.label, r.words, r.bits) for r in other.reasons}
    assert one.bits == pytest.approx(-16 + sum(reason.bits for reason in one.reasons))


@given(vehicles, vehicles)
def test_a_shared_person_never_lowers_a_match(a: Vehicle, b: Vehicle) -> None:
    together = [Vehicle(v.plate, v.makes, v.models, v.colours, v.people | {9}) for v in (a, b)]
    assert compare_vehicles(*together).bits >= compare_vehicles(a, b).bits


def test_a_misread_plate_alone_never_joins() -> None:
    bare = compare_vehicles(Vehicle("ZZ19ABC"), Vehicle("ZZ19ABG"))
    assert bare.is_possible and not bare.joins
    assert not compare_vehicles(Vehicle("ZZ19ABC"), Vehicle("ZZ19ABC")).joins


def test_make_model_and_colour_with_one_person_join_a_misread_plate() -> None:
    a, b = (
        vehicle_of("ZZ19ABC", [FORD], frozenset({1})),
        vehicle_of("ZZ19ABG", [{"make": "Ford", "model": "FIESTA", "colour": "red"}], frozenset({1})),
    )
    found = compare_vehicles(a, b)
    assert found.joins
    assert [reason.label for reason in found.reasons] == ["Registration", "Make", "Model", "Colour", "People"]
    assert found.reasons[0].words == "Registrations that differ by signs that look alike: C and G."
    other = vehicle_of("ZZ19ABG", [{"make": "Kia", "model": "Rio", "colour": "red"}], frozenset({1}))
    assert not compare_vehicles(a, other).joins


def read(line: str, postcode: str = "") -> str:
    """The key of an address."""
    return f"{address_key(line)} {postcode}".strip()


@pytest.mark.parametrize(
    ("a", "b", "joins", "possible"),
    [
        (read("12 Foundry Row", "ZZ14FR"), read("12 Fuondry Row", "ZZ14FR"), True, True),
        (read("12 Foundry Row", "ZZ14FR"), read("12 Foundry Row", "ZZ14RF"), True, True),
        (read("Flat 2, 12 Foundry Row", "ZZ14FR"), read("Flat 2 12 Foundry Rwo", "ZZ14FR"), True, True),
        (read("12 Foundry Row", "ZZ14FR"), read("12 Foundry Row"), False, True),
        (read("Flat 2, 12 Foundry Row", "ZZ14FR"), read("12 Foundry Row", "ZZ14FR"), False, True),
        (read("12-14 Foundry Row", "ZZ14FR"), read("14 Foundry Row", "ZZ14FR"), False, True),
        (read("Flat 2, 12 Foundry Row", "ZZ14FR"), read("Flat 3, 12 Foundry Row", "ZZ14FR"), False, False),
        (read("12 Foundry Row", "ZZ14FR"), read("14 Foundry Row", "ZZ14FR"), False, False),
        (read("12a Foundry Row", "ZZ14FR"), read("12 Foundry Row", "ZZ14FR"), False, False),
        (read("12 Foundry Row", "ZZ14FR"), read("12 Market Street", "ZZ14FR"), False, False),
        (read("12 Foundry Row", "ZZ14FR"), read("12 Foundry Row", "YY99AA"), False, False),
        (read("Rose Cottage, Mill Lane", "ZZ14FR"), read("Rose Cottage, Mil Lane", "ZZ14FR"), True, True),
    ],
)  # fmt: skip
def test_addresses_join_only_at_one_door(a: str, b: str, joins: bool, possible: bool) -> None:
    found = compare_addresses(read_address(a), read_address(b))
    assert (found.joins, found.is_possible) == (joins, possible)
    if possible:
        assert set(keys_of_address(a)) & set(keys_of_address(b))


lines = st.lists(
    st.sampled_from(["flat", "2", "14", "12-14", "rose", "foundry", "row", "high", "street", "a", "3b", "ZZ14FR", "ZZ14RF"]), max_size=6
).map(" ".join)


@given(lines, lines)
def test_addresses_match_alike_from_either_side(a: str, b: str) -> None:
    one, other = read_address(a), read_address(b)
    assert compare_addresses(one, other) == compare_addresses(other, one)
    assert not (compare_addresses(one, other).joins and one.flat != other.flat)


def test_a_long_range_has_few_keys() -> None:
    assert len(keys_of_address(read("2-998 High Street", "ZZ14FR"))) <= 14
    assert keys_of_address("") == []


def graph(edges: Iterable[tuple[str, str]]) -> tuple[object, object]:
    """Things that join along these edges."""
    joined = {frozenset(edge) for edge in edges}
    near = lambda values: {v: v for value in values for v in {value, *(x for edge in joined if value in edge for x in edge)}}  # noqa: E731
    return near, lambda a, b: weighed(0, [Reason("", "", 9.0 if frozenset((a, b)) in joined else -9.0)], may_join=True)


edges = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda edge: edge[0] != edge[1]), max_size=8)


@given(edges, st.randoms())
def test_things_join_through_things_whatever_the_order(found: list[tuple[str, str]], chance: object) -> None:
    near, compare = graph(found)
    whole = {value: {value, *alike(value, near, compare)[0]} for value in "abcdef"}  # type: ignore[arg-type]
    assert all(whole[other] == whole[value] for value in whole for other in whole[value])
    near, compare = graph(reversed(found))
    assert whole == {value: {value, *alike(value, near, compare)[0]} for value in "abcdef"}  # type: ignore[arg-type]


def test_a_probability_is_one_however_many_bits() -> None:
    assert Match(5000.0, (), True).probability == pytest.approx(1.0)
    assert Match(-5000.0, (), False).probability == pytest.approx(0.0)


def test_normal_forms_are_what_keys_are_made_of() -> None:
    assert normalise_plate("zz19 a8c") == "ZZ19ABC"
