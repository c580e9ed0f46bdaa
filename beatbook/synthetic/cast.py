"""Who takes part in the story, where they live, and how a record of theirs is written for each system."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.command_export import party
from beatbook.synthetic.county import County
from beatbook.synthetic.crime_export import CrimeRecord
from beatbook.synthetic.custody_export import Detention
from beatbook.synthetic.intelligence_export import Report
from beatbook.synthetic.stops_export import COLUMNS
from beatbook.synthetic.words import stamp


@dataclass
class Story:
    """Records for each system, in the form that its exporter writes, and the cast, for what is written last."""

    cast: "Cast"
    crimes: list[CrimeRecord] = field(default_factory=list)
    detentions: list[Detention] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    searches: list[tuple[list[object], list[tuple[str, Account]]]] = field(default_factory=list)
    cases: list[tuple[list[object], list[tuple[str, Account]]]] = field(default_factory=list)
    licences: list[tuple[dict[str, str], Account]] = field(default_factory=list)
    live: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Cast:
    """The land, and where the people of the story live and meet."""

    county: County
    foundry_row: int
    priory_court: int
    market_street: int
    people: dict[str, int] = field(default_factory=dict)
    households: int = 0

    def enter(self, name: str, born: date, sex: str, street: int, number: str, phone: str = "", plate: str = "") -> None:
        """Add somebody to the county under their full name."""
        first, *middle, last = name.split(" ")
        people = self.county.people
        person = people.add(
            forenames=first, middles=" ".join(middle), surnames=last, sexes=sex, born=born.toordinal(), households=self.households,
            streets=street, numbers=number,
        )  # fmt: skip
        self.people[name] = person
        if phone:
            people.own_phones[person] = phone
        if plate:
            people.own_plates[person] = plate

    def account(self, name: str, **given: str) -> Account:
        """What a system holds of somebody: name, sex and birth as they are, the rest as given."""
        first, *middle, last = name.split(" ")
        person = self.people[name]
        born = date.fromordinal(self.county.people.born[person]).isoformat()
        forenames = " ".join([first, *middle])
        known = {"forenames": forenames, "surname": last, "sex": self.county.people.sexes[person], "born": born, **given}
        return replace(Account(person), **known)  # type: ignore[arg-type]  # every field given here is text

    def home(self, street: int, number: int, *, shout: bool = False) -> dict[str, str]:
        """An address as account fields."""
        line, town = self.county.place_line(street, number), self.county.land.street_towns[street]
        postcode = self.county.land.street_postcodes[street]
        return {"address": line.upper() if shout else line, "town": town.upper() if shout else town, "postcode": postcode}

    def at(self, street: int, number: int) -> tuple[str, str, str, float, float]:
        """(line, town, postcode, longitude, latitude) of a place."""
        land = self.county.land
        point = (float(land.street_longitudes[street]), float(land.street_latitudes[street]))
        return self.county.place_line(street, number), land.street_towns[street], land.street_postcodes[street], *point


PLACES = (("Foundry Row", 0), ("Priory Court", 2), ("Market Street", 1))
JORDAN, MOTHER, FRIEND, STRUCK = "Jordan Ellis Marsh", "Lorraine Marsh", "Samuel Okoro", "Ryan James Tully"
FATHER, SON = "Michael Patrick Gallagher", "Michael Sean Gallagher"
CHLOE, CASEY = "Chloe May Ashworth", "Casey May Ashworth"
KHAN = "Muhammad Imran Khan"
KATIE, DEAN = "Katie Louise Brennan", "Dean Anthony Foster"
KYLE, JAKE = "Kyle Reece Walker", "Jake Adam Walker"
PEOPLE = (
    (JORDAN, date(1994, 3, 14), "M", 0, "12", "07700 900614", "ZZ19 ABC"), (MOTHER, date(1968, 9, 2), "F", 0, "12", "07700 900715", ""),
    (FRIEND, date(1993, 7, 21), "M", 2, "31", "07700 900831", ""), (STRUCK, date(1998, 12, 5), "M", 2, "9", "07700 900842", ""),
    (FATHER, date(1966, 5, 17), "M", 1, "8", "07700 900651", ""), (SON, date(1993, 1, 25), "M", 1, "8", "07700 900652", "ZZ68 MPG"),
    (CHLOE, date(2001, 6, 30), "F", 0, "27", "07700 900661", ""), (CASEY, date(2001, 6, 30), "F", 0, "27", "07700 900662", ""),
    (KHAN, date(1985, 11, 3), "M", 1, "15", "07700 900671", "ZZ16 KHN"), (KATIE, date(1990, 4, 8), "F", 2, "44", "07700 900681", ""),
    (DEAN, date(1987, 8, 19), "M", 2, "44", "07700 900682", "ZZ65 DAF"), (KYLE, date(1999, 10, 12), "M", 0, "40", "07700 900691", "ZZ14 KYW"),
    (JAKE, date(1997, 2, 3), "M", 0, "40", "07700 900692", ""),
)  # fmt: skip


def crime_of(
    cast: Cast, number: str, code: str, offence: str, when: datetime, reported: datetime, place: tuple[Any, ...], text: str, **more: Any
) -> CrimeRecord:
    """A crime at a place; `more` are further fields of the record."""
    line, town, postcode, longitude, latitude = place
    updated = more.pop("updated", reported)
    return CrimeRecord(number, reported, when, updated, code, offence, line, town, postcode, longitude, latitude, text, **more)


def say_in(row: list[object], **values: str) -> None:
    """Write columns of a search's row."""
    header = COLUMNS["searches"].split()
    for column, value in values.items():
        row[header.index(column)] = value


def message_of(
    cast: Cast,
    log: str,
    when: datetime,
    kind: str,
    grade: str,
    text: str,
    place: tuple[str, str, str, float, float],
    who: list[tuple[str, Account]],
) -> dict[str, Any]:
    """A closed log of the contact desk, with who is in it."""
    line, town, postcode, longitude, latitude = place
    return {
        "log": log, "revision": 1, "updated": stamp(when), "created": stamp(when), "type": kind, "grade": grade, "status": "CLOSED", "closing_code": kind,
        "location": {"line": line, "town": town, "postcode": postcode, "lon": longitude, "lat": latitude, "beat": "MS01"}, "text": text,
        "crime_no": None, "duplicate_of": None, "marking": None, "caveats": [], "operator": "Operator 77",
        "parties": [party(number, role, account) for number, (role, account) in enumerate(who, 1)], "vehicles": [],
        "truth": [account for _, account in who],
    }  # fmt: skip
