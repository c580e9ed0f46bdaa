"""The custody system's export: XML, one element a detention, names in capitals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, Describer, moment_at
from beatbook.synthetic.happenings import draw_moments
from beatbook.synthetic.ledgers import Truth, chance_of
from beatbook.synthetic.names import ETHNICITIES, NATIONALITIES, TRADITIONS
from beatbook.synthetic.offences import OFFENCES, WARNINGS
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.words import stamp

FEED = "millshire-custody"
_CODES = list(TRADITIONS)


@dataclass
class Detention:
    """One custody record; times on the London clock; a warning is (code, words, source, date, expires)."""

    number: str
    arrived: datetime
    released: datetime | None
    updated: datetime
    station: str
    code: str
    offence: str
    crimes: list[str]
    grounds: str
    disposal: str
    bail: str
    detainee: Account
    pnc: str
    warnings: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    kin: Account | None = None
    relationship: str = ""
    no_fixed_abode: bool = False


def tag(name: str, value: str) -> str:
    """An element with text; an empty one as older systems write it."""
    return f"<{name}>{escape(value)}</{name}>" if value else f"<{name}/>"


def write_custody(folder: Path, county: County, extra: Iterable[Detention], truth: Truth) -> int:
    """One XML file a calendar year; returns how many detentions."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    by_year: dict[int, list[Detention]] = {}
    for record in [*_detentions(county), *extra]:
        by_year.setdefault(record.arrived.year, []).append(record)
    count = 0
    for year, records in sorted(by_year.items()):
        with (target / f"custody-{year}.xml").open("w", encoding="utf-8", newline="\n") as out:
            out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<CustodyExport site="Millshire" year="{year}">\n')
            for record in records:
                out.write(_element(county, record))
                if not record.detainee.broken and not (record.kin and record.kin.broken):
                    truth.says(FEED, f"detainee:{record.number}", record.detainee)
                    if record.kin:
                        truth.says(FEED, f"kin:{record.number}", record.kin)
                count += 1
            out.write("</CustodyExport>\n")
    return count


def _detentions(county: County) -> Iterable[Detention]:
    rng, rates = county.rng("custody"), county.rates
    describe = county.describer(rng, rates.custody_habits)
    total = county.count(rates.custodies)
    suspected = [crime for crime in county.crimes if crime.suspect >= 0]
    from_crimes = min(int(total * rates.arrest_for_crime), len(suspected))
    chosen = [suspected[i] for i in sorted(rng.choice(len(suspected), from_crimes, replace=False).tolist())]
    plans: list[tuple[datetime, int, int, str]] = []
    for crime in chosen:
        arrived = min(crime.reported + timedelta(hours=1 + chance_of(crime.number) ** 3 * 400), WORLD_ENDS - timedelta(hours=2))
        plans.append((arrived, crime.suspect, crime.offence, crime.number))
    others = draw_moments(rng, county.land, total - from_crimes, rhythm="night", setting="centre")
    persons = county.draw_offenders(rng, total - from_crimes)
    for day, minute, person in zip(others.days.tolist(), others.minutes.tolist(), persons, strict=True):
        plans.append((moment_at(day, minute), person, person % len(OFFENCES), ""))
    plans.sort()
    serials: dict[int, int] = {}
    for arrived, person, offence, crime_number in plans:
        if arrived.toordinal() - county.people.born[person] < 3700:
            continue
        serials[arrived.year] = serials.get(arrived.year, 0) + 1
        yield _detention(county, describe, f"MC/{arrived:%y}/{serials[arrived.year]:06}", arrived, person, offence, crime_number)


def _detention(
    county: County, describe: Describer, number: str, arrived: datetime, person: int, offence: int, crime_number: str
) -> Detention:
    chance = chance_of(number)
    released = arrived + timedelta(hours=4 + chance * 18)
    over = released < WORLD_ENDS
    disposal = ("RUI", "BAIL", "CHARGED", "NFA", "CAUTION")[int(chance * 1e6) % 5] if over else ""
    warnings = []
    if chance_of(f"warned {person}") < county.rates.warned * 2:
        code, words = WARNINGS[person % len(WARNINGS)]
        given = arrived - timedelta(days=int(chance * 300))
        expires = f"{given + timedelta(days=730):%Y-%m-%d}" if person % 3 else ""
        warnings.append((code, words, f"Custody {county.people.pnc_id(person)[:2]}", f"{given:%Y-%m-%d}", expires))
    kin = None
    if chance_of(f"kin {number}") < county.rates.next_of_kin:
        others = [
            p
            for p in county.members[county.people.households[person]]
            if p != person and arrived.toordinal() - county.people.born[p] > 6600
        ]
        kin = describe(others[0], arrived) if others else None
        if kin:
            kin.born = ""
            kin.broken = False
    return Detention(
        number, arrived, released if over else None, released if over else arrived, ("Millford", "Millford", "Thornwick")[int(chance * 3)],
        OFFENCES[offence].code, OFFENCES[offence].title, [crime_number] if crime_number else [],
        f"Arrested on suspicion of {OFFENCES[offence].title.lower()}. Necessity: prompt and effective investigation.", disposal,
        f"{arrived + timedelta(days=28):%Y-%m-%d}" if disposal == "BAIL" else "", describe(person, arrived), county.people.pnc_id(person),
        warnings, kin, _relationship(county, person, kin), chance_of(f"nfa {number}") < county.rates.no_fixed_abode,
    )  # fmt: skip


def _relationship(county: County, person: int, kin: Account | None) -> str:
    if kin is None:
        return ""
    gap = county.people.born[person] - county.people.born[kin.person]
    woman = kin.sex == "F"
    if gap > 5800:
        return "MOTHER" if woman else "FATHER"
    if gap < -5800:
        return "DAUGHTER" if woman else "SON"
    return "PARTNER" if kin.sex != county.people.sexes[person] else "SIBLING"


def _element(county: County, record: Detention) -> str:
    who, chance = record.detainee, chance_of(record.number)
    tradition = _CODES[county.people.traditions[who.person]]
    age = (record.arrived.toordinal() - county.people.born[who.person]) // 365
    address, town, postcode = ("NFA ", "", "") if record.no_fixed_abode else (who.address, who.town, who.postcode)
    aliases = "".join(tag("Alias", alias) for alias in [who.other_names] if alias)
    warnings = "".join(
        f"<Warning code={quoteattr(code)} source={quoteattr(source)} date={quoteattr(given)} expires={quoteattr(expires)}>{escape(words)}</Warning>"
        for code, words, source, given, expires in record.warnings
    )
    kin = ""
    if record.kin:
        other = record.kin
        kin = (
            f"<NextOfKin relationship={quoteattr(record.relationship)}>{tag('Forenames', other.forenames)}{tag('Surname', other.surname)}"
            f"{tag('Telephone', other.phone)}{tag('Address', other.address)}{tag('Town', other.town)}{tag('Postcode', other.postcode)}</NextOfKin>"
        )
    arrests = "".join(tag("CrimeNumber", number) for number in record.crimes)
    return (
        f'<CustodyRecord number="{record.number}" version="{1 + int(chance * 9)}" lastUpdated="{stamp(record.updated)}">'
        f"{tag('Arrived', stamp(record.arrived))}{tag('Released', stamp(record.released) if record.released else '')}{tag('Station', record.station)}"
        f"<Offence code={quoteattr(record.code)}>{escape(record.offence)}</Offence><CrimeNumbers>{arrests}</CrimeNumbers>"
        f"{tag('Grounds', record.grounds)}{tag('Disposal', record.disposal)}{tag('BailDate', record.bail)}{tag('CellNumber', f'M{int(chance * 30)}')}"
        f"<Detainee>{tag('Forenames', who.forenames)}{tag('Surname', who.surname)}<Aliases>{aliases}</Aliases>{tag('Sex', who.sex)}"
        f"{tag('BirthDate', who.born)}{tag('Ethnicity', ETHNICITIES[tradition])}{tag('Nationality', NATIONALITIES.get(tradition, 'GBR'))}"
        f"{tag('Occupation', county.people.occupation(who.person, age))}{tag('Telephone', who.phone)}{tag('Email', '')}"
        f"{tag('Address', address)}{tag('Town', town)}{tag('Postcode', postcode)}{tag('PncId', record.pnc)}"
        f"<Warnings>{warnings}</Warnings></Detainee>{kin}</CustodyRecord>\n"
    )
