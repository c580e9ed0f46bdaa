"""Made-up tables with every type of column that Splink compares, full of errors, gaps and odd values."""

import random
from datetime import date, datetime, timedelta

import pyarrow as pa

NAMES = [
    "ann",
    "anne",
    "anna",
    "Émile",
    "emile",
    "o'hara",
    "O’Hara",
    "jo",
    "joe",
    "josé",
    "martha",
    "marhta",
    "dwayne",
    "duane",
    "d",
    "",
    "王伟",
    "dixon",
]
CODES = ["ZZ1 4FR", "ZZ1 4FA", "ZZ1 5AA", "ZZ12 5AA", "Z1A 1AA", "bad", "", "zz1 4fr", "ZY9 9ZZ"]
MAILS = ["a.b@example.org", "a.b@example.com", "ab@example.org", "@example.org", "nobody", "", "a_b@example.org"]
DATES = ["1980-01-01", "1980-01-02", "1980-02-30", "1980-1-1", "1981-06-30", "1975-12-31", "80", "", "1980-13-01", "0980-01-01"]


def odd_table(n: int = 120, seed: int = 7) -> pa.Table:
    """A table of `n` rows; each column has None in about a tenth of them."""
    chance = random.Random(seed)

    def some(make):  # type: ignore[no-untyped-def]
        return [None if chance.random() < 0.1 else make() for _ in range(n)]

    def slipped(words):  # type: ignore[no-untyped-def]
        word = chance.choice(words)
        place = chance.randrange(len(word) + 1)
        return word if chance.random() < 0.5 else word[:place] + chance.choice(["", "a", "x"]) + word[place + 1 :]

    return pa.table(
        {
            "unique_id": chance.sample(range(10 * n), n),
            "forename": some(lambda: slipped(NAMES)),
            "surname": some(lambda: slipped(NAMES)),
            "postcode": some(lambda: chance.choice(CODES)),
            "email": some(lambda: slipped(MAILS)),
            "dob": some(lambda: chance.choice(DATES)),
            "seen": some(lambda: (datetime(2024, 1, 1) + timedelta(hours=chance.randrange(2000))).strftime("%Y-%m-%dT%H:%M:%SZ")),
            "born": some(lambda: date(1980, 1, 1) + timedelta(days=chance.randrange(900))),
            "moment": some(lambda: datetime(2024, 1, 1) + timedelta(minutes=chance.randrange(9000))),
            "age": some(lambda: chance.randrange(0, 40)),
            "height": pa.array(some(lambda: chance.uniform(1.0, 2.0))),
            "lat": pa.array(some(lambda: chance.uniform(51.0, 51.3))),
            "lon": pa.array(some(lambda: chance.uniform(-0.3, 0.1))),
            "aliases": pa.array(some(lambda: [chance.choice(NAMES[:12]) for _ in range(chance.randrange(4))]), pa.list_(pa.string())),
            "vector": pa.array(some(lambda: [chance.uniform(0.1, 1) for _ in range(3)]), pa.list_(pa.float32(), 3)),
            "place": [chance.choice("abc") for _ in range(n)],
        }
    )
