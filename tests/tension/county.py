"""A made-up county for the watch: four wards, two years of reports at a steady pace, and a rise in one ward in the last weeks."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from beatbook.access.actions import add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.geography.actions import load_areas
from beatbook.sources.actions import feed_named
from beatbook.sources.models import Record
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer

FEED = "millshire-crime"
DAMAGE, THEFT, FOUND = "Criminal damage to a vehicle", "Theft from a vehicle", "Possession of cannabis"
TODAY = date(2026, 11, 18)  # a Wednesday: the week of the 9th is the last that is over
LAST = date(2026, 11, 9)
WEEKS = 120
WARDS = ("W1", "W2", "W3", "W4")
RISEN = "W2"


def make_county(folder: Path) -> dict[str, Viewer]:
    """Everything: open reports at a steady pace; in RISEN, damage trebles in the last four weeks, and those reports speak of catapults."""
    _wards(folder)
    police = ("millshire", "Millshire Police")
    add_people(
        [
            Person("beat", "PC 1 Beat", Role.NEIGHBOURHOOD, *police, area="W3"),
            Person("deep", "Analyst 3 Deep", Role.ANALYST, *police, clearance=Classification.OFFICIAL_SENSITIVE),
            Person("council", "Council 4", Role.PARTNER, organisation_code="council", organisation="Council", organisation_kind="partner"),
        ]
    )
    put(_steady(), intern_marking(feed_named(FEED).marking), "open")
    found = {name: sign_in(name) for name in ("beat", "deep", "council")}
    for viewer in found.values():
        start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    return found


def hidden_marking() -> int:
    """A marking that the analyst alone may see."""
    return intern_marking(Marking(Classification.OFFICIAL_SENSITIVE, frozenset({"millshire"})))


def put(reports: list[tuple[date, str, str, str]], vis: int, name: str) -> list[uuid.UUID]:
    """Keeps reports of a day, ward, kind and text."""
    rows = [
        Record(
            id=uuid.UUID(hashlib.md5(f"{name} {number}".encode(), usedforsecurity=False).hexdigest()),
            feed=FEED,
            source_key=f"{name}/{number}",
            kind="event",
            version=1,
            said_at=datetime(2026, 11, 18, tzinfo=UTC),
            happened_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            area=ward,
            content={"event_type": "crime", "offence": kind, "summary": text},
            content_hash=b"",
            vis=vis,
            load_id=uuid.UUID(int=1),
        )
        for number, (day, ward, kind, text) in enumerate(reports)
    ]
    Record.objects.using("ingest").bulk_create(rows)
    return [row.id for row in rows]


def _steady() -> list[tuple[date, str, str, str]]:
    generator = np.random.default_rng(5)
    reports = []
    for week in range(WEEKS + 1):
        monday = LAST - timedelta(weeks=WEEKS - 1 - week)
        for ward in WARDS:
            risen = ward == RISEN and monday > LAST - timedelta(weeks=4) and monday <= LAST
            for kind, mean, text in ((DAMAGE, 12 if risen else 4, "Window broken."), (THEFT, 3, "Window broken."), (FOUND, 5, "Found.")):
                said = "Window broken by Ferris with a catapult." if risen and kind == DAMAGE else text
                reports += [(monday + timedelta(days=1), ward, kind, said)] * int(generator.poisson(mean))
    return [one for one in reports if one[0] <= TODAY]


def _wards(folder: Path) -> None:
    features = []
    for number, ward in enumerate(WARDS):
        west = 1.0 + 0.05 * number
        ring = [[west, 54.0], [west + 0.05, 54.0], [west + 0.05, 54.03], [west, 54.03], [west, 54.0]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": ward, "name": f"Ward {number + 1}"}, "geometry": shape})
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    load_areas(path, kind="ward")
