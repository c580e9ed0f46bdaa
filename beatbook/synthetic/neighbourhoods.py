"""What Millshire's force says of its neighbourhoods: made-up teams, what residents asked for, what was done, when people can meet; and postcodes."""

import csv
import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from beatbook.synthetic.geography import Geography

FORCE, FORCE_NAME = "millshire", "Millshire Police"
TODAY = date(2026, 11, 20)  # the last day of the made-up world
LAST_MEETINGS = date(2029, 12, 31)  # so that a demonstration of later years has some to come
FIRST_NAMES = ("Amira", "Tom", "Joan", "Piotr", "Grace", "Sunil", "Ewan", "Leila", "Marcus", "Bethan", "Chidi", "Hannah", "Owen", "Priya")
SURNAMES = ("Hale", "Adeyemi", "Brandt", "Nowak", "Okafor", "Mehta", "Calder", "Haddad", "Lowe", "Prosser", "Eze", "Finch", "Tait", "Rao")
RANKS = (("Sergeant", "Sgt"), ("Constable", "PC"), ("Constable", "PC"), ("Police community support officer", "PCSO"))
CHIEFS = (("Dr Helen Marlow", "Chief Constable"), ("Samuel Oduya", "Deputy Chief Constable"), ("Ruth Penrose", "Assistant Chief Constable"))
ISSUES = (
    (
        "Cars broken into near {street}",
        ("Extra evening patrols for four weeks.", "Lighting put right by the council; crime fell and stayed down."),
    ),
    ("Speeding on {street}", ("Checks with residents on six mornings.", "A camera site was agreed with the council.")),
    ("Bicycles stolen from {street}", ("Bicycle marking day: 84 bicycles marked.", "Two people were charged.")),
    ("Noise and litter after closing time on {street}", ("Visits with the licensing officer.", "Three premises agreed to close earlier.")),
    ("Drug dealing around {street}", ("Two warrants carried out.", "The flat was closed for three months by the court.")),
    ("Shop staff threatened on {street}", ("A radio link between shops and the team.", "Body-worn cameras lent to four shops.")),
)
VENUES = ("Community Centre", "Library", "Primary School", "Village Hall")


def write_neighbourhoods(folder: Path, land: Geography, populations: list[int], seed: int) -> None:
    """`millshire.json` and `postcodes.csv`, as the product loads them."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, 83])
    document = {
        "force": {
            "id": FORCE,
            "name": FORCE_NAME,
            "telephone": "101",
            "url": "https://www.millshire.police.example/",
            "description": "Millshire Police serves a county that does not exist.",
            "engagement": [{"title": "News by e-mail", "url": "https://www.millshire.police.example/news", "type": "email"}],
            "people": [{"name": name, "rank": rank} for name, rank in CHIEFS],
        },
        "neighbourhood": [_ground(land, ward, populations[ward], rng) for ward in range(len(land.ward_codes))],
    }
    (folder / f"{FORCE}.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _write_postcodes(folder / "postcodes.csv", land)


def _ground(land: Geography, ward: int, people: int, rng: np.random.Generator) -> dict[str, Any]:
    code, name = land.ward_codes[ward], land.ward_names[ward]
    streets = [land.street_names[i] for i in np.flatnonzero(land.street_wards == ward)] or [name]
    first, second = rng.permutation(len(ISSUES))[:2]
    return {
        "id": code,
        "name": name,
        "area": code,
        "population": people,
        "deprivation": 1 + ward * 7 % 10,
        "description": f"The {name} team works from the community centre and walks the neighbourhood every day.",
        "contact": {"email": f"{code.lower()}@millshire.police.example", "telephone": "101"},
        "links": [{"title": "Report online", "url": "https://www.millshire.police.example/report"}],
        "locations": [{"name": f"{name} Community Centre", "type": "station", "address": streets[0]}],
        "team": [_member(rank, short, rng) for rank, short in RANKS],
        "priority": [_issue(int(first), streets, 70, rng), _issue(int(second), streets, 300, rng, closed=True), _draft(name)],
        "event": _meetings(name, rng),
    }


def _member(rank: str, short: str, rng: np.random.Generator) -> dict[str, Any]:
    first, last = FIRST_NAMES[rng.integers(len(FIRST_NAMES))], SURNAMES[rng.integers(len(SURNAMES))]
    return {"name": f"{short} {rng.integers(100, 3000)} {first} {last}", "rank": rank}


def _issue(number: int, streets: list[str], days_ago: int, rng: np.random.Generator, *, closed: bool = False) -> dict[str, Any]:
    issue, deeds = ISSUES[number]
    raised = TODAY - timedelta(days=days_ago + int(rng.integers(20)))
    done = deeds if closed else deeds[:1]
    said = [{"on": (raised + timedelta(days=21 * (place + 1))).isoformat(), "said": deed} for place, deed in enumerate(done)]
    ended = {"closed": (raised + timedelta(days=90)).isoformat()} if closed else {}
    return {"issue": issue.format(street=streets[rng.integers(len(streets))]), "raised": raised.isoformat(), "deeds": said, **ended}


def _draft(name: str) -> dict[str, Any]:
    """One that is being weighed and not yet published."""
    return {"issue": f"Proposed: a dispersal order for {name}", "raised": TODAY.isoformat(), "marking": "OFFICIAL"}


def _meetings(name: str, rng: np.random.Generator) -> list[dict[str, Any]]:
    venue = VENUES[rng.integers(len(VENUES))]
    day, found = TODAY + timedelta(days=int(rng.integers(5, 40))), []
    while day <= LAST_MEETINGS:
        start = datetime(day.year, day.month, day.day, 18, 30)
        found.append(
            {
                "title": f"{name} residents’ meeting",
                "start": start.isoformat(),
                "end": (start + timedelta(hours=1)).isoformat(),
                "address": f"{name} {venue}",
                "description": "Come and say what should be done next. Tea is served.",
            }
        )
        day += timedelta(days=91)
    return found


def _write_postcodes(path: Path, land: Geography) -> None:
    places: dict[str, list[int]] = defaultdict(list)
    for street, postcode in enumerate(land.street_postcodes):
        places[postcode].append(street)
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(["postcode", "latitude", "longitude"])
        for postcode, streets in sorted(places.items()):
            latitude, longitude = fmean(land.street_latitudes[streets]), fmean(land.street_longitudes[streets])
            lines.writerow([postcode, f"{latitude:.6f}", f"{longitude:.6f}"])
