"""People written by hand, the same in every size: each shows one thing that joined-up records must get right.

Jordan Marsh is in six systems that disagree; the Gallaghers are father and son of one name; the Ashworths are twins; Muhammad Khan is spelt
two ways; Katie Brennan's report may be seen by few; Kyle Walker gave his brother's name at the roadside.
"""

from datetime import datetime

from beatbook.synthetic.cast import (
    CASEY,
    CHLOE,
    DEAN,
    FATHER,
    JAKE,
    KATIE,
    KHAN,
    KYLE,
    PEOPLE,
    PLACES,
    SON,
    Cast,
    Story,
    crime_of,
    message_of,
)
from beatbook.synthetic.county import County
from beatbook.synthetic.custody_export import Detention
from beatbook.synthetic.jordan import jordan_elsewhere, jordan_in_confidence, jordan_in_crime, jordan_in_the_street
from beatbook.synthetic.licensing_export import licence
from beatbook.synthetic.stops_export import search_row
from beatbook.synthetic.vehicles import Sighting, as_it_is


def tell_story(county: County) -> Story:
    """Add the people of the story to the county and return their records."""
    names = county.land.street_names
    wards = county.land.street_wards.tolist()
    streets = [next(i for i, name in enumerate(names) if name == wanted and wards[i] == ward) for wanted, ward in PLACES]
    cast = Cast(county, streets[0], streets[1], streets[2], households=max(county.people.households) + 1)
    for name, born, sex, street, number, phone, plate in PEOPLE:
        cast.enter(name, born, sex, streets[street], number, phone, plate)
        cast.households += 1
    people = cast.county.people
    people.are_twins(cast.people[CHLOE], cast.people[CASEY])
    people.are_namesakes(cast.people[FATHER], cast.people[SON])
    story = Story(cast=cast)
    jordan_in_crime(cast, story)
    jordan_elsewhere(cast, story)
    jordan_in_the_street(cast, story)
    jordan_in_confidence(cast, story)
    _one_name_two_men(cast, story)
    _twins(cast, story)
    _two_spellings(cast, story)
    _behind_closed_doors(cast, story)
    _brothers_name(cast, story)
    return story


def _one_name_two_men(cast: Cast, story: Story) -> None:
    home = cast.home(cast.priory_court, 8)
    father = cast.account(FATHER, forenames="Michael", phone="07700 900651", **home)
    story.licences.append(
        (licence(cast.county, "SG", "SG9000011", datetime(2024, 3, 4), cast.account(FATHER, **home), cast.priory_court), father)
    )
    son = cast.account(SON, forenames="MICHAEL", surname="GALLAGHER", phone="07700 900652", **cast.home(cast.priory_court, 8, shout=True))
    kin = cast.account(
        FATHER, forenames="MICHAEL", surname="GALLAGHER", born="", phone="07700 900651", **cast.home(cast.priory_court, 8, shout=True)
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
        message_of(cast, "20260405-9001", datetime(2026, 4, 5, 8, 40), "CONCERN", "3", "Michael Gallagher says his son has not come home.",
                 cast.at(cast.priory_court, 8), [("CALLER", cast.account(FATHER, forenames="Michael", born="", phone="01632 960999", **home))])
    )  # fmt: skip


def _twins(cast: Cast, story: Story) -> None:
    home = cast.home(cast.foundry_row, 27)
    damage = crime_of(
        cast, "44/0900511/26", "58C", "Criminal damage to a vehicle", datetime(2026, 7, 4, 1, 20), datetime(2026, 7, 4, 9, 0), cast.at(cast.foundry_row, 27),
        "Wing mirror kicked off. Chloe Ashworth is the owner; her sister Casey saw a male run towards the canal.", officer="PC 2071",
    )  # fmt: skip
    damage.parties = [
        ("VIC", cast.account(CHLOE, phone="07700 900661", **home), ""),
        ("WIT", cast.account(CASEY, phone="07700 900662", **home), ""),
    ]
    story.crimes.append(damage)
    caller = cast.account(CASEY, forenames="C", born="2001-06-30", phone="07700 900662", **home)
    story.messages.append(
        message_of(cast, "20260912-9007", datetime(2026, 9, 12, 23, 5), "SUSPICIOUS", "3", "Male trying car door handles.", cast.at(cast.foundry_row, 27),
                 [("CALLER", caller)])
    )  # fmt: skip


def _two_spellings(cast: Cast, story: Story) -> None:
    home = cast.home(cast.priory_court, 15)
    taxi = cast.account(KHAN, forenames="Mohammed Imran", phone="07700 900671", **home)
    story.licences.append((licence(cast.county, "TX", "TX9000023", datetime(2025, 1, 20), taxi, cast.priory_court), taxi))
    robbery = crime_of(
        cast, "44/0900622/25", "34B", "Robbery of personal property", datetime(2025, 12, 13, 2, 15), datetime(2025, 12, 13, 2, 40),
        cast.at(cast.market_street, 20),
        "Taxi driver Muhammad Khan threatened by two passengers, who took his telephone and the night's takings.", officer="PC 1142",
    )  # fmt: skip
    robbery.parties = [("VIC", cast.account(KHAN, phone="07700 900671", **home), "")]
    robbery.vehicles = [("USED", Sighting("ZZ16 KHN", "TOYOTA", "PRIUS", "SILVER", cast.people[KHAN]), "1")]
    story.crimes.append(robbery)
    caller = cast.account(KHAN, forenames="Mohamed", born="", phone="07700 900671", address="15 PRIORY CRT")
    story.messages.append(
        message_of(cast, "20251213-9002", datetime(2025, 12, 13, 2, 21), "CRIME", "1", "Mohamed Khan, taxi driver, reports being robbed.",
                 cast.at(cast.market_street, 20), [("CALLER", caller)])
    )  # fmt: skip


def _behind_closed_doors(cast: Cast, story: Story) -> None:
    home = cast.home(cast.market_street, 44)
    assault = crime_of(
        cast, "44/0900733/26", "105A", "Assault without injury", datetime(2026, 9, 5, 23, 0), datetime(2026, 9, 6, 10, 30), cast.at(cast.market_street, 44),
        "Katie Brennan states that her partner Dean Foster pushed her and took her keys. Safe contact by work telephone only.",
        marking="OFFICIAL-SENSITIVE", caveats="DA", officer="DC 2114",
    )  # fmt: skip
    assault.parties = [
        ("VIC", cast.account(KATIE, phone="07700 900681", **home), ""),
        ("SUS", cast.account(DEAN, phone="07700 900682", **home), ""),
    ]
    story.crimes.append(assault)
    bicycle = crime_of(
        cast, "44/0900734/25", "49", "Other theft", datetime(2025, 6, 1, 12, 0), datetime(2025, 6, 1, 13, 0), cast.at(cast.market_street, 2),
        "Purse taken from a shopping trolley.", status="Closed", outcome="18", outcome_on=datetime(2025, 6, 20, 9, 0), updated=datetime(2025, 6, 20, 9, 0),
    )  # fmt: skip
    bicycle.parties = [("VIC", cast.account(KATIE, forenames="Kate", phone="07700 900681", **home), "")]
    story.crimes.append(bicycle)


def _brothers_name(cast: Cast, story: Story) -> None:
    given = cast.account(JAKE, forenames="Jake Adam", **cast.home(cast.foundry_row, 40))
    given.person, given.details_of = cast.people[KYLE], cast.people[JAKE]
    place = (cast.county.land.street_names[cast.market_street], *cast.at(cast.market_street, 1)[2:])
    row = search_row(
        cast.county, "SS/26/900310", datetime(2026, 3, 14, 0, 40), given, None, place, as_it_is(cast.county.people, cast.people[KYLE])
    )
    story.searches.append((row, [("searched", given)]))
    kyle = cast.account(
        KYLE,
        forenames="KYLE REECE",
        surname="WALKER",
        other_names="JAKE WALKER",
        phone="07700 900691",
        **cast.home(cast.foundry_row, 40, shout=True),
    )
    kin = cast.account(
        JAKE, forenames="JAKE", surname="WALKER", born="", phone="07700 900692", **cast.home(cast.foundry_row, 40, shout=True)
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
    honest = cast.account(JAKE, phone="07700 900692", **cast.home(cast.foundry_row, 40))
    story.licences.append((licence(cast.county, "PS", "PS9000034", datetime(2025, 5, 12), honest, cast.foundry_row), honest))
