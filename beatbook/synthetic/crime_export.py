"""The crime recording system's export: crimes, parties, vehicles, outcomes and property as related CSV files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, Crime, Describer
from beatbook.synthetic.ledgers import Tables, Truth, chance_of, uk_date
from beatbook.synthetic.names import ETHNICITIES, NATIONALITIES, TRADITIONS
from beatbook.synthetic.offences import LOOT, OFFENCES, OUTCOMES
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.vehicles import Sighting, sighting
from beatbook.synthetic.words import crime_summary, uk_time

FEED = "millshire-crime"
COLUMNS = {
    "crimes": "CRIME_NO VERSION UPDATED_ON REPORTED_ON OCCURRED_FROM OCCURRED_TO HO_CLASS OFFENCE STATUS OUTCOME_CODE LOCATION TOWN POSTCODE "
    "LONGITUDE LATITUDE LOG_NO MARKING CAVEATS MO_SUMMARY OIC_COLLAR PRINT_BATCH",
    "parties": "CRIME_NO PARTY_NO VERSION UPDATED_ON ROLE FORENAMES SURNAME KNOWN_AS SEX DOB ETHNICITY NATIONALITY OCCUPATION PHONE_1 PHONE_2 "
    "EMAIL ADDRESS TOWN POSTCODE PNC_ID WARNINGS MARKING CAVEATS PRINT_BATCH",
    "vehicles": "CRIME_NO VEHICLE_NO VERSION UPDATED_ON ROLE VRM MAKE MODEL COLOUR KEEPER_PARTY MARKING CAVEATS",
    "outcomes": "CRIME_NO OUTCOME_NO VERSION UPDATED_ON OUTCOME_CODE OUTCOME_DATE SUSPECT_PARTY NOTE MARKING CAVEATS",
    "property": "CRIME_NO ITEM_NO VERSION UPDATED_ON STATUS KIND DESCRIPTION SERIAL_NO VALUE MARKING CAVEATS",
}
_CODES = list(TRADITIONS)


@dataclass
class CrimeRecord:
    """One crime with all that hangs on it, as the system holds it; times on the London clock."""

    number: str
    reported: datetime
    happened: datetime
    updated: datetime
    code: str
    offence: str
    location: str
    town: str
    postcode: str
    longitude: float
    latitude: float
    summary: str
    status: str = "Under investigation"
    outcome: str = ""
    outcome_on: datetime | None = None
    log: str = ""
    marking: str = ""
    caveats: str = ""
    officer: str = ""
    future: bool = False
    parties: list[tuple[str, Account, str]] = field(default_factory=list)
    vehicles: list[tuple[str, Sighting, str]] = field(default_factory=list)
    property: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def write_crimes(folder: Path, county: County, extra: Iterable[CrimeRecord], truth: Truth) -> int:
    """All five files; returns how many crimes."""
    describe = county.describer(county.rng("crime accounts"), county.rates.crime_habits)
    count = 0
    with Tables(folder / FEED, COLUMNS) as tables:
        for crime in county.crimes:
            _write(tables, county, _record(county, crime, describe), truth)
            count += 1
            if chance_of(f"twice {crime.number}") < county.rates.crime_recorded_twice:
                again = _record(county, crime, describe)
                again.number = f"44/{8_000_000 + int(crime.number[3:10])}/{crime.number[-2:]}"
                _write(tables, county, again, truth)
                count += 1
        for record in extra:
            _write(tables, county, record, truth)
            count += 1
    return count


def _record(county: County, crime: Crime, describe: Describer) -> CrimeRecord:
    offence, chance = OFFENCES[crime.offence], chance_of(crime.number)
    outcome, status = _outcome(crime, chance)
    closed = None if not outcome else min(crime.reported + timedelta(days=3 + chance * 70), WORLD_ENDS - timedelta(hours=8))
    updated = closed or min(crime.reported + timedelta(hours=1 + chance * 200), WORLD_ENDS - timedelta(minutes=10))
    record = CrimeRecord(
        crime.number, crime.reported, crime.happened, max(updated, crime.reported), offence.code, offence.title,
        county.place_line(crime.street, crime.house), county.land.street_towns[crime.street], county.land.street_postcodes[crime.street],
        crime.longitude, crime.latitude, "", status, outcome, closed, crime.log, "OFFICIAL-SENSITIVE" if crime.domestic else "",
        _caveats(county, crime), _officer(crime, chance), chance_of(f"future {crime.number}") < county.rates.future_date,
    )  # fmt: skip
    for role, person in (
        ("VIC", crime.victim),
        ("CON" if crime.convicted and outcome == "1" else "SUS", crime.suspect),
        ("WIT", crime.witness),
    ):
        if person >= 0 and crime.reported.toordinal() - county.people.born[person] > 3650:
            record.parties.append((role, describe(person, crime.reported), ""))
    record.summary = crime_summary(offence, record.location, record.parties, chance)
    _things(county, crime, offence.loot, record, chance)
    return record


def _officer(crime: Crime, chance: float) -> str:
    """The officer in the case; some of the last weeks' crimes nobody has yet."""
    waits = (WORLD_ENDS - crime.reported).days < 21 and chance_of(f"waits {crime.number}") < 0.35
    return "" if waits else f"PC {1000 + int(chance * 1e6) % 900}"


def _caveats(county: County, crime: Crime) -> str:
    """Domestic abuse, and child protection where the victim is not yet 18."""
    if not crime.domestic:
        return ""
    return "DA CHILD" if crime.happened.toordinal() - county.people.born[crime.victim] < 18 * 365 else "DA"


def _things(county: County, crime: Crime, loot: str, record: CrimeRecord, chance: float) -> None:
    title = record.offence
    if "vehicle" in title or title == "Dangerous driving":
        owner = crime.victim if crime.victim >= 0 else crime.suspect
        if owner >= 0:
            role = "STOLEN" if title == "Theft of a vehicle" else "USED" if owner == crime.suspect else "DAMAGED"
            seen = sighting(county.people, owner, chance_of(f"plate {crime.number}"), county.rates.plate_wrong)
            record.vehicles.append((role, seen, "1" if owner == crime.victim else ""))
    if loot and chance < 0.8:
        kind, words, value = LOOT[loot]
        serial = f"SN{int(chance * 1e9):09}" if kind in ("laptop", "phone", "cycle") else ""
        status = "SEIZED" if loot in ("drugs", "blade") else "STOLEN"
        record.property.append((status, kind, words, serial, f"{value * (0.5 + chance) / 100:.2f}" if value else ""))


def _outcome(crime: Crime, chance: float) -> tuple[str, str]:
    """(outcome code, status): recent crimes are still open."""
    if (WORLD_ENDS - crime.reported).days < 10 + chance * 60:
        return "", "Under investigation"
    if crime.convicted:
        return "1", "Closed - convicted"
    if crime.suspect < 0:
        return "18" if chance < 0.85 else "14", "Closed"
    if crime.domestic:
        return "16" if chance < 0.5 else "15", "Closed"
    return ("1", "Charged") if chance < 0.28 else (("3", "8", "15", "16", "10", "21")[int(chance * 1e6) % 6], "Closed")


def _write(tables: Tables, county: County, record: CrimeRecord, truth: Truth) -> None:
    number, marks = record.number, (record.marking, record.caveats)
    version = 1 + int(chance_of(f"version {number}") * 6)
    updated = uk_time(record.updated)
    happened = record.happened.replace(year=record.happened.year + 9) if record.future else record.happened
    until = happened + timedelta(minutes=int(chance_of(f"until {number}") * 240)) if record.code in ("28E", "30C", "45", "48") else None
    print_batch = f"B{int(number[3:10]) // 500:05}"
    crime_row = [
        number, version, updated, uk_time(record.reported), uk_time(happened),
        uk_time(min(until, record.reported)) if until and not record.future else "", record.code, record.offence, record.status,
        record.outcome, record.location, record.town, record.postcode, f"{record.longitude:.6f}", f"{record.latitude:.6f}", record.log, *marks,
        record.summary, record.officer, print_batch,
    ]  # fmt: skip
    if chance_of(f"columns {number}") < county.rates.wrong_column_count:
        crime_row = crime_row[:-3]
    tables.write("crimes", crime_row)
    for place, (role, account, warnings) in enumerate(record.parties, 1):
        _write_party(tables, county, (number, place, version, updated), role, account, warnings, marks, print_batch)
        if not account.broken:
            truth.says(FEED, f"party:{number}:{place}", account)
    for place, (role, seen, keeper) in enumerate(record.vehicles, 1):
        tables.write("vehicles", [number, place, version, updated, role, *seen[:4], keeper, *marks])
        truth.saw(FEED, f"vehicle:{number}:{place}", seen)
    for place, (status, kind, words, serial, value) in enumerate(record.property, 1):
        tables.write("property", [number, place, version, updated, status, kind, words, serial, value, *marks])
    if record.outcome and record.outcome_on:
        suspect = next((str(place) for place, (role, _, _) in enumerate(record.parties, 1) if role in ("SUS", "CON")), "")
        on = f"{record.outcome_on:%d/%m/%Y}"
        tables.write("outcomes", [number, 1, version, updated, record.outcome, on, suspect, OUTCOMES[record.outcome], *marks])


def _write_party(
    tables: Tables,
    county: County,
    head: tuple[str, int, int, str],
    role: str,
    account: Account,
    warnings: str,
    marks: tuple[str, str],
    print_batch: str,
) -> None:
    known = role in ("SUS", "CON")
    tradition = _CODES[county.people.traditions[account.person]]
    tables.write(
        "parties",
        [
            *head, role, account.forenames, account.surname, account.other_names, account.sex, uk_date(account.born),
            ETHNICITIES[tradition] if known else "", NATIONALITIES.get(tradition, "") if known else "", "",
            account.phone.replace(" ", "") if account.person % 3 else account.phone, "", account.email, account.address, account.town,
            account.postcode, county.people.pnc_id(account.person) if known and account.person % 2 else "", warnings, *marks, print_batch,
        ],
    )  # fmt: skip
