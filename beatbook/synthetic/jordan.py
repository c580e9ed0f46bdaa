"""Jordan Marsh, who is in six systems that disagree."""

from datetime import datetime

from beatbook.synthetic.cast import FRIEND, JORDAN, MOTHER, STRUCK, Cast, Story, crime_of, message_of, say_in
from beatbook.synthetic.council_export import case_row
from beatbook.synthetic.custody_export import Detention
from beatbook.synthetic.intelligence_export import Report
from beatbook.synthetic.stops_export import search_row
from beatbook.synthetic.vehicles import as_it_is


def jordan_in_crime(cast: Cast, story: Story) -> None:
    """What the crime system says."""
    assault = crime_of(
        cast, "44/0900417/26", "8N", "Assault with injury", datetime(2026, 11, 18, 22, 41), datetime(2026, 11, 18, 23, 10),
        cast.at(cast.market_street, 6),
        "Following an argument outside the Puddlers Arms Jordan Marsh struck Ryan Tully once to the face with a closed fist. Cut lip.",
        log="20261118-9041", officer="PC 1142",
    )  # fmt: skip
    assault.parties = [
        (
            "SUS",
            cast.account(JORDAN, forenames="Jordan Ellis", phone="07700 900614", **cast.home(cast.priory_court, 4)),
            "VI|Violent|Crime 44/0900417/26|2026-11-18|",
        ),
        ("VIC", cast.account(STRUCK, phone="07700 900842", **cast.home(cast.market_street, 9)), ""),
        ("WIT", cast.account(FRIEND, phone="07700 900831", born="", **cast.home(cast.market_street, 31)), ""),
    ]
    theft = crime_of(
        cast, "44/0900223/26", "44", "Theft of pedal cycle", datetime(2026, 5, 9, 8, 30), datetime(2026, 5, 9, 9, 15), cast.at(cast.priory_court, 4),
        "Bicycle taken from the shared hall between midnight and 8:30am. No CCTV, no witnesses.", status="Closed", outcome="18",
        outcome_on=datetime(2026, 5, 28, 10, 0), updated=datetime(2026, 5, 28, 10, 0), officer="PC 2071",
    )  # fmt: skip
    theft.parties = [("VIC", cast.account(JORDAN, forenames="Jordan", phone="07700 900902", **cast.home(cast.priory_court, 4)), "")]
    theft.property = [("STOLEN", "cycle", "Hybrid bicycle, dark green, black pannier", "SN260509871", "420.00")]
    story.crimes += [assault, theft]


def jordan_elsewhere(cast: Cast, story: Story) -> None:
    """What custody and the contact desk say."""
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
            cast.account(JORDAN, forenames="JORDAN", surname="MARSH", phone="07700 900614", **cast.home(cast.foundry_row, 12, shout=True)),
            county.people.pnc_id(cast.people[JORDAN]),
            [
                ("VI", "Violent", "Custody 26", "2026-02-11", "2028-02-11"),
                ("MH", "Vulnerable: mental health", "Liaison and diversion", "2026-02-11", "2027-02-11"),
            ],
            cast.account(
                MOTHER, forenames="L", surname="MARSH", born="", phone="07700 900715", **cast.home(cast.foundry_row, 12, shout=True)
            ),
            "MOTHER",
        )
    )
    caller = cast.account(JORDAN, forenames="Jordan", born="", phone="07700 900614", **cast.home(cast.foundry_row, 12))
    story.messages.append(
        message_of(cast, "20260827-9015", datetime(2026, 8, 27, 21, 15), "ASB", "4", "Loud music from next door at 12 Foundry Row since teatime.",
                 cast.at(cast.foundry_row, 12), [("CALLER", caller)])
    )  # fmt: skip
    at_speed = message_of(
        cast, "20261009-9022", datetime(2026, 10, 9, 23, 40), "TRAFFIC", "3", "Car driven at speed through the square, lights off, plate half seen.",
        cast.at(cast.market_street, 2), [],
    )  # fmt: skip
    seen = as_it_is(county.people, cast.people[JORDAN])._replace(plate="ZZ19 ABG")
    at_speed["vehicles"] = [{"vrm": seen.plate, "make": seen.make, "model": seen.model, "colour": seen.colour}]
    story.messages.append(at_speed | {"seen": [seen]})
    worried = cast.account(JORDAN, forenames="Jord", born="1994-03-14", phone="07700 900614", **cast.home(cast.foundry_row, 12))
    story.live.append(
        message_of(cast, "20261120-4001", datetime(2026, 11, 20, 6, 12), "CONCERN", "2", "Jord Marsh says two men are outside and will not leave.",
                 cast.at(cast.foundry_row, 12), [("CALLER", worried)])
    )  # fmt: skip


def jordan_in_the_street(cast: Cast, story: Story) -> None:
    """What an officer who searched him says, and the council."""
    county = cast.county
    when = datetime(2026, 10, 2, 18, 5)
    searched = cast.account(JORDAN, forenames="Jordan E", **cast.home(cast.foundry_row, 12))
    friend = cast.account(FRIEND, forenames="S")
    place = (cast.county.land.street_names[cast.market_street], *cast.at(cast.market_street, 1)[2:])
    row = search_row(county, "SS/26/900205", when, searched, friend, place, as_it_is(county.people, cast.people[JORDAN]))
    say_in(row, OUTCOME="A no further action disposal", OUTCOME_LINKED="", OBJECT_OF_SEARCH="Controlled drugs", OFFICER="PC 2071")
    say_in(
        row, LEGISLATION="Misuse of Drugs Act 1971 (section 23)", GROUNDS="Smell of cannabis from the vehicle on approach. Nothing found."
    )
    story.searches.append((row, [("searched", searched), ("companion", friend)]))
    told_on = cast.account(JORDAN, forenames="Jordan", born="", **cast.home(cast.foundry_row, 12))
    complainant = cast.account(
        STRUCK, forenames="Ryan", born="", phone="07700 900842", email="ryan.tully@example.org", **cast.home(cast.foundry_row, 14)
    )
    accounts = [("complainant", complainant), ("subject", told_on)]
    spot = (county.place_line(cast.foundry_row, 12), cast.foundry_row, *cast.at(cast.foundry_row, 12)[3:])
    story.cases.append((case_row(county, "ASB/2026/90031", datetime(2026, 6, 15, 10, 0), spot, accounts), accounts))


def jordan_in_confidence(cast: Cast, story: Story) -> None:
    """What intelligence says, for few to see."""
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
                cast.account(JORDAN, forenames="Jordan Ellis", phone="07700 900614", **cast.home(cast.foundry_row, 12)),
                cast.account(FRIEND, phone="07700 900831", **cast.home(cast.market_street, 31)),
            ],
            [
                as_it_is(cast.county.people, cast.people[JORDAN]),
                as_it_is(cast.county.people, cast.people[JORDAN])._replace(plate="ZZ91 ABC"),
            ],
        )
    )
