"""The safeguarding system's export: one JSON object a line for each assessment, notice, MARAC, MASH, missing episode, task and exhibit."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.cast import Cast
from beatbook.synthetic.county import County, Crime, Describer
from beatbook.synthetic.ledgers import Truth, chance_of
from beatbook.synthetic.offences import OFFENCES
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.words import stamp

FEED = "millshire-safeguarding"
CHILD_DAYS = 18 * 365
LEVELS = ("Standard", "Standard", "Medium", "Medium", "High")
DA = {"marking": "OFFICIAL-SENSITIVE", "caveats": ["DA"]}
TASKS = (
    "Collect camera footage",
    "Take a further statement",
    "Identification procedure",
    "Submit telephone for download",
    "House to house",
)
Entry = tuple[dict[str, Any], list[tuple[str, Account, bool]]]
"""A line, and for each person in it the role, the account and whether they are a parent of the children in it."""


def write_safeguarding(folder: Path, county: County, cast: Cast, truth: Truth) -> int:
    """One file of every entry; returns how many."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with (target / "entries-2026.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for line, people in [*_entries(county), *_story(cast)]:
            line["people"] = [_person(place, *one) for place, one in enumerate(people, 1)]
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            if not any(account.broken for _, account, _ in people):
                for place, (_, account, _) in enumerate(people, 1):
                    truth.says(FEED, f"person:{line['no']}:{place}", account)
            count += 1
    return count


def entry(number: str, kind: str, at: datetime, title: str, **more: Any) -> dict[str, Any]:
    """A line with every column of the export; what is not given is null, as this system writes it."""
    empty = dict.fromkeys("until due level status outcome text marking owner".split())
    updated = min(more.pop("updated", at), WORLD_ENDS)
    return {
        "no": number,
        "rev": 1,
        "updated": stamp(updated),
        "kind": kind,
        "at": stamp(at),
        "title": title,
        **empty,
        "crimes": [],
        "caveats": [],
        **more,
    }


def _person(place: int, role: str, account: Account, parent: bool) -> dict[str, Any]:
    said = {"first": account.forenames, "last": account.surname, "sex": account.sex, "dob": account.born, "phone": account.phone}
    home = {"address": account.address, "postcode": account.postcode}
    return {"no": place, "role": role, "parent": "yes" if parent else None} | {name: value or None for name, value in (said | home).items()}


def _entries(county: County) -> Iterator[Entry]:
    describe = county.describer(county.rng("safeguarding accounts"), county.rates.crime_habits)
    for crime in county.crimes:
        if crime.domestic:
            yield from _about_domestic(county, crime, describe)
        elif (WORLD_ENDS - crime.reported).days < 60 and chance_of(f"task {crime.number}") < 0.3:
            yield _task(crime.number, crime.reported, chance_of(f"which task {crime.number}")), []
    yield from _missing(county, describe)


def _about_domestic(county: County, crime: Crime, describe: Describer) -> Iterator[Entry]:
    """An assessment of each domestic crime; a notice where there are children; MARAC where the risk is high."""
    chance, number = chance_of(f"risk {crime.number}"), crime.number.replace("/", "-")
    level = LEVELS[int(chance * 5)]
    marks = {"crimes": [crime.number], **DA}
    at = min(crime.reported + timedelta(hours=6), WORLD_ENDS)
    adults = [("VICTIM", describe(crime.victim, at), True), ("SUBJECT", describe(crime.suspect, at), False)]
    text = f"Assessed after {OFFENCES[crime.offence].title.lower()}."
    yield (
        entry(
            f"RA-{number}",
            "RISK",
            at,
            "Domestic abuse risk assessment",
            level=level,
            status="Complete",
            text=text,
            owner="Domestic abuse desk",
            **marks,
        ),
        adults,
    )
    children = [
        p for p in county.members[county.people.households[crime.victim]] if 0 < at.toordinal() - county.people.born[p] < CHILD_DAYS
    ]
    if children:
        child_marks = marks | {"caveats": ["CHILD", "DA"]}
        told = [("CHILD", describe(child, at), False) for child in children[:4]]
        yield (
            entry(
                f"PPN-{number}",
                "NOTICE",
                at,
                "Public protection notice",
                status="Shared with MASH",
                text="Children in the home.",
                **child_marks,
            ),
            [adults[0], *told],
        )
    if level == "High":
        heard = at + timedelta(days=14)
        over = heard < WORLD_ENDS
        how = {"status": "Heard"} if over else {"status": "Listed", "due": f"{heard:%Y-%m-%d}"}
        yield entry(f"MARAC-{number}", "MARAC", heard if over else at, "MARAC", level=level, **how, **marks), adults


def _missing(county: County, describe: Describer) -> Iterator[Entry]:
    """Young people who went missing, a few of them often."""
    today = WORLD_ENDS.toordinal()
    young = [
        p for p, born in enumerate(county.people.born) if 11 * 365 < today - born < CHILD_DAYS and chance_of(f"goes missing {p}") < 0.02
    ]
    for person in young:
        for nth in range(1 + int(chance_of(f"how often {person}") ** 3 * 6)):
            chance = chance_of(f"missing {person} {nth}")
            at = WORLD_ENDS - timedelta(days=2 + chance * 400)
            found = at + timedelta(hours=3 + chance * 40)
            level = ("Medium", "Medium", "High")[int(chance * 1e4) % 3]
            line = entry(
                f"MP-{person}-{nth}", "MISSING", at, "Missing from home", level=level, status="Returned" if found < WORLD_ENDS else "Missing",
                until=stamp(found) if found < WORLD_ENDS else None, marking="OFFICIAL-SENSITIVE", caveats=["CHILD"], updated=min(found, WORLD_ENDS),
            )  # fmt: skip
            yield line, [("MISSING", describe(person, at), False)]


def _task(crime: str, reported: datetime, chance: float) -> dict[str, Any]:
    at = min(reported + timedelta(days=1), WORLD_ENDS)
    due = at + timedelta(days=7 + chance * 21)
    status = "Done" if chance < 0.4 else "Open"
    return entry(
        f"TASK-{crime.replace('/', '-')}",
        "TASK",
        at,
        TASKS[int(chance * 5)],
        crimes=[crime],
        status=status,
        due=f"{due:%Y-%m-%d}",
        owner="Officer in the case",
    )


def _story(cast: Cast) -> Iterator[Entry]:
    """Katie Brennan and her daughter; and what is still to do about the assault outside the Puddlers Arms."""
    cast.enter("Isla Rose Foster", date(2020, 5, 14), "F", cast.market_street, "44")
    yield from _katie(cast)
    crime, at = "44/0900417/26", datetime(2026, 11, 18, 23, 10)
    for number, chance, due in (("TASK-900006", 0.05, "2026-11-30"), ("TASK-900007", 0.3, "2026-11-25")):
        yield _task(crime, at, chance) | {"no": number, "status": "Open", "due": due, "owner": "PC 1142"}, []
    yield entry("AH/1", "EXHIBIT", datetime(2026, 11, 19, 9), "Disc: camera above the door of the Puddlers Arms", crimes=[crime]), []


def _katie(cast: Cast) -> Iterator[Entry]:
    home = cast.home(cast.market_street, 44)
    katie = ("VICTIM", cast.account("Katie Louise Brennan", phone="07700 900681", **home), True)
    dean = ("SUBJECT", cast.account("Dean Anthony Foster", phone="07700 900682", **home), False)
    isla = ("CHILD", cast.account("Isla Rose Foster", **home), False)
    about = {"crimes": ["44/0900733/26"], "owner": "Domestic abuse desk", **DA}
    child, risk = about | {"caveats": ["CHILD", "DA"]}, "Domestic abuse risk assessment"
    before, now = datetime(2025, 11, 3, 9, 30), datetime(2026, 9, 6, 14)
    told = {"level": "Standard", "status": "Complete", "text": "Argument, no violence."}
    yield entry("RA-900001", "RISK", before, risk, **about | {"crimes": []}, **told), [katie, dean]
    told = {"level": "High", "status": "Complete", "text": "Separation planned; keys taken; a child at home."}
    yield entry("RA-900002", "RISK", now, risk, **about, **told), [katie, dean]
    told = {"status": "Shared with MASH", "text": "Isla was upstairs."}
    yield entry("PPN-900003", "NOTICE", now, "Public protection notice", **child, **told), [katie, isla]
    told = {"status": "Open", "outcome": "Child in need plan"}
    yield entry("MASH-900004", "MASH", datetime(2026, 9, 8, 11), "MASH", **child, **told), [katie, isla]
    told = {"level": "High", "status": "Heard", "outcome": "Alarm fitted; advocate allotted"}
    yield entry("MARAC-900005", "MARAC", datetime(2026, 9, 18, 10), "MARAC", **about, **told), [katie, dean]
