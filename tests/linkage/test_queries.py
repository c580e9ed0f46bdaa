"""Reads by viewers of different clearance: each sees the links, persons, keys and tokens of their own records, whatever is hidden."""

from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import sign_in, system_viewer
from beatbook.linkage.queries import (
    components_of,
    keys_of_records,
    link_between,
    person_members,
    records_with_key_prefix,
    records_with_keys,
    similar_tokens,
)
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.watchers import half_hidden, viewers

World = tuple[dict[UUID, dict[str, object]], set[UUID], Viewer, Viewer]


@pytest.fixture(scope="module")
def world(module_database: str) -> World:
    """Contents by record, the hidden ones, the low viewer and the high one."""
    low, high = viewers()
    return *half_hidden(), low, high


def _surname(content: dict[str, object]) -> str:
    return str(content["surname"]).lower()


def test_low_viewer_sees_no_person_by_a_hidden_record(world: World) -> None:
    _, hidden, low, high = world
    assert all(person_members(record_id, viewer=low) is None for record_id in hidden)
    assert all(person_members(record_id, viewer=high) is not None for record_id in hidden)


def test_members_links_and_possible_ones_are_visible_ones(world: World) -> None:
    contents, hidden, low, high = world
    more = 0
    for record_id in contents.keys() - hidden:
        below, above = person_members(record_id, viewer=low), person_members(record_id, viewer=high)
        assert below is not None and above is not None
        ends = {end for link in below.links + below.possible_links for end in (link.a, link.b)}
        assert not hidden & {*below.members, *below.possible, *ends}
        more += len(above.members) > len(below.members)
    assert more > 10


def test_persons_of_many_are_those_of_each(world: World) -> None:
    contents, hidden, low, high = world
    for viewer, seen in ((low, contents.keys() - hidden), (high, contents.keys())):
        found = components_of(contents, viewer=viewer)
        assert found.keys() == set(seen)
        for record_id in list(seen)[:40]:
            person = person_members(record_id, viewer=viewer)
            assert person is not None and frozenset(person.members) == found[record_id]
    assert components_of([], viewer=low) == {}


def test_link_to_a_hidden_record_is_none(world: World) -> None:
    contents, hidden, low, high = world
    pairs = [(a, b) for a, person in components_of(contents, viewer=high).items() for b in person if a != b]
    found = [(a, b) for a, b in pairs if link_between(a, b, viewer=high)]
    assert any(hidden & {*pair} for pair in found) and any(not hidden & {*pair} for pair in found)
    for a, b in found:
        assert (link_between(a, b, viewer=low) is None) == bool(hidden & {a, b})
    assert link_between(*pairs[0], viewer=high) == link_between(*pairs[0][::-1], viewer=high)


def test_keys_of_hidden_records_are_not_found(world: World) -> None:
    contents, hidden, low, high = world
    keys = {"name:" + _surname(content) for content in contents.values()}
    below, above = records_with_keys(keys, viewer=low), records_with_keys(keys, viewer=high)
    assert {record_id for _, record_id in above} == set(contents)
    assert below == [(key, record_id) for key, record_id in above if record_id not in hidden]
    assert keys_of_records(hidden, viewer=low) == {} and keys_of_records(hidden, viewer=high).keys() == hidden


def test_prefix_finds_what_is_visible_up_to_the_most(world: World) -> None:
    _, hidden, low, high = world
    below, above = records_with_key_prefix("name:", viewer=low), records_with_key_prefix("name:", viewer=high)
    assert below == [row for row in above if row[1] not in hidden] and len(below) < len(above)
    assert records_with_key_prefix("name:", viewer=low, most=5) == below[:5]
    assert records_with_key_prefix("name:zzz", viewer=high) == []


def test_tokens_of_hidden_records_are_not_suggested(world: World) -> None:
    contents, hidden, low, high = world
    seen = {_surname(contents[record_id]) for record_id in contents.keys() - hidden}
    secret = {_surname(contents[record_id]) for record_id in hidden} - seen
    assert secret
    for token in secret:
        assert token in similar_tokens(token, viewer=high) and token not in similar_tokens(token, viewer=low)
    token = max(seen, key=len)
    assert token in similar_tokens(token[1:], viewer=low)


@pytest.mark.parametrize("username", ["response", "partner", "analyst", None])
def test_person_is_symmetric_for_every_viewer(module_millshire: str, username: str | None) -> None:
    viewer = sign_in(username) if username else system_viewer("tests")
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' AND NOT withdrawn ORDER BY id")
        records = [row[0] for row in cursor.fetchall()]
    together = components_of(records, viewer=viewer)
    assert all(together[member] == person for person in together.values() for member in person)
    assert len(together) > 20 and (username != "partner" or len(together) < len(records))
    for record_id in records[::16]:  # asked for alone, each is of the person that all of them asked for together make
        person = person_members(record_id, viewer=viewer)
        assert (frozenset(person.members) if person else None) == together.get(record_id)
        assert components_of([record_id], viewer=viewer).get(record_id) == together.get(record_id)
