"""A made-up county in the database: four wards, two years of offences around lasting hot places, and people who may and may not see them."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from beatbook.access.actions import add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.audit.actions import start_task
from beatbook.forecasts.event_files import Projection
from beatbook.forecasts.safeguards import CARD
from beatbook.geography.actions import load_areas
from beatbook.sources.actions import feed_named
from beatbook.sources.models import Record
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer

FEED = "millshire-crime"
KINDS = ("Theft from a vehicle", "Burglary - residential", "Possession of cannabis")
REPORTED = KINDS[:2]
TODAY = date(2026, 11, 16)
MONDAY = date(2026, 11, 16)
WEEKS = 92
MIDDLE = Projection(1.0, 54.0)
SIDE_M = 500.0
CODE = "theft"
MADE_UP_CARD = dict.fromkeys(CARD, "Said.")


def make_county(folder: Path, *, hidden: int = 0) -> dict[str, Viewer]:
    """Everything; `hidden` further offences bear a marking that only the analyst may see."""
    _wards(folder)
    police = ("millshire", "Millshire Police")
    add_people(
        [
            Person("beat", "PC 1 Beat", Role.NEIGHBOURHOOD, *police, area="W1"),
            Person("boss", "PS 2 Boss", Role.SERGEANT, *police),
            Person("deep", "Analyst 3 Deep", Role.ANALYST, *police, clearance=Classification.OFFICIAL_SENSITIVE),
            Person("council", "Council 4", Role.PARTNER, organisation_code="council", organisation="Council", organisation_kind="partner"),
        ]
    )
    open_vis = intern_marking(feed_named(FEED).marking)
    _offences(3000, open_vis, seed=1)
    if hidden:
        _offences(hidden, intern_marking(Marking(Classification.OFFICIAL_SENSITIVE, frozenset({"millshire"}))), seed=2)
    found = {name: sign_in(name) for name in ("beat", "boss", "deep", "council")}
    for viewer in found.values():
        start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    return found


def _wards(folder: Path) -> None:
    features = []
    for number, (x, y) in enumerate([(-5000, -5000), (0, -5000), (-5000, 0), (0, 0)], start=1):
        corners = [(x, y), (x + 5000, y), (x + 5000, y + 5000), (x, y + 5000), (x, y)]
        longitude, latitude = MIDDLE.round(np.array([c[0] for c in corners], float), np.array([c[1] for c in corners], float))
        ring = [[float(a), float(b)] for a, b in zip(longitude, latitude, strict=True)]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": f"W{number}", "name": f"Ward {number}"}, "geometry": shape})
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    load_areas(path, kind="ward")


def _offences(count: int, vis: int, *, seed: int) -> None:
    generator = np.random.default_rng(seed)
    spots, share = generator.uniform(-4500, 4500, (30, 2)), generator.dirichlet(np.full(30, 0.5))
    spot = generator.choice(30, count, p=share)
    x, y = (spots[spot] + generator.normal(0, 150, (count, 2))).T
    longitude, latitude = MIDDLE.round(x, y)
    ago = generator.uniform(0.01, 7 * WEEKS, count)
    end = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    Record.objects.using("ingest").bulk_create(
        Record(
            id=uuid.UUID(hashlib.md5(f"{seed} {number}".encode(), usedforsecurity=False).hexdigest()),
            feed=FEED,
            source_key=f"{seed}/{number}",
            kind="event",
            version=1,
            said_at=end,
            happened_at=end - timedelta(days=float(ago[number])),
            longitude=float(longitude[number]),
            latitude=float(latitude[number]),
            content={"event_type": "crime", "offence": KINDS[number % 3]},
            content_hash=b"",
            vis=vis,
            load_id=uuid.UUID(int=1),
        )
        for number in range(count)
    )
