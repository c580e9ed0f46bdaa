"""The council's anti-social behaviour casework, as the workbook it sends under the sharing agreement ISA-ASB-01."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from beatbook.synthetic.accounts import Account
from beatbook.synthetic.county import County, moment_at
from beatbook.synthetic.happenings import draw_moments
from beatbook.synthetic.ledgers import Truth, chance_of, uk_date
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.synthetic.words import clock
from beatbook.synthetic.xlsx import write_xlsx

FEED = "millshire-council-asb"
HEADER = (
    "Case Ref", "Last Changed", "Opened", "Closed", "Category", "Problem", "Status", "Location", "Town", "Location Postcode", "Longitude",
    "Latitude", "Complainant", "Complainant Phone", "Complainant Email", "Complainant Address", "Complainant Postcode", "Subject",
    "Subject DOB", "Subject Address", "Subject Postcode", "Case Officer", "Notes",
)  # fmt: skip
PROBLEMS = (
    ("Nuisance", "Loud music and shouting late at night"), ("Personal", "Verbal abuse of neighbours"), ("Environmental", "Rubbish and mattresses in the yard"),
    ("Nuisance", "Dogs barking through the day"), ("Personal", "Threats over a parking place"), ("Environmental", "Graffiti on the stairwell"),
    ("Nuisance", "Off-road bikes on the green"),
)  # fmt: skip


def write_council(folder: Path, county: County, extra: Iterable[tuple[list[object], list[tuple[str, Account]]]], truth: Truth) -> int:
    """The workbook; returns how many cases."""
    target = folder / FEED
    target.mkdir(parents=True, exist_ok=True)
    written = 0

    def rows() -> Iterator[Iterable[object]]:
        nonlocal written
        yield HEADER
        for row, accounts in [*_cases(county), *extra]:
            if not any(account.broken for _, account in accounts):
                for sort, account in accounts:
                    truth.says(FEED, f"{sort}:{row[0]}", account)
            written += 1
            yield row

    write_xlsx(target / "asb-cases.xlsx", rows())
    return written


def _cases(county: County) -> Iterator[tuple[list[object], list[tuple[str, Account]]]]:
    rng = county.rng("council")
    total = county.count(county.rates.asb_cases)
    describe = county.describer(rng, county.rates.council_habits)
    moments = draw_moments(rng, county.land, total, rhythm="day", setting="home")
    subjects, complainants, draws = county.draw_offenders(rng, total), county.draw_adults(rng, total), rng.random((total, 2)).tolist()
    for serial, i in enumerate(moments.ordered().tolist(), 1):
        opened = moment_at(int(moments.days[i]), int(moments.minutes[i]))
        accounts = [("complainant", describe(complainants[i], opened))]
        accounts[0][1].broken = False  # the workbook has no column for a complainant's date of birth
        if draws[i][0] < 0.7 and opened.toordinal() - county.people.born[subjects[i]] > 3700:
            accounts.append(("subject", describe(subjects[i], opened)))
        street = int(moments.streets[i])
        place = (county.place_line(street, 1 + int(draws[i][1] * 40)), street, float(moments.longitudes[i]), float(moments.latitudes[i]))
        yield case_row(county, f"ASB/{opened.year}/{serial:05}", opened, place, accounts), accounts


def one_name(account: Account, chance: float) -> str:
    """A name in the one cell that the workbook has for it."""
    divider, parts = (", ", (account.surname, account.forenames)) if chance < 0.3 else (" ", (account.forenames, account.surname))
    return divider.join(filter(None, parts))


def case_row(
    county: County, reference: str, opened: datetime, place: tuple[str, int, float, float], accounts: list[tuple[str, Account]]
) -> list[object]:
    """One row of the workbook: dates as dates, a date of birth as text, a name in one cell."""
    chance, by_sort = chance_of(reference), dict(accounts)
    complainant, subject = by_sort["complainant"], by_sort.get("subject")
    category, problem = PROBLEMS[int(chance * 7)]
    closed = opened + timedelta(days=14 + chance * 90)
    over = closed < WORLD_ENDS
    line, street, longitude, latitude = place
    return [
        reference, clock(min(closed, WORLD_ENDS)).replace(second=0, microsecond=0), clock(opened), closed.date() if over else "", category, problem,
        "Closed" if over else "Open", line, county.land.street_towns[street], county.land.street_postcodes[street], longitude, latitude,
        one_name(complainant, chance), complainant.phone, complainant.email, complainant.address, complainant.postcode,
        one_name(subject, chance) if subject else "", uk_date(subject.born) if subject else "", subject.address if subject else "",
        subject.postcode if subject else "", f"Officer {1 + int(chance * 1e5) % 12}",
        f"{problem} reported. " + ("Warning letter sent." if chance < 0.5 else "Visit made, diary sheets issued."),
    ]  # fmt: skip
