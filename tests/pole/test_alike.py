"""Vehicles and addresses alike, read for a viewer: what plain Python finds among the records that they may see, and nothing of the others."""

import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections
from django.test import override_settings

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import link_new_records
from beatbook.linkage.keys import address_of
from beatbook.linkage.things_addresses import compare_addresses, read_address
from beatbook.linkage.things_vehicles import compare_vehicles, vehicle_of
from beatbook.pole.queries import things_alike
from beatbook.vocabulary.identifiers import normalise_plate
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.watchers import COVERT, OPEN, viewers
from tests.linkage.worlds import put_records

World = tuple[dict[UUID, dict[str, str]], set[UUID], Viewer, Viewer]


def vehicles() -> dict[UUID, dict[str, str]]:
    """Mentions of few vehicles, many of them misread."""
    chance = random.Random(7)
    found = {}
    for number in range(90):
        plate = chance.choice(["ZZ19ABC", "ZZ19KMN", "ZY05TUV", "Z123ABC"])
        if chance.random() < 0.5:
            at = chance.randrange(len(plate))
            plate = plate[:at] + chance.choice(["G", "N", "", "U", "5", "1"]) + plate[at + 1 :] if chance.random() < 0.8 else plate[:4]
        content = {
            "object_type": "vehicle",
            "registration": plate,
            "make": chance.choice(["FORD", "BENTLEY"]),
            "colour": chance.choice(["RED", "MAUVE"]),
        }
        found[UUID(int=10_000 + number)] = content | ({"model": "GT"} if chance.random() < 0.5 else {})
    return found


def homes() -> dict[UUID, dict[str, str]]:
    """Mentions of few addresses, many of them mistyped."""
    chance = random.Random(8)
    found = {}
    for number in range(90):
        street = chance.choice(["Foundry Row", "Fuondry Row", "Foundry Rd", "Market Street"])
        line = f"{chance.choice(['', '', 'Flat 2, '])}{chance.choice(['12', '14', '12-14'])} {street}"
        found[UUID(int=20_000 + number)] = {"address": line, "postcode": chance.choice(["ZZ1 4FR", "ZZ1 4RF", ""])}
    return found


@pytest.fixture(scope="module")
def world(module_database: str) -> Iterator[World]:
    """Contents by record, the hidden ones, the low viewer and the high one."""
    low, high = viewers()
    contents = vehicles() | homes()
    hidden = {record_id for record_id in contents if record_id.int % 3 == 0}
    for marking, wanted in ((OPEN, contents.keys() - hidden), (COVERT, hidden)):
        for kind, first in (("object", 10_000), ("location", 20_000)):
            put_records([(i, contents[i]) for i in sorted(wanted) if first <= i.int < first + 10_000], intern_marking(marking), kind=kind)
    link_new_records()
    yield contents, hidden, low, high
    connections.close_all()


def slow_vehicles(contents: list[dict[str, str]], plate: str) -> tuple[set[str], set[str]]:
    """Plates joined with this one, and those that may be it, by weighing every pair."""
    by_plate: dict[str, list[dict[str, str]]] = {}
    for content in contents:
        if written := normalise_plate(content.get("registration", "")):
            by_plate.setdefault(written, []).append(content)
    things = {written: vehicle_of(written, said) for written, said in by_plate.items()}
    return closure(plate, {(a, b): compare_vehicles(things[a], things[b]) for a in things for b in things if a != b})


def slow_addresses(contents: list[dict[str, str]], key: str) -> tuple[set[str], set[str]]:
    """The same for addresses."""
    keys = {address_of(c.get("address", ""), c.get("postcode", "")) for c in contents} - {None}
    things = {str(found): read_address(str(found)) for found in keys}
    return closure(key, {(a, b): compare_addresses(things[a], things[b]) for a in things for b in things if a != b})


def closure(value: str, matches: dict) -> tuple[set[str], set[str]]:  # type: ignore[type-arg]
    """Everything reached over joins, and what is possible from there."""
    reached, before = {value}, set()
    while reached != before:
        before = set(reached)
        reached |= {b for (a, b), match in matches.items() if a in reached and match.joins}
    return reached - {value}, {b for (a, b), match in matches.items() if a in reached and b not in reached and match.is_possible}


@pytest.mark.parametrize("sort", ["plate", "address"])
@pytest.mark.parametrize("clearance", ["low", "high"])
def test_alike_is_what_plain_python_finds_among_visible_records(world: World, sort: str, clearance: str) -> None:
    contents, hidden, low, high = world
    visible = [contents[i] for i in sorted(contents) if clearance == "high" or i not in hidden]
    values = {
        normalise_plate(c.get("registration", "")) if sort == "plate" else address_of(c.get("address", ""), c.get("postcode", ""))
        for c in visible
    }
    slow = slow_vehicles if sort == "plate" else slow_addresses
    joins = 0
    for value in sorted(filter(None, values)):
        found = things_alike(sort, value, viewer=low if clearance == "low" else high)
        joined, possible = slow(visible, value)
        assert {other for other, _ in found.joined} == joined
        wanted = {other for other in possible if not (sort == "address" and other.startswith(value + " "))}
        assert {other for other, _ in found.possible} <= wanted
        assert len(found.possible) == min(10, len(wanted))
        assert clearance == "high" or not hidden & (found.joined_ids | found.possible_ids)
        joins += len(joined)
    assert joins > 5


def test_other_things_are_their_key(world: World) -> None:
    assert things_alike("phone", "447700900614", viewer=world[3]).joined == ()
    assert things_alike("plate", "QQ99QQQ", viewer=world[3]).possible == ()


def test_a_gazetteer_joins_what_a_missing_postcode_kept_apart(database: str, tmp_path: Path) -> None:
    low, _ = viewers()
    listed = tmp_path / "addresses.csv"
    listed.write_text("UPRN,ADDRESS,POSTCODE\n100,12 Foundry Row,ZZ1 4FR\n", encoding="utf-8")
    homes = [{"address": "12 Foundry Row", "postcode": "ZZ1 4FR"}, {"address": "12 FOUNDRY RW"}]
    put_records([(UUID(int=number), home) for number, home in enumerate(homes, 1)], intern_marking(OPEN), kind="location")
    with override_settings(BEATBOOK_GAZETTEER=listed):
        link_new_records()
    found = things_alike("address", "12 foundry row ZZ14FR", viewer=low)
    assert [other for other, _ in found.joined] == ["12 foundry row"]
    assert found.joined_ids == {UUID(int=2)}
    connections.close_all()
