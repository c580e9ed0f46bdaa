"""People written by hand, the same in every size: each shows one thing that joined-up records must get right.

Jordan Marsh is in six systems that disagree; the Gallaghers are father and son of one name; the Ashworths are twins; Muhammad Khan is spelt
two ways; Katie Brennan's report may be seen by few; Kyle Walker gave his brother's name at the roadside.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.command_export import party
from beatbook.synthetic.council_export import case_row
from beatbook.synthetic.county import County
from beatbook.synthetic.crime_export import CrimeRecord
from beatbook.synthetic.custody_export import Detention
from beatbook.synthetic.intelligence_export import Report
from beatbook.synthetic.licensing_export import licence
from beatbook.synthetic.stops_export import COLUMNS, search_row
from beatbook.synthetic.vehicles import Sighting, as_it_is
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


def tell_story(county: County) -> Story:
    """Add the people of the story to the county and return their records."""
    names = county.land.street_names
    wards = county.land.street_wards.tolist()
    streets = [next(i for i, name in enumerate(names) if name == wanted and wards[i] == ward) for wanted, ward in _PLACES]
    cast = Cast(county, streets[0], streets[1], streets[2], households=max(county.people.households) + 1)
    for name, born, sex, street, number, phone, plate in _PEOPLE:
        cast.enter(name, born, sex, streets[street], number, phone, plate)
        cast.households += 1
    people = cast.county.people
    people.are_twins(cast.people[_CHLOE], cast.people[_CASEY])
    people.are_namesakes(cast.people[_FATHER], cast.people[_SON])
    story = Story(cast=cast)
    _jordan_in_crime(cast, story)
    _jordan_elsewhere(cast, story)
    _jordan_in_confidence(cast, story)
    _one_name_two_men(cast, story)
    _twins(cast, story)
    _two_spellings(cast, story)
    _behind_closed_doors(cast, story)
    _brothers_name(cast, story)
    return story


_PLACES = (("Foundry Row", 0), ("Priory Court", 2), ("Market Street", 1))
_JORDAN, _MOTHER, _FRIEND, _STRUCK = "Jordan Ellis Marsh", "Lorraine Marsh", "Samuel Okoro", "Ryan James Tully"
_FATHER, _SON = "Michael Patrick Gallagher", "Michael Sean Gallagher"
_CHLOE, _CASEY = "Chloe May Ashworth", "Casey May Ashworth"
_KHAN = "Muhammad Imran Khan"
_KATIE, _DEAN = "Katie Louise Brennan", "Dean Anthony Foster"
_KYLE, _JAKE = "Kyle Reece Walker", "Jake Adam Walker"
_PEOPLE = (
    (_JORDAN, date(1994, 3, 14), "M", 0, "12", "07700 900614", "ZZ19 ABC"), (_MOTHER, date(1968, 9, 2), "F", 0, "12", "07700 900715", ""),
    (_FRIEND, date(1993, 7, 21), "M", 2, "31", "07700 900831", ""), (_STRUCK, date(1998, 12, 5), "M", 2, "9", "07700 900842", ""),
    (_FATHER, date(1966, 5, 17), "M", 1, "8", "07700 900651", ""), (_SON, date(1993, 1, 25), "M", 1, "8", "07700 900652", "ZZ68 MPG"),
    (_CHLOE, date(2001, 6, 30), "F", 0, "27", "07700 900661", ""), (_CASEY, date(2001, 6, 30), "F", 0, "27", "07700 900662", ""),
    (_KHAN, date(1985, 11, 3), "M", 1, "15", "07700 900671", "ZZ16 KHN"), (_KATIE, date(1990, 4, 8), "F", 2, "44", "07700 900681", ""),
    (_DEAN, date(1987, 8, 19), "M", 2, "44", "07700 900682", "ZZ65 DAF"), (_KYLE, date(1999, 10, 12), "M", 0, "40", "07700 900691", "ZZ14 KYW"),
    (_JAKE, date(1997, 2, 3), "M", 0, "40", "07700 900692", ""),
)  # fmt: skip


def _crime(
    cast: Cast, number: str, code: str, offence: str, when: datetime, reported: datetime, place: tuple[Any, ...], text: str, **more: Any
) -> CrimeRecord:
    line, town, postcode, longitude, latitude = place
    updated = more.pop("updated", reported)
    return CrimeRecord(number, reported, when, updated, code, offence, line, town, postcode, longitude, latitude, text, **more)


def _jordan_in_crime(cast: Cast, story: Story) -> None:
    assault = _crime(
        cast, "44/0900417/26", "8N", "Assault with injury", datetime(2026, 11, 18, 22, 41), datetime(2026, 11, 18, 23, 10),
        cast.at(cast.market_street, 6),
        "Following an argument outside the Puddlers Arms Jordan Marsh struck Ryan Tully once to the face with a closed fist. Cut lip.",
        log="20261118-9041", officer="PC 1142",
    )  # fmt: skip
    assault.parties = [
        (
            "SUS",
            cast.account(_JORDAN, forenames="Jordan Ellis", phone="07700 900614", **cast.home(cast.priory_court, 4)),
            "VI|Violent|Crime 44/0900417/26|2026-11-18|",
        ),
        ("VIC", cast.account(_STRUCK, phone="07700 900842", **cast.home(cast.market_street, 9)), ""),
        ("WIT", cast.account(_FRIEND, phone="07700 900831", born="", **cast.home(cast.market_street, 31)), ""),
    ]
    theft = _crime(
        cast, "44/0900223/26", "44", "Theft of pedal cycle", datetime(2026, 5, 9, 8, 30), datetime(2026, 5, 9, 9, 15), cast.at(cast.priory_court, 4),
        "Bicycle taken from the shared hall between midnight and 8:30am. No CCTV, no witnesses.", status="Closed", outcome="18",
        outcome_on=datetime(2026, 5, 28, 10, 0), updated=datetime(2026, 5, 28, 10, 0), officer="PC 2071",
    )  # fmt: skip
    theft.parties = [("VIC", cast.account(_JORDAN, forenames="Jordan", phone="07700 900902", **cast.home(cast.priory_court, 4)), "")]
    theft.property = [("STOLEN", "cycle", "Hybrid bicycle, dark green, black pannier", "SN260509871", "420.00")]
    story.crimes += [assault, theft]


def _jordan_elsewhere(cast: Cast, story: Story) -> None:
    county = cast.county
    arrived = datetime(2026, 2, 11, 1, 35)
    story.detentions.append(
        Detention(
            "MC/26/900177",
            arrived,
            datetime(2026, 2, 11, 14, 20),
            datetime(2026, 2, 11, 14, 20),
            "Millford",
            "9A",
            "Public fear, alarm or distress",
            [],
            "Arrested outside a public house in Market Street after refusing to leave. Necessity: prevent injury.",
            "NFA",
            "",
            cast.account(_JORDAN, forenames="JORDAN", surname="MARSH", phone="07700 900614", **cast.home(cast.foundry_row, 12, shout=True)),
            county.people.pnc_id(cast.people[_JORDAN]),
            [
                ("VI", "Violent", "Custody 26", "2026-02-11", "2028-02-11"),
                ("MH", "Vulnerable: mental health", "Liaison and diversion", "2026-02-11", "2027-02-11"),
            ],
            cast.account(
                _MOTHER, forenames="L", surname="MARSH", born="", phone="07700 900715", **cast.home(cast.foundry_row, 12, shout=True)
            ),
            "MOTHER",
        )
    )
    caller = cast.account(_JORDAN, forenames="Jordan", born="", phone="07700 900614", **cast.home(cast.foundry_row, 12))
    story.messages.append(
        _message(cast, "20260827-9015", datetime(2026, 8, 27, 21, 15), "ASB", "4", "Loud music from next door at 12 Foundry Row since teatime.",
                 cast.at(cast.foundry_row, 12), [("CALLER", caller)])
    )  # fmt: skip
    at_speed = _message(
        cast, "20261009-9022", datetime(2026, 10, 9, 23, 40), "TRAFFIC", "3", "Car driven at speed through the square, lights off, plate half seen.",
        cast.at(cast.market_street, 2), [],
    )  # fmt: skip
    seen = as_it_is(county.people, cast.people[_JORDAN])._replace(plate="ZZ19 ABG")
    at_speed["vehicles"] = [{"vrm": seen.plate, "make": seen.make, "model": seen.model, "colour": seen.colour}]
    story.messages.append(at_speed | {"seen": [seen]})
    worried = cast.account(_JORDAN, forenames="Jord", born="1994-03-14", phone="07700 900614", **cast.home(cast.foundry_row, 12))
    story.live.append(
        _message(cast, "20261120-4001", datetime(2026, 11, 20, 6, 12), "CONCERN", "2", "Jord Marsh says two men are outside and will not leave.",
                 cast.at(cast.foundry_row, 12), [("CALLER", worried)])
    )  # fmt: skip
    when = datetime(2026, 10, 2, 18, 5)
    searched = cast.account(_JORDAN, forenames="Jordan E", **cast.home(cast.foundry_row, 12))
    friend = cast.account(_FRIEND, forenames="S")
    place = (cast.county.land.street_names[cast.market_street], *cast.at(cast.market_street, 1)[2:])
    row = search_row(county, "SS/26/900205", when, searched, friend, place, as_it_is(county.people, cast.people[_JORDAN]))
    _say(row, OUTCOME="A no further action disposal", OUTCOME_LINKED="", OBJECT_OF_SEARCH="Controlled drugs", OFFICER="PC 2071")
    _say(row, LEGISLATION="Misuse of Drugs Act 1971 (section 23)", GROUNDS="Smell of cannabis from the vehicle on approach. Nothing found.")
    story.searches.append((row, [("searched", searched), ("companion", friend)]))
    told_on = cast.account(_JORDAN, forenames="Jordan", born="", **cast.home(cast.foundry_row, 12))
    complainant = cast.account(
        _STRUCK, forenames="Ryan", born="", phone="07700 900842", email="ryan.tully@example.org", **cast.home(cast.foundry_row, 14)
    )
    accounts = [("complainant", complainant), ("subject", told_on)]
    spot = (county.place_line(cast.foundry_row, 12), cast.foundry_row, *cast.at(cast.foundry_row, 12)[3:])
    story.cases.append((case_row(county, "ASB/2026/90031", datetime(2026, 6, 15, 10, 0), spot, accounts), accounts))


def _say(row: list[object], **values: str) -> None:
    """Write columns of a search's row."""
    header = COLUMNS["searches"].split()
    for column, value in values.items():
        row[header.index(column)] = value


def _jordan_in_confidence(cast: Cast, story: Story) -> None:
    line, town, postcode, longitude, latitude = cast.at(cast.market_street, 31)
    text = "Jordan Marsh drives ZZ19 ABC to Thornwick each Thursday with Samuel Okoro to collect a consignment and is believed to be second in the group."
    story.reports.append(
        Report(
            "IR/26/900044",
            datetime(2026, 10, 20, 16, 0),
            datetime(2026, 10, 15, 19, 30),
            "Organised crime",
            text,
            "2",
            "C",
            "C",
            "No action without reference to the originator. Not to be disclosed in interview.",
            "OFFICIAL-SENSITIVE",
            "COVERT",
            line,
            town,
            postcode,
            longitude,
            latitude,
            [
                cast.account(_JORDAN, forenames="Jordan Ellis", phone="07700 900614", **cast.home(cast.foundry_row, 12)),
                cast.account(_FRIEND, phone="07700 900831", **cast.home(cast.market_street, 31)),
            ],
            [
                as_it_is(cast.county.people, cast.people[_JORDAN]),
                as_it_is(cast.county.people, cast.people[_JORDAN])._replace(plate="ZZ91 ABC"),
            ],
        )
    )


def _message(
    cast: Cast,
    log: str,
    when: datetime,
    kind: str,
    grade: str,
    text: str,
    place: tuple[str, str, str, float, float],
    who: list[tuple[str, Account]],
) -> dict[str, Any]:
    line, town, postcode, longitude, latitude = place
    return {
        "log": log, "revision": 1, "updated": stamp(when), "created": stamp(when), "type": kind, "grade": grade, "status": "CLOSED", "closing_code": kind,
        "location": {"line": line, "town": town, "postcode": postcode, "lon": longitude, "lat": latitude, "beat": "MS01"}, "text": text,
        "crime_no": None, "duplicate_of": None, "marking": None, "caveats": [], "operator": "Operator 77",
        "parties": [party(number, role, account) for number, (role, account) in enumerate(who, 1)], "vehicles": [],
        "truth": [account for _, account in who],
    }  # fmt: skip


def _one_name_two_men(cast: Cast, story: Story) -> None:
    home = cast.home(cast.priory_court, 8)
    father = cast.account(_FATHER, forenames="Michael", phone="07700 900651", **home)
    story.licences.append(
        (licence(cast.county, "SG", "SG9000011", datetime(2024, 3, 4), cast.account(_FATHER, **home), cast.priory_court), father)
    )
    son = cast.account(_SON, forenames="MICHAEL", surname="GALLAGHER", phone="07700 900652", **cast.home(cast.priory_court, 8, shout=True))
    kin = cast.account(
        _FATHER, forenames="MICHAEL", surname="GALLAGHER", born="", phone="07700 900651", **cast.home(cast.priory_court, 8, shout=True)
    )
    story.detentions.append(
        Detention(
            "MC/26/900301",
            datetime(2026, 4, 3, 22, 10),
            datetime(2026, 4, 4, 9, 0),
            datetime(2026, 4, 4, 9, 0),
            "Millford",
            "802",
            "Dangerous driving",
            [],
            "Arrested on suspicion of dangerous driving. Necessity: prompt and effective investigation.",
            "RUI",
            "",
            son,
            cast.county.people.pnc_id(son.person),
            [],
            kin,
            "FATHER",
        )
    )
    story.messages.append(
        _message(cast, "20260405-9001", datetime(2026, 4, 5, 8, 40), "CONCERN", "3", "Michael Gallagher says his son has not come home.",
                 cast.at(cast.priory_court, 8), [("CALLER", cast.account(_FATHER, forenames="Michael", born="", phone="01632 960999", **home))])
    )  # fmt: skip


def _twins(cast: Cast, story: Story) -> None:
    home = cast.home(cast.foundry_row, 27)
    damage = _crime(
        cast, "44/0900511/26", "58C", "Criminal damage to a vehicle", datetime(2026, 7, 4, 1, 20), datetime(2026, 7, 4, 9, 0), cast.at(cast.foundry_row, 27),
        "Wing mirror kicked off. Chloe Ashworth is the owner; her sister Casey saw a male run towards the canal.", officer="PC 2071",
    )  # fmt: skip
    damage.parties = [
        ("VIC", cast.account(_CHLOE, phone="07700 900661", **home), ""),
        ("WIT", cast.account(_CASEY, phone="07700 900662", **home), ""),
    ]
    story.crimes.append(damage)
    caller = cast.account(_CASEY, forenames="C", born="2001-06-30", phone="07700 900662", **home)
    story.messages.append(
        _message(cast, "20260912-9007", datetime(2026, 9, 12, 23, 5), "SUSPICIOUS", "3", "Male trying car door handles.", cast.at(cast.foundry_row, 27),
                 [("CALLER", caller)])
    )  # fmt: skip


def _two_spellings(cast: Cast, story: Story) -> None:
    home = cast.home(cast.priory_court, 15)
    taxi = cast.account(_KHAN, forenames="Mohammed Imran", phone="07700 900671", **home)
    story.licences.append((licence(cast.county, "TX", "TX9000023", datetime(2025, 1, 20), taxi, cast.priory_court), taxi))
    robbery = _crime(
        cast, "44/0900622/25", "34B", "Robbery of personal property", datetime(2025, 12, 13, 2, 15), datetime(2025, 12, 13, 2, 40),
        cast.at(cast.market_street, 20),
        "Taxi driver Muhammad Khan threatened by two passengers, who took his telephone and the night's takings.", officer="PC 1142",
    )  # fmt: skip
    robbery.parties = [("VIC", cast.account(_KHAN, phone="07700 900671", **home), "")]
    robbery.vehicles = [("USED", Sighting("ZZ16 KHN", "TOYOTA", "PRIUS", "SILVER", cast.people[_KHAN]), "1")]
    story.crimes.append(robbery)
    caller = cast.account(_KHAN, forenames="Mohamed", born="", phone="07700 900671", address="15 PRIORY CRT")
    story.messages.append(
        _message(cast, "20251213-9002", datetime(2025, 12, 13, 2, 21), "CRIME", "1", "Mohamed Khan, taxi driver, reports being robbed.",
                 cast.at(cast.market_street, 20), [("CALLER", caller)])
    )  # fmt: skip


def _behind_closed_doors(cast: Cast, story: Story) -> None:
    home = cast.home(cast.market_street, 44)
    assault = _crime(
        cast, "44/0900733/26", "105A", "Assault without injury", datetime(2026, 9, 5, 23, 0), datetime(2026, 9, 6, 10, 30), cast.at(cast.market_street, 44),
        "Katie Brennan states that her partner Dean Foster pushed her and took her keys. Safe contact by work telephone only.",
        marking="OFFICIAL-SENSITIVE", caveats="DA", officer="DC 2114",
    )  # fmt: skip
    assault.parties = [
        ("VIC", cast.account(_KATIE, phone="07700 900681", **home), ""),
        ("SUS", cast.account(_DEAN, phone="07700 900682", **home), ""),
    ]
    story.crimes.append(assault)
    bicycle = _crime(
        cast, "44/0900734/25", "49", "Other theft", datetime(2025, 6, 1, 12, 0), datetime(2025, 6, 1, 13, 0), cast.at(cast.market_street, 2),
        "Purse taken from a shopping trolley.", status="Closed", outcome="18", outcome_on=datetime(2025, 6, 20, 9, 0), updated=datetime(2025, 6, 20, 9, 0),
    )  # fmt: skip
    bicycle.parties = [("VIC", cast.account(_KATIE, forenames="Kate", phone="07700 900681", **home), "")]
    story.crimes.append(bicycle)


def _brothers_name(cast: Cast, story: Story) -> None:
    given = cast.account(_JAKE, forenames="Jake Adam", **cast.home(cast.foundry_row, 40))
    given.person, given.details_of = cast.people[_KYLE], cast.people[_JAKE]
    place = (cast.county.land.street_names[cast.market_street], *cast.at(cast.market_street, 1)[2:])
    row = search_row(
        cast.county, "SS/26/900310", datetime(2026, 3, 14, 0, 40), given, None, place, as_it_is(cast.county.people, cast.people[_KYLE])
    )
    story.searches.append((row, [("searched", given)]))
    kyle = cast.account(
        _KYLE,
        forenames="KYLE REECE",
        surname="WALKER",
        other_names="JAKE WALKER",
        phone="07700 900691",
        **cast.home(cast.foundry_row, 40, shout=True),
    )
    kin = cast.account(
        _JAKE, forenames="JAKE", surname="WALKER", born="", phone="07700 900692", **cast.home(cast.foundry_row, 40, shout=True)
    )
    story.detentions.append(
        Detention(
            "MC/26/900412",
            datetime(2026, 3, 14, 1, 30),
            datetime(2026, 3, 14, 12, 0),
            datetime(2026, 3, 14, 12, 0),
            "Millford",
            "92E",
            "Possession of cannabis",
            [],
            "Gave his brother's name at the roadside; identified by fingerprints.",
            "CAUTION",
            "",
            kyle,
            cast.county.people.pnc_id(kyle.person),
            [],
            kin,
            "SIBLING",
        )
    )
    honest = cast.account(_JAKE, phone="07700 900692", **cast.home(cast.foundry_row, 40))
    story.licences.append((licence(cast.county, "PS", "PS9000034", datetime(2025, 5, 12), honest, cast.foundry_row), honest))
