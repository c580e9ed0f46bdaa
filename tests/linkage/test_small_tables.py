"""Small tables, where there is little to learn from: exact copies join, and nobody else does."""

import random

import pyarrow as pa
import pytest

from beatbook.linkage.bulk import link_table
from beatbook.linkage.files import accuracy_of

STARTS, ENDS = (
    "bram cald dunn fenn gair hobb kell lomb marr nayl oster pell quen rudd sall tarn".split(),
    "ard by ell ham ley man son ton".split(),
)
FORENAMES = [start + end for start in STARTS[::2] for end in ("a", "en", "is", "o")]


@pytest.mark.parametrize("n_people", [40, 150])
def test_exact_copies_of_name_and_birth_date_join_and_nothing_else_does(n_people: int) -> None:
    chance = random.Random(4)
    people = [
        {
            "forenames": chance.choice(FORENAMES),
            "surname": chance.choice(STARTS) + chance.choice(ENDS),
            "date_of_birth": f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            "person": number,
        }
        for number in range(n_people)
    ]
    table = pa.Table.from_pylist(chance.sample([*people, *people], 2 * n_people))
    found = accuracy_of(link_table(table.drop(["person"])).persons, table["person"])
    assert found.recall > 0.9
    assert found.precision == 1
