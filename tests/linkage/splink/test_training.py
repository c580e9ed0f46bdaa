"""What is learnt without labels comes near the shares that the made-up table was made with."""

import random

import pyarrow as pa
import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.linkage.splink.engine import Engine
from beatbook.linkage.splink.errors import SplinkModelUnreadable
from beatbook.linkage.splink.linking import CHUNK
from beatbook.linkage.splink.settings import Settings
from beatbook.linkage.splink.training import session_patterns, train
from tests.linkage.splink.oracle import model_of


def people() -> tuple[pa.Table, int]:
    """Two records each of 1,500 people, whose second differs in each field once in five; and how many true pairs there are."""
    chance = random.Random(3)
    sizes = {"forename": 50, "surname": 80, "town": 20, "street": 200}
    people = [{name: chance.randrange(size) for name, size in sizes.items()} for _ in range(1500)]
    again = [
        {name: chance.randrange(sizes[name]) if chance.random() < 0.2 else value for name, value in person.items()} for person in people
    ]
    rows = [{name: f"{name}{value}" for name, value in person.items()} for person in people + again]
    return pa.table({"unique_id": range(len(rows)), **{name: [row[name] for row in rows] for name in sizes}}), len(people)


def blank() -> Settings:
    return model_of(
        [comparisons.ExactMatch(name) for name in ("forename", "surname", "town", "street")],
        [block_on("forename"), block_on("surname"), block_on("town"), block_on("surname", "town")],
    )


def test_m_u_and_prior_come_near_the_truth() -> None:
    table, n_true = people()
    *sessions, both = blank().rules
    learnt = train(table, blank(), sessions, [both], recall=0.64)
    true = n_true / (len(table) * (len(table) - 1) / 2)
    assert [comparison.levels[1].m for comparison in learnt.comparisons] == pytest.approx([0.8] * 4, abs=0.06)
    assert [comparison.levels[1].u for comparison in learnt.comparisons] == pytest.approx([1 / 50, 1 / 80, 1 / 20, 1 / 200], rel=0.1)
    assert true < learnt.prior < 6 * true


def test_of_too_many_pairs_of_a_session_a_part_stands_for_all() -> None:
    table, _ = people()
    engine = Engine(blank(), None)
    engine.rows.append(table)
    every, part = session_patterns(engine, 2), session_patterns(engine, 2, most=100_000)
    assert 0.4 * 100_000 < part.counts.sum() < 100_000 + CHUNK < every.counts.sum()
    shares = [found.counts @ found.levels / found.counts.sum() for found in (every, part)]
    assert shares[1] == pytest.approx(shares[0], abs=0.01)


def test_a_comparison_that_every_session_decides_is_named() -> None:
    table, _ = people()
    with pytest.raises(SplinkModelUnreadable, match="forename"):
        train(table, blank(), [blank().rules[0]], [])
