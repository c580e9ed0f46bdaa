"""The stop and search system's export: one CSV, police.uk's columns with the person's details beside them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, moment_at
from beatbook.synthetic.happenings import draw_moments
from beatbook.synthetic.ledgers import Tables, Truth, chance_of, uk_date
from beatbook.synthetic.names import ETHNICITIES, TRADITIONS
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, sighting
from beatbook.synthetic.words import search_grounds, uk_time

FEED = "millshire-stops"
COLUMNS = {
    "searches": "SEARCH_REF UPDATED_ON TYPE DATE_TIME OPERATION LOCATION POSTCODE LONGITUDE LATITUDE LEGISLATION OBJECT_OF_SEARCH OUTCOME "
    "OUTCOME_LINKED OUTER_CLOTHING GENDER AGE_RANGE SELF_DEFINED OFFICER_DEFINED FORENAMES SURNAME DOB ADDRESS HOME_POSTCODE PHONE VRM MAKE "
    "MODEL COLOUR VEHICLE_ROLE WITH_FORENAMES WITH_SURNAME WITH_DOB GROUNDS OFFICER",
}
_OBJECTS = (
    ("Misuse of Drugs Act 1971 (section 23)", "Controlled drugs"), ("Police and Criminal Evidence Act 1984 (section 1)", "Offensive weapons"),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Stolen goods"), ("Police and Criminal Evidence Act 1984 (section 1)", "Articles for use in theft"),
)  # fmt: skip
_OUTCOMES = ("A no further action disposal", "A no further action disposal", "A no further action disposal", "Arrest", "Community resolution",
             "Khat or Cannabis warning", "Summons / charged by post")  # fmt: skip
_ETHNIC_GROUPS = {"W": "White", "A": "Asian", "B": "Black", "O": "Other", "M": "Mixed"}
_CODES = list(TRADITIONS)


def write_stops(folder: Path, county: County, extra: Iterable[tuple[list[object], list[tuple[str, Account]]]], truth: Truth) -> int:
    """The file; `extra` are ready rows with the accounts in them; returns how many searches."""
    count = 0
    with Tables(folder / FEED, COLUMNS) as tables:
        for row, accounts, seen in [*_searches(county), *((row, accounts, None) for row, accounts in extra)]:
            tables.write("searches", row)
            if not any(account.broken for _, account in accounts):
                for sort, account in accounts:
                    truth.says(FEED, f"{sort}:{row[0]}", account)
                if seen:
                    truth.saw(FEED, f"vehicle:{row[0]}", seen)
            count += 1
    return count


def _searches(county: County) -> Iterable[tuple[list[object], list[tuple[str, Account]], Sighting | None]]:
    rng, rates = county.rng("stops"), county.rates
    total = county.count(rates.stops)
    describe = county.describer(rng, rates.stops_habits)
    moments = draw_moments(rng, county.land, total, rhythm="evening", setting="centre")
    persons, draws = county.draw_offenders(rng, total), rng.random((total, 8)).tolist()
    serials: dict[int, int] = {}
    for i in moments.ordered().tolist():
        when = moment_at(int(moments.days[i]), int(moments.minutes[i]))
        person = persons[i]
        if when.toordinal() - county.people.born[person] < 3700:
            continue
        serials[when.year] = serials.get(when.year, 0) + 1
        given = describe(person, when)
        if draws[i][0] < rates.brothers_details:
            brothers = [p for p in county.members[county.people.households[person]] if p != person and county.people.sexes[p] == given.sex]
            if brothers and when.toordinal() - county.people.born[brothers[0]] > 3700:
                given = describe(brothers[0], when)
                given.person, given.details_of = person, brothers[0]
        companion = None
        if draws[i][1] < 0.2:
            other = county.associate_of(person, draws[i][2])
            if when.toordinal() - county.people.born[other] > 3700:
                companion = describe(other, when)
        street = int(moments.streets[i])
        at = (
            county.land.street_names[street],
            county.land.street_postcodes[street],
            float(moments.longitudes[i]),
            float(moments.latitudes[i]),
        )
        seen = sighting(county.people, person, draws[i][4], rates.plate_wrong) if draws[i][3] < 0.3 else None
        reference = f"SS/{when:%y}/{serials[when.year]:06}"
        accounts = [("searched", given), *([("companion", companion)] if companion else [])]
        yield search_row(county, reference, when, given, companion, at, seen), accounts, seen


def search_row(
    county: County,
    reference: str,
    when: datetime,
    given: Account,
    companion: Account | None,
    at: tuple[str, str, float, float],
    seen: Sighting | None,
) -> list[object]:
    """One line of the file."""
    chance = chance_of(reference)
    law, sought = _OBJECTS[int(chance * 4)]
    age = (when.toordinal() - county.people.born[given.person]) // 365
    ages = "10-17" if age < 18 else "18-24" if age < 25 else "25-34" if age < 35 else "over 34"
    ethnicity = ETHNICITIES[_CODES[county.people.traditions[given.person]]]
    outcome = _OUTCOMES[int(chance * 1e6) % 7]
    updated = min(when + timedelta(hours=1 + chance * 20), WORLD_ENDS)
    plate, make, model, colour = seen[:4] if seen else ("", "", "", "")
    return [
        reference, uk_time(updated), "Person and Vehicle search" if plate else "Person search", uk_time(when),
        "" if chance < 0.9 else "Operation Sceptre", f"On or near {at[0]}", at[1], f"{at[2]:.6f}", f"{at[3]:.6f}", law, sought, outcome,
        "" if "no further" in outcome else str(chance < 0.5), str(chance > 0.97), {"M": "Male", "F": "Female"}.get(given.sex, ""), ages,
        ethnicity if chance < 0.85 else "", _ETHNIC_GROUPS[ethnicity[0]], given.forenames, given.surname, uk_date(given.born), given.address,
        given.postcode, given.phone, plate, make, model, colour, ("DRIVER" if chance < 0.8 else "PASSENGER") if plate else "",
        companion.forenames if companion else "", companion.surname if companion else "", uk_date(companion.born) if companion else "",
        search_grounds(chance), f"PC {1000 + int(chance * 1e6) % 900}",
    ]  # fmt: skip
