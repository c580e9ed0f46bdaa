"""Calls to the control room: those that became crimes and the many that did not, numbered by day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beatbook.synthetic.county import County, moment_at
from beatbook.synthetic.happenings import draw_moments, joined
from beatbook.synthetic.offences import OFFENCES

KINDS = {
    "ASB": (0.24, "evening", "centre"), "CONCERN": (0.24, "any", "home"), "DOMESTIC": (0.10, "night", "home"),
    "TRAFFIC": (0.18, "day", "road"), "SUSPICIOUS": (0.14, "dark", "home"), "ADMIN": (0.10, "day", "any"),
}  # fmt: skip


@dataclass(slots=True)
class Incident:
    """One call as it was. `caller` and `subject` are persons, or -1; `crime` is the number of the crime it became."""

    number: str
    kind: str
    called: datetime
    street: int
    house: int
    longitude: float
    latitude: float
    caller: int
    subject: int
    crime: str
    offence: str
    vehicle: int
    chance: float


def build_incidents(county: County) -> list[Incident]:
    """Every call of the two years in order of time; sets the log number of the crimes that came of them."""
    rng, rates = county.rng("incidents"), county.rates
    total = county.count(rates.other_incidents)
    counts = rng.multinomial(total, [share for share, _, _ in KINDS.values()]).tolist()
    moments = joined(
        [
            draw_moments(rng, county.land, n, rhythm=rhythm, setting=place)
            for n, (_, rhythm, place) in zip(counts, KINDS.values(), strict=True)
        ]
    )
    kinds = [kind for kind, n in zip(KINDS, counts, strict=True) for _ in range(n)]
    draws = rng.random((total, 6)).tolist()
    callers, subjects = county.draw_adults(rng, total), county.draw_offenders(rng, total)
    days, minutes, streets = moments.days.tolist(), moments.minutes.tolist(), moments.streets.tolist()
    longitudes, latitudes = moments.longitudes.tolist(), moments.latitudes.tolist()
    incidents = []
    for i in range(total):
        chance = draws[i]
        caller = callers[i] if chance[0] < rates.caller_known else -1
        subject = subjects[i] if chance[1] < rates.subject_known else -1
        vehicle = subjects[i] if chance[2] < rates.incident_vehicle else -1
        incidents.append(
            Incident(
                "",
                kinds[i],
                moment_at(days[i], minutes[i]),
                streets[i],
                1 + int(chance[3] * 40),
                longitudes[i],
                latitudes[i],
                caller,
                subject,
                "",
                "",
                vehicle,
                chance[4],
            )
        )
    logged = {}
    for crime in county.crimes:
        if crime.log:
            kind = "DOMESTIC" if crime.domestic else "CRIME"
            called = crime.reported - timedelta(minutes=4)
            incident = Incident(
                "", kind, called, crime.street, crime.house, crime.longitude, crime.latitude, crime.victim, -1, crime.number,
                OFFENCES[crime.offence].title, -1, (crime.house % 7) / 7.01,
            )  # fmt: skip
            incidents.append(incident)
            logged[crime.number] = incident
    incidents.sort(key=lambda incident: (incident.called, incident.street, incident.caller))
    today, serial = "", 0
    for incident in incidents:
        day = f"{incident.called:%Y%m%d}"
        serial, today = (serial + 1, today) if day == today else (1, day)
        incident.number = f"{day}-{serial:04}"
    for crime in county.crimes:
        if crime.log:
            crime.log = logged[crime.number].number
    return incidents
