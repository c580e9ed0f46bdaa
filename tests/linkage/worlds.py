"""Small made-up worlds for the tests of linkage: people, several records of each, and records put straight into the table of sources."""

import json
import random
from typing import Any
from uuid import UUID

from django.db import connections

FORENAMES = "oliver amelia george isla arthur ava noah mia leo grace harry freya jack lily oscar ella charlie rosie theo evie".split()
SURNAMES = (
    "ashdown barrowclough critchlow dunmore eastwood fairbrother gillingham hathersage illingworth jessop kirkbride lovelock"
    " mottershead nuttall oakeshott pemberton quarmby ravenscroft sidebottom thistlewood underhill vickerstaff wolstenholme yardley"
).split()
STREETS = "high street|mill lane|church road|station road|park avenue|the green close|river walk|castle street".split("|")


def people(n: int, seed: int = 7) -> list[dict[str, Any]]:
    """Contents of `n` different people."""
    chance = random.Random(seed)
    return [_person(chance) for _ in range(n)]


def mentions(n_people: int, seed: int = 7) -> tuple[list[tuple[UUID, dict[str, Any]]], dict[UUID, int]]:
    """Two or three records of each person, one of them with a slip; and the person of each record."""
    chance = random.Random(seed)
    records, truth = [], {}
    for number in range(n_people):
        person = _person(chance)
        for copy in range(chance.choice((2, 3))):
            record_id = UUID(int=chance.getrandbits(128))
            content = dict(person) if copy == 0 else _slip(person, chance)
            records.append((record_id, content))
            truth[record_id] = number
    return records, truth


def put_records(contents: list[tuple[UUID, dict[str, Any]]], vis: int, *, kind: str = "person", feed: str = "test") -> None:
    """Records as a load would publish them."""
    with connections["ingest"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, content, content_hash, vis, load_id)"
            " VALUES (%s, %s, %s, %s, 1, now(), %s, '', %s, %s) ON CONFLICT (id) DO UPDATE"
            " SET content = excluded.content, vis = excluded.vis, changed = pg_current_xact_id()",
            [(record_id, feed, str(record_id), kind, json.dumps(content), vis, UUID(int=1)) for record_id, content in contents],
        )


def _person(chance: random.Random) -> dict[str, Any]:
    return {
        "forenames": chance.choice(FORENAMES).title(),
        "surname": chance.choice(SURNAMES).title(),
        "sex": chance.choice("MF"),
        "date_of_birth": f"{chance.randint(1940, 2008)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "address": f"{chance.randint(1, 90)} {chance.choice(STREETS)}",
        "postcode": f"ZZ{chance.randint(1, 9)} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}{chance.choice('ABDEFGH')}",
        "phones": [f"07700 900{chance.randint(0, 999):03d}"],
    }


def _slip(person: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    content = dict(person)
    field = chance.choice(("surname", "date_of_birth", "postcode", "phones", "address"))
    if field == "surname":
        place = chance.randrange(1, len(content["surname"]))
        content["surname"] = content["surname"][:place] + content["surname"][place + 1 :]
    elif field == "date_of_birth":
        content["date_of_birth"] = content["date_of_birth"][:-1] + str(chance.randint(0, 8))
    else:
        del content[field]
    return content
