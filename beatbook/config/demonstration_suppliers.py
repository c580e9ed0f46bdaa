"""Notices, contracts, readings and fees of the demonstration, made up from its portfolios and taken in by the same road as real ones."""

import csv
import io
from contextlib import suppress
from datetime import date, datetime

from beatbook.access.actions import sign_in, sign_out
from beatbook.organisations.queries import read_register
from beatbook.organisations.visibility import Visibility
from beatbook.suppliers.actions import YearNotPast, close_year, load_notices, say_of_reading, take_fees, take_readings
from beatbook.suppliers.queries import contracts, readings
from beatbook.suppliers.synthetic_notices import Held, fees_of, package_of, readings_of
from beatbook.technology.synthetic_millshire import FORCE, last_years_list
from beatbook.technology.synthetic_portfolio import made_up_forces

EVERY, OF_MILLSHIRE, MEASURED = 4, 6, ("northamptonshire", "derbyshire", "cambridgeshire", "bedfordshire")


def load_suppliers(*, small: bool) -> int:
    """Takes everything in; run again, it changes nothing. How many contracts of Millshire there are."""
    names = {code: one.name for code, one in read_register(using="ingest").organisations.items()}
    own = _held(FORCE, names[FORCE], last_years_list())[:OF_MILLSHIRE]
    public, measured = list(own), {FORCE: own}
    for files in made_up_forces(n_capabilities=6, every=4) if small else made_up_forces():
        held = _held(files.force, names[files.force], files.portfolio)[: 2 if small else None : 1 if small else EVERY]
        if files.visibility == Visibility.NATIONAL:
            public += held
        else:
            load_notices(f"{files.force}-contracts.json", package_of(held), visibility=Visibility(files.visibility), owner=files.force)
        if files.force in MEASURED:
            measured[files.force] = held[:3]
    load_notices("made-up-notices.json", package_of(public, faults=True))
    for force, held in measured.items():
        take_readings(f"{force}-kpis.csv", readings_of(held).encode(), owner=force, visibility=Visibility.NATIONAL)
    take_fees("millshire-fees.csv", fees_of(own[:2]).encode(), owner=FORCE, visibility=Visibility.OWNER)
    _what_was_said(own)
    return len(own)


def _held(force: str, name: str, portfolio: str) -> list[Held]:
    """The contracts behind a portfolio's rows that say both days and a price."""
    found = []
    for row in csv.DictReader(io.StringIO(portfolio)):
        starts, ends = _day(row["Contract start"]), _day(row["Contract end"])
        pounds = row["Annual cost"].removeprefix("£").replace(",", "")
        if starts and ends and starts < ends and pounds.isdecimal():
            found.append(Held(force, name, row["Application"], row["Supplier"], int(pounds), starts, ends))
    return found


def _day(said: str) -> date | None:
    return datetime.strptime(said, "%d/%m/%Y").date() if said else None  # noqa: DTZ007  a day has no zone


def _what_was_said(own: list[Held]) -> None:
    """A supplier's reply, a dispute, and a closed year, once."""
    director = sign_in("technology")
    try:
        first = [one.id for one in contracts(viewer=director) if one.ocid == own[0].ocid]
        said = [one for one in readings(first, viewer=director) if one.kpi_code == "p1_fixed_in_time" and one.numerator is not None]
        if said and not any(one.words for one in said):
            say_of_reading(said[-1].id, "reply", "Two of the incidents were in your own network; the tickets say so.", viewer=director)
            say_of_reading(said[-1].id, "dispute", "Both sides look at the tickets until the end of the month.", viewer=director)
        with suppress(YearNotPast):  # closed by an earlier run
            close_year(own[0].ocid, 2024, owner=FORCE)
    finally:
        sign_out(director)
