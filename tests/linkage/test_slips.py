"""Relatives hold the guards; slips of the pen lift them, for a slip is not mentioned again under a name of its own."""

from typing import Any
from uuid import UUID

import pytest

from beatbook.linkage.evidence import Evidence, Guard, evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.persons import group_all, link_of
from beatbook.linkage.slips import HELD
from beatbook.linkage.training import train
from tests.linkage.worlds import FORENAMES, people

Record = tuple[UUID, Evidence]
OLD_NAME = "Bartholomew"  # unlike all of the world's, as birth dates of before 1920 are
GUARD_OF = {"forenames": Guard.RELATIVES, "date_of_birth": Guard.GENERATIONS}


def _world(field: str, *, as_relatives: bool, n: int = 200, odd: int = 20) -> list[Record]:
    # Two records of each; of the first few, either the second differs in one field, or a relative is there who does, with two of his own.
    contents: list[dict[str, Any]] = []
    for place, one in enumerate(people(n)):
        contents += [one, one]
        if place < odd:
            other = {**one, field: OLD_NAME if field == "forenames" else f"19{place:02d}-{place % 12 + 1:02d}-{place + 1:02d}"}
            contents = [*contents, other, other] if as_relatives else [*contents[:-1], other]
    return [(UUID(int=number + 1), evidence_of(content)) for number, content in enumerate(contents)]


@pytest.mark.parametrize("field", list(GUARD_OF))
def test_relatives_who_are_mentioned_again_hold_the_guard(field: str) -> None:
    assert train(_world(field, as_relatives=True), random_pairs=5_000).guard_bits == HELD


@pytest.mark.parametrize("field", list(GUARD_OF))
def test_slips_lift_the_guard_and_no_other(field: str) -> None:
    bits = train(_world(field, as_relatives=False), random_pairs=5_000).guard_bits
    assert [guard for guard in Guard if bits[guard] == 0.0] == [Guard.NONE, GUARD_OF[field]]


@pytest.mark.parametrize("field", list(GUARD_OF))
def test_too_few_say_nothing(field: str) -> None:
    assert train(_world(field, as_relatives=False, odd=3), random_pairs=5_000).guard_bits == HELD


@pytest.mark.parametrize("field", list(GUARD_OF))
def test_who_is_joined_follows(field: str) -> None:
    slips, relatives = _world(field, as_relatives=False), _world(field, as_relatives=True)
    assert _joined(slips, UUID(int=1), UUID(int=2))
    assert not _joined(relatives, UUID(int=1), UUID(int=3))


def _joined(records: list[Record], a: UUID, b: UUID) -> bool:
    model = train(records, random_pairs=5_000)
    found = LinkIndex(model).add(records)
    links = [
        link_of(left, right, float(weight), levels.tobytes())
        for left, right, weight, levels in zip(found.a, found.b, found.weights, found.levels, strict=True)
    ]
    return any({a, b} <= person for person in group_all(links, threshold_bits=model.threshold))


def test_the_world_has_no_such_forename() -> None:
    assert OLD_NAME.lower() not in FORENAMES
