"""The command and control system's export: one JSON object a line, one file a month, and the messages that come after."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, Describer
from beatbook.synthetic.incidents import KINDS, Incident
from beatbook.synthetic.ledgers import Truth, chance_of
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, sighting
from beatbook.synthetic.words import incident_text, stamp

FEED = "millshire-command"
GRADES = ("1", "2", "2", "3", "4", "5")


def write_command(folder: Path, county: County, incidents: list[Incident], extra: Iterable[dict[str, Any]], truth: Truth) -> int:
    """Every incident under its month; `extra` are ready messages with their accounts under `truth`."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    describe = county.describer(county.rng("command accounts"), county.rates.command_habits)
    months: dict[str, list[dict[str, Any]]] = {}
    for message in extra:
        months.setdefault(message["created"][:7], []).append(message)
    position = 0
    while position < len(incidents):
        month = f"{incidents[position].called:%Y-%m}"
        with (target / f"incidents-{month}.jsonl").open("w", encoding="utf-8", newline="\n") as out:
            while position < len(incidents) and f"{incidents[position].called:%Y-%m}" == month:
                write_message(out, message_of(county, incidents[position], describe), truth)
                position += 1
            for message in months.pop(month, []):
                write_message(out, message, truth)
    return len(incidents)


def write_message(out: Any, message: dict[str, Any], truth: Truth) -> None:
    """One line, and the truth about the people in it."""
    accounts: list[Account] = message.pop("truth")
    if not any(account.broken for account in accounts):
        for place, account in enumerate(accounts, 1):
            truth.says(FEED, f"party:{message['log']}:{place}", account)
    seen: list[Sighting] = message.pop("seen", [])
    for place, vehicle in enumerate(seen, 1):
        truth.saw(FEED, f"vehicle:{message['log']}:{place}", vehicle)
    out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")


def party(place: int, role: str, account: Account) -> dict[str, Any]:
    """A person in a message; what the operator did not ask is null, as this system writes it."""
    return {
        "no": place, "role": role, "name": {"first": account.forenames or None, "last": account.surname or None}, "sex": account.sex or None,
        "dob": account.born or None, "phone": account.phone.replace(" ", "") or None, "address": account.address or None,
        "postcode": account.postcode or None,
    }  # fmt: skip


def message_of(county: County, incident: Incident, describe: Describer) -> dict[str, Any]:
    """The message of one incident."""
    accounts = []
    roles = []
    for role, person in (("CALLER", incident.caller), ("SUBJECT", incident.subject)):
        if person >= 0 and incident.called.toordinal() - county.people.born[person] > 3650:
            accounts.append(describe(person, incident.called))
            roles.append(role)
    place = county.place_line(incident.street, incident.house)
    caller = accounts[0] if roles[:1] == ["CALLER"] else None
    minutes = 20 + int(incident.chance * 500)
    closed = incident.called + timedelta(minutes=minutes)
    is_open = closed > WORLD_ENDS
    vehicles, seen = [], []
    if incident.vehicle >= 0:
        seen = [sighting(county.people, incident.vehicle, chance_of(f"plate {incident.number}"), county.rates.plate_wrong * 2)]
        vehicles = [
            {"vrm": s.plate.replace(" ", ""), "make": s.make or None, "model": s.model or None, "colour": s.colour or None} for s in seen
        ]
    return {
        "log": incident.number, "revision": 1 + int(incident.chance * 5), "updated": stamp(incident.called if is_open else closed),
        "created": stamp(incident.called), "type": incident.kind, "grade": GRADES[int(incident.chance * 1e5) % 6],
        "status": "OPEN" if is_open else "CLOSED", "closing_code": None if is_open else incident.kind,
        "location": {"line": place, "town": county.land.street_towns[incident.street], "postcode": county.land.street_postcodes[incident.street],
                     "lon": incident.longitude, "lat": incident.latitude, "beat": county.land.ward_codes[county.land.street_wards[incident.street]]},
        "text": incident_text(incident.kind, place, caller, incident.offence or "an offence", incident.chance),
        "crime_no": incident.crime or None, "duplicate_of": None, "marking": "OFFICIAL-SENSITIVE" if incident.kind == "DOMESTIC" and incident.crime else None,
        "caveats": ["DA"] if incident.kind == "DOMESTIC" and incident.crime else [], "operator": f"Operator {10 + int(incident.chance * 1e5) % 80}",
        "parties": [party(place_no, role, account) for place_no, (role, account) in enumerate(zip(roles, accounts, strict=True), 1)],
        "vehicles": vehicles, "truth": accounts, "seen": seen,
    }  # fmt: skip


def write_live(folder: Path, county: County, extra: Iterable[dict[str, Any]]) -> int:
    """About fifty messages of the morning after the exports, in order of time, with a truth file of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = county.rng("live")
    describe = county.describer(rng, county.rates.command_habits)
    messages = list(extra)
    callers, subjects = county.draw_offenders(rng, 46), county.draw_offenders(rng, 46)
    streets = rng.integers(0, len(county.land.street_names), 46).tolist()
    for i in range(46):
        called: datetime = WORLD_ENDS + timedelta(minutes=5 + 7 * i)
        street, chance = streets[i], float(rng.random())
        kind = list(KINDS)[int(chance * 6)]
        incident = Incident(
            f"{called:%Y%m%d}-{5000 + i}", kind, called, street, 1 + i, round(float(county.land.street_longitudes[street]), 6),
            round(float(county.land.street_latitudes[street]), 6), callers[i], subjects[i] if i % 4 == 0 else -1, "", "",
            subjects[i] if i % 3 == 0 else -1, chance,
        )  # fmt: skip
        messages.append(message_of(county, incident, describe))
    messages.sort(key=lambda message: (str(message["created"]), str(message["log"])))
    truth = Truth(folder / "truth.csv", county.people)
    with (folder / "messages.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for message in messages:
            write_message(out, message, truth)
    truth.close()
    return len(messages)
