"""The intelligence system's export: XML reports with 3x5x2 grading, marking, compartment and handling conditions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, Describer, moment_at
from beatbook.synthetic.custody_export import tag
from beatbook.synthetic.happenings import draw_moments
from beatbook.synthetic.ledgers import Truth, chance_of
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, plate_of, sighting
from beatbook.synthetic.words import report_text, stamp

FEED = "millshire-intelligence"
_SOURCES = ("2", "2", "1", "2", "3", "1")
_KNOWN = ("C", "B", "A", "D", "C", "B", "E")
_CONDITIONS = "No action to be taken without reference to the originator. Not to be shown to the subject."


@dataclass
class Report:
    """One intelligence report; times on the London clock."""

    number: str
    submitted: datetime
    happened: datetime
    title: str
    text: str
    source: str
    known: str
    handling: str
    conditions: str
    marking: str
    compartment: str
    place: str
    town: str
    postcode: str
    longitude: float
    latitude: float
    subjects: list[Account] = field(default_factory=list)
    vehicles: list[Sighting] = field(default_factory=list)


def write_intelligence(folder: Path, county: County, extra: Iterable[Report], truth: Truth) -> int:
    """One XML file of every report; returns how many."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with (target / "reports.xml").open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<IntelligenceReports>\n')
        for report in [*_reports(county), *extra]:
            out.write(_element(report))
            if not any(account.broken for account in report.subjects):
                for place, account in enumerate(report.subjects, 1):
                    truth.says(FEED, f"subject:{report.number}:{place}", account)
                for place, seen in enumerate(report.vehicles, 1):
                    truth.saw(FEED, f"vehicle:{report.number}:{place}", seen)
            count += 1
        out.write("</IntelligenceReports>\n")
    return count


def _reports(county: County) -> Iterable[Report]:
    rng = county.rng("intelligence")
    total = county.count(county.rates.reports)
    describe = county.describer(rng, county.rates.intelligence_habits)
    moments = draw_moments(rng, county.land, total, rhythm="evening", setting="any")
    persons, draws = county.draw_offenders(rng, total), rng.random((total, 6)).tolist()
    serials: dict[int, int] = {}
    for i in moments.ordered().tolist():
        happened = moment_at(int(moments.days[i]), int(moments.minutes[i]))
        submitted = min(happened + timedelta(hours=2 + draws[i][0] * 90), WORLD_ENDS - timedelta(minutes=15))
        serials[submitted.year] = serials.get(submitted.year, 0) + 1
        number = f"IR/{submitted:%y}/{serials[submitted.year]:06}"
        street = int(moments.streets[i])
        point = (float(moments.longitudes[i]), float(moments.latitudes[i]))
        yield _report(county, describe, number, happened, submitted, persons[i], street, point, draws[i])


def _report(
    county: County, describe: Describer, number: str, happened: datetime, submitted: datetime, person: int, street: int,
    point: tuple[float, float], draws: list[float],
) -> Report:  # fmt: skip
    rates, land = county.rates, county.land
    sensitive = draws[1] < rates.covert_report + rates.domestic_report
    compartment = ("COVERT" if draws[1] < rates.covert_report else "DA") if sensitive else ""
    subjects = [describe(person, submitted)]
    if draws[2] < 0.55 or sensitive:
        subjects.append(describe(county.associate_of(person, draws[3]), submitted))
    subjects = [a for a in subjects if submitted.toordinal() - county.people.born[a.person] > 3700]
    place = county.place_line(street, 1 + int(draws[4] * 40))
    plate = plate_of(county.people, county.people.vehicle(person))
    vehicles = [sighting(county.people, person, chance_of(f"plate {number}"), rates.plate_wrong * 2)] if draws[5] < 0.24 else []
    conditions = draws[3] < rates.conditions_report
    first = subjects[0] if subjects else Account(person)
    second = subjects[1] if len(subjects) > 1 else None
    return Report(
        number, submitted, happened, "Domestic abuse" if compartment == "DA" else "Organised crime" if compartment else "Local crime",
        report_text(first, second, place, land.street_towns[street], plate, compartment, draws[4]), _SOURCES[int(draws[0] * 1e5) % 6],
        _KNOWN[int(draws[0] * 1e6) % 7], "C" if conditions else "P", _CONDITIONS if conditions else "",
        "OFFICIAL-SENSITIVE" if sensitive or conditions else "OFFICIAL", compartment, place, land.street_towns[street],
        land.street_postcodes[street], *point, subjects, vehicles,
    )  # fmt: skip


def _element(report: Report) -> str:
    chance = chance_of(report.number)
    subjects = "".join(
        f'<Subject id="{place}">{tag("Forenames", who.forenames)}{tag("Surname", who.surname)}{tag("KnownAs", who.other_names)}{tag("Sex", who.sex)}'
        f"{tag('BirthDate', who.born)}{tag('Telephone', who.phone)}{tag('Email', who.email)}{tag('Address', who.address)}{tag('Town', who.town)}"
        f"{tag('Postcode', who.postcode)}{'<AssociateOf>1</AssociateOf>' if place > 1 else ''}</Subject>"
        for place, who in enumerate(report.subjects, 1)
    )
    vehicles = "".join(
        f"<Vehicle id={quoteattr(str(place))}>{tag('Vrm', s.plate)}{tag('Make', s.make)}{tag('Model', s.model)}{tag('Colour', s.colour)}</Vehicle>"
        for place, s in enumerate(report.vehicles, 1)
    )
    return (
        f'<Report urn="{report.number}" version="{1 + int(chance * 3)}" updated="{stamp(report.submitted)}">'
        f"<Marking>{report.marking}</Marking>{tag('Compartment', report.compartment)}"
        f'<Grading source="{report.source}" information="{report.known}" handling="{report.handling}"/>{tag("Conditions", report.conditions)}'
        f"{tag('Occurred', stamp(report.happened))}{tag('Title', report.title)}{tag('Text', report.text)}"
        f"<Place>{tag('Line', report.place)}{tag('Town', report.town)}{tag('Postcode', report.postcode)}"
        f"{tag('Longitude', f'{report.longitude:.6f}')}{tag('Latitude', f'{report.latitude:.6f}')}</Place>"
        f"<Subjects>{subjects}</Subjects><Vehicles>{vehicles}</Vehicles>"
        f"<Officer>{escape(f'DC {2000 + int(chance * 1e6) % 400}')}</Officer></Report>\n"
    )
