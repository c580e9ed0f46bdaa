"""What one statement brings is read as it was sent, and its persons are those that the same links make one by one."""

import struct
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.persons import Decision, Verdict, group, link_of
from beatbook.linkage.reached import Inside, Outside, lent_to, persons_in, read_reached

IDS = [UUID(int=(number << 100) + 7) for number in range(1, 9)]
PLAIN, CONFLICT = bytes(20), bytes([0] * 9 + [3] + [0] * 10)
PAIRS = st.tuples(st.sampled_from(range(8)), st.sampled_from(range(8))).filter(lambda pair: pair[0] < pair[1])
LINKS = st.dictionaries(PAIRS, st.tuples(st.integers(-4, 20).map(float), st.sampled_from((PLAIN,) * 5 + (CONFLICT,))), max_size=28)
DECISIONS = st.lists(
    st.builds(lambda pair, verdict: Decision(IDS[pair[0]], IDS[pair[1]], verdict), PAIRS, st.sampled_from(Verdict)), max_size=4
)
MOVED = st.dictionaries(st.sampled_from(IDS[:3]), st.sampled_from(IDS[3:]), max_size=2)
Links = dict[tuple[int, int], tuple[float, bytes]]


def _sent(links: Links) -> bytes:
    return b"".join(struct.pack(">ii16sd20s", a, b, IDS[b].bytes, weight, levels) for (a, b), (weight, levels) in sorted(links.items()))


@given(LINKS, DECISIONS)
def test_persons_are_those_of_the_same_links(links: Links, decisions: list[Decision]) -> None:
    reached = read_reached("a model", JOIN_BITS, b"".join(one.bytes for one in IDS), _sent(links), True, False)
    plain = [link_of(IDS[a], IDS[b], weight, levels) for (a, b), (weight, levels) in links.items()]
    assert persons_in(reached, decisions, {}) == group(IDS, plain, decisions)


@given(LINKS, DECISIONS, MOVED)
def test_moved_records_are_with_the_person_whom_they_concern(links: Links, decisions: list[Decision], moved: dict[UUID, UUID]) -> None:
    reached = read_reached("a model", JOIN_BITS, b"".join(one.bytes for one in IDS), _sent(links), True, True)
    persons = persons_in(reached, decisions, moved)
    assert sorted(one for person in persons for one in person) == IDS
    assert all(any({one, anchor} <= person for person in persons) for one, anchor in moved.items())


def test_links_with_others_are_told_apart_from_those_within() -> None:
    stranger = UUID(int=99)
    raw = struct.pack(">ii16sd20s", 0, 1, IDS[1].bytes, 8.5, PLAIN) + struct.pack(">ii16sd20s", 1, -1, stranger.bytes, -2.0, CONFLICT)
    reached = read_reached("a model", 1.5, IDS[0].bytes + IDS[1].bytes, raw, False, False)
    assert reached.ids == (IDS[0], IDS[1]) and reached.threshold_bits == 1.5
    assert reached.inside == (Inside(0, 1, 8.5, PLAIN),) and reached.outside == (Outside(1, stranger, -2.0, CONFLICT),)


def test_before_the_first_linking_each_record_is_alone() -> None:
    reached = read_reached(None, None, IDS[0].bytes, None, False, False)
    assert persons_in(reached, [], {}) == [frozenset([IDS[0]])] and reached.model == ""
    assert read_reached(None, None, None, None, False, False).ids == ()


def test_details_are_lent_by_records_that_would_have_joined() -> None:
    links = {(0, 1): (9.0, PLAIN), (0, 2): (-1.0, PLAIN), (1, 2): (9.0, PLAIN)}
    reached = read_reached("a model", 1.5, b"".join(one.bytes for one in IDS[:3]), _sent(links), False, True)
    assert lent_to({IDS[1]}, reached, {IDS[0]: IDS[2]}) == (IDS[0],)
    assert lent_to({IDS[2]}, reached, {IDS[0]: IDS[1]}) == ()
    assert lent_to({IDS[1]}, reached, {}) == ()
