"""A small world to measure: two forces that merge, neighbourhoods that split in the middle of a year, records of five markings."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import shapely
from django.db import connections
from psycopg.types.json import Jsonb

from beatbook.access.actions import add_agreement, add_caveat, add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.geography.actions import load_areas, load_populations
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer
from tests.geography.test_boundaries import collection

SPACE = UUID(int=7)
CHANGED_ON = date(2025, 6, 15)
MARKINGS = (
    Marking(Classification.PUBLIC),
    Marking(Classification.OFFICIAL),
    Marking(Classification.OFFICIAL_SENSITIVE),
    Marking(Classification.OFFICIAL, agreements=frozenset({"ISA-1"})),
    Marking(Classification.OFFICIAL, caveats=frozenset({"TIGER"})),
)
TYPES = ("Burglary", "Anti-social behaviour", "Robbery", "Drugs")
OUTCOMES = ("Suspect charged", "Investigation complete; no suspect identified", "Under investigation", "Unable to prosecute suspect")
FORCES = ("north", "south")


@dataclass(frozen=True)
class Said:
    """One record of the world, as the oracle counts it."""

    id: UUID
    kind: str
    force: str
    month: date
    point: tuple[float, float] | None
    content: dict[str, str | bool]
    marking: Marking


def box(code: str, west: float, east: float, **facts: object) -> dict[str, object]:
    """One area of height 1."""
    return {"properties": {"code": code, "name": code.title(), **facts}, "geometry": shapely.box(west, 0, east, 1).__geo_interface__}


def draw_boundaries(folder: Path) -> None:
    """N1 is divided into N1A and N1B in June 2025, when the forces merge; S9 lies across both forces."""
    files = {
        ("neighbourhood", "1"): [box("n1", 0, 2, parent="a1"), box("n2", 2, 3, parent="a1"), box("s9", 3, 5, parent="a2")],
        ("neighbourhood", "2"): [
            box("n1a", 0, 1, parent="a1", valid_from=CHANGED_ON.isoformat(), replaces=["n1"]),
            box("n1b", 1, 2, parent="a1", valid_from=CHANGED_ON.isoformat(), replaces=["n1"]),
        ],
        ("area", "1"): [box("a1", 0, 3, parent="north"), box("a2", 3, 5, parent="south")],
        ("force", "1"): [box("north", 0, 4), box("south", 4, 5)],
        ("force", "2"): [box("mercia", 0, 5, valid_from=CHANGED_ON.isoformat(), replaces=["north", "south"])],
    }
    for (kind, generation), features in files.items():
        path = folder / f"{kind}-{generation}.geojson"
        path.write_text(collection(*features))
        load_areas(path, kind=kind, generation=generation)
    (folder / "people.csv").write_text("code,people\nn1,2000\nn1a,1200\nn1b,800\nn2,500\ns9,700\n")
    load_populations(folder / "people.csv", kind="neighbourhood")


def make_records(chance: random.Random, number: int) -> list[Said]:
    """Crimes, incidents and stops over two years on a grid of few points, some at sea and some without a place."""
    points = [(x / 2 + 0.25, 0.5) for x in range(10)] + [(9.0, 9.0), None]
    found = []
    for place in range(number):
        kind = chance.choice(["crime", "crime", "crime", "stop-search"])
        month = date(2024 + chance.randrange(2), chance.randrange(1, 13), 1)
        offence = chance.choice(TYPES)
        content: dict[str, str | bool] = {"event_type": kind, "force": chance.choice(FORCES), "month": f"{month:%Y-%m}"}
        if kind == "crime":
            content |= {"offence": offence} | ({} if offence.startswith("Anti") else {"reference": f"c{place}"})
        else:
            content |= {"outcome": chance.choice(["Arrest", "A no further action disposal"])}
            if chance.random() < 0.5:
                content["outcome_linked_to_object"] = chance.random() < 0.5
        found.append(
            Said(uuid5(SPACE, str(place)), kind, str(content["force"]), month, chance.choice(points), content, chance.choice(MARKINGS))
        )
    return found


def make_outcomes(chance: random.Random, crimes: list[Said]) -> list[tuple[Said, UUID]]:
    """Outcomes of some crimes, up to six months later, some at another marking than their crime's."""
    found = []
    for number, crime in enumerate(crime for crime in crimes if "reference" in crime.content and chance.random() < 0.7):
        count = crime.month.year * 12 + crime.month.month - 1 + chance.randrange(7)
        month = date(count // 12, count % 12 + 1, 1)
        content: dict[str, str | bool] = {
            "event_type": "outcome", "force": crime.force, "month": f"{month:%Y-%m}", "outcome": chance.choice(OUTCOMES)
        }  # fmt: skip
        marking = crime.marking if chance.random() < 0.6 else chance.choice(MARKINGS)
        found.append((Said(uuid5(SPACE, f"o{number}"), "outcome", crime.force, month, None, content, marking), crime.id))
    return found


def keep(records: list[Said], outcomes: list[tuple[Said, UUID]] = (), *, feed: str = "policeuk") -> None:  # type: ignore[assignment]
    """Puts records into the tables of sources, as a load would."""
    vis = {marking: intern_marking(marking) for marking in MARKINGS}
    rows = [
        (
            one.id, feed, str(one.id), "event", 1, datetime(2026, 1, 1, tzinfo=UTC), datetime(one.month.year, one.month.month, 1, tzinfo=UTC),
            *(one.point or (None, None)), Jsonb(one.content), b"", vis[one.marking], UUID(int=1),
        )
        for one in [*records, *(outcome for outcome, _ in outcomes)]
    ]  # fmt: skip
    with connections["ingest"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, longitude, latitude, content,"
            " content_hash, vis, load_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
        markings = {one.id: vis[one.marking] for one in records}
        cursor.executemany(
            "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
            " VALUES (gen_random_uuid(), %s, %s, 'outcome of', 'fact', now(), %s, %s, %s, %s, %s)",
            [
                (one.id, crime, feed, vis[one.marking], vis[one.marking], markings[crime], UUID(int=1))
                for one, crime in outcomes
            ],
        )  # fmt: skip


def viewers() -> list[tuple[Viewer, list[Marking]]]:
    """Every sort of viewer, with the markings that they may see."""
    add_agreement(
        "ISA-1", title="Sharing", purpose="safety", legal_basis="law", parties=["force", "council"], starts_on=date(2020, 1, 1),
        review_on=date(2030, 1, 1),
    )  # fmt: skip
    add_caveat("TIGER", kind="caveat", title="Tiger")
    levels = {"public-eye": Classification.PUBLIC, "constable": Classification.OFFICIAL, "analyst": Classification.OFFICIAL_SENSITIVE}
    people = [Person(name, name, Role.ANALYST, "police", "Police", clearance=level) for name, level in levels.items()]
    people.append(Person("partner", "partner", Role.PARTNER, "council", "Council", "partner", Classification.OFFICIAL, ("ISA-1",)))
    people.append(Person("keeper", "keeper", Role.ANALYST, "police", "Police", "force", Classification.OFFICIAL, ("ISA-1",), ("TIGER",)))
    add_people(people)
    seen = {
        "public-eye": MARKINGS[:1], "constable": MARKINGS[:2], "analyst": MARKINGS[:3],
        "partner": (*MARKINGS[:2], MARKINGS[3]), "keeper": (*MARKINGS[:2], MARKINGS[3], MARKINGS[4]),
    }  # fmt: skip
    return [(sign_in(person.username), list(seen[person.username])) for person in people]
