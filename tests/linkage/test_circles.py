"""Circles of names: learnt where names go together, nowhere else, and worth less agreement for those who share them."""

from dataclasses import replace
from random import Random
from uuid import UUID

import numpy as np

from beatbook.linkage.circles import CIRCLES, SHARE, learn_circles, nearness
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import Field, evidence_of
from beatbook.linkage.model import read_model
from beatbook.linkage.scoring import compare
from beatbook.linkage.training import train

FIRST = [start + end for start in ("ab", "cor", "dan", "el", "fin", "gar", "hol", "iv") for end in ("a", "en", "is", "o", "ette")]
LAST = [
    start + end
    for start in ("black", "car", "dun", "east", "far", "green", "hay", "kings")
    for end in ("man", "ton", "ley", "ford", "well")
]
FEW_FIRST = "pooja vikram mahesh divya sneha anil kavita rohan sunita arjun deepa suresh".split()
FEW_LAST = "iyer chauhan trivedi saxena bhatt nair menon joshi rao pillai desai kulkarni".split()


def _pairs(chance: Random, n_many: int, n_few: int) -> dict[tuple[str, str], int]:
    many = [(chance.choice(FIRST), chance.choice(LAST)) for _ in range(n_many)]
    few = [(chance.choice(FEW_FIRST), chance.choice(FEW_LAST)) for _ in range(n_few)]
    return dict.fromkeys(sorted({(min(pair), max(pair)) for pair in [*many, *few]}), 1)


def test_names_that_are_drawn_one_by_one_have_no_circles() -> None:
    assert learn_circles(_pairs(Random(1), 900, 0)) == ((), {})


def test_few_names_teach_nothing() -> None:
    assert learn_circles(_pairs(Random(1), 20, 20)) == ((), {})


def test_a_small_community_s_names_are_found_to_go_together() -> None:
    sizes, circles = learn_circles(_pairs(Random(1), 900, 400))
    assert len(sizes) == CIRCLES and np.isclose(sum(sizes), 1.0)
    assert all(abs(sum(shares) - SHARE) <= CIRCLES for shares in circles.values())

    def together(a: str, b: str) -> float:
        return float((nearness(sizes, circles.get(a)) * nearness(sizes, circles.get(b)) * np.array(sizes)).sum())

    assert together("pooja", "iyer") > 2.5
    assert together("abette", "blackman") < 2.0
    assert together("pooja", "blackman") < 1.0
    assert np.isclose(together("nobody", "iyer"), 1.0)


def test_a_name_that_many_people_bear_binds_its_parts_more() -> None:
    pairs = _pairs(Random(1), 900, 400)
    pair = ("iyer", "pooja")
    likelier = []
    for bearers in (1, 12):
        sizes, circles = learn_circles(pairs | {pair: bearers})
        likelier.append(float((nearness(sizes, circles[pair[0]]) * nearness(sizes, circles[pair[1]]) * np.array(sizes)).sum()))
    assert likelier[1] > likelier[0]


def test_agreement_on_names_that_go_together_says_less() -> None:
    chance = Random(2)
    names = [(chance.choice(FIRST), chance.choice(LAST)) for _ in range(1_500)]
    names += [(chance.choice(FEW_FIRST), chance.choice(FEW_LAST)) for _ in range(400)]
    records = [
        (
            UUID(int=number + 1),
            evidence_of(
                {"forenames": a, "surname": b, "date_of_birth": f"{1940 + number % 60}-{1 + number % 12:02d}-{1 + number % 28:02d}"}
            ),
        )
        for number, (a, b) in enumerate(names)
    ]
    model = train(records)
    assert model.frequencies.circles
    assert read_model(model.to_json()).to_json() == model.to_json()
    same = [(UUID(int=place + 1), evidence_of({"forenames": "Pooja", "surname": "Iyer"})) for place in range(2)]
    bits = [_name_bits(Encoder(frequencies), same) for frequencies in (model.frequencies, _without_circles(model.to_json()).frequencies)]
    assert bits[0] < bits[1] - 1.0


def _name_bits(encoder: Encoder, records: list) -> float:  # type: ignore[type-arg]
    encoder.append([record_id for record_id, _ in records], [evidence for _, evidence in records])
    return float(compare(encoder, np.array([0]), np.array([1])).bits[0, Field.NAME])


def _without_circles(text: str):  # type: ignore[no-untyped-def]
    model = read_model(text)
    return replace(model, frequencies=replace(model.frequencies, circles={}, circle_sizes=()))
