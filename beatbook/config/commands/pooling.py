"""`beatbook pooling`: sheets of needs and offers, and the shared company's year end."""

import sys
from datetime import datetime
from pathlib import Path

import click

from beatbook.config.start import open_beatbook

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def pooling() -> None:
    """Buy together: open a need, take sheets, close a year."""
    open_beatbook()


@pooling.command("open")
@click.argument("code")
@click.option("--owner", required=True, help="The organisation that convenes it, by its code in the register.")
@click.option("--title", required=True)
@click.option("--capability", required=True)
@click.option("--begins", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day of the plan.")
@click.option("--years", default=7, show_default=True, type=click.IntRange(1, 15))
def open_need(code: str, owner: str, title: str, capability: str, begins: datetime, years: int) -> None:
    """Open the pooled need CODE to every police body."""
    from beatbook.organisations.visibility import Visibility  # named loader: Django is set up by now
    from beatbook.pooling.actions import open_pool  # named loader, as above

    open_pool(
        code,
        owner=owner,
        title=title,
        capability=capability,
        begins_on=begins.date(),
        years=years,
        source="Opened on the command line",
        visibility=Visibility.NATIONAL,
    )
    click.echo(f"{code} is open.")


@pooling.command("take")
@click.argument("code")
@click.option("--needs", type=FILE, help="A sheet of needs, CSV or XLSX.")
@click.option("--offers", type=FILE, help="A sheet of offers, a line for each tier.")
def take(code: str, needs: Path | None, offers: Path | None) -> None:
    """Take sheets into the pooled need CODE; the same sheets again change nothing."""
    from beatbook.pooling.actions import take_sheets  # named loader: Django is set up by now

    def read(path: Path | None) -> tuple[str, bytes] | None:
        return (path.name, path.read_bytes()) if path else None

    taken = take_sheets(code, needs_sheet=read(needs), offers_sheet=read(offers))
    click.echo(f"Took {taken.needs:,} needs and {taken.offers:,} offers; refused {len(taken.refused):,} lines.")
    for line in taken.refused:
        click.echo(f"  refused: {line.sentence()}", err=True)
    sys.exit(1 if taken.refused else 0)


@pooling.command("close")
@click.argument("company")
@click.argument("year", type=int)
@click.option("--rule", type=click.Choice(["volume", "equal"]), required=True, help="How the year's gain or loss is shared.")
@click.option("--policy", default="", help="What is kept in the reserve, in words for the statements.")
def close(company: str, year: int, rule: str, policy: str) -> None:
    """Share COMPANY's result of YEAR (named by its first calendar year) among its members, and close it for good."""
    from beatbook.money.ledger import year_name  # named loader, as below
    from beatbook.money.sharing import SharingRule  # named loader: Django is set up by now
    from beatbook.pooling.actions import close_books  # named loader, as above

    close_books(company, year, SharingRule(rule), {}, policy=policy)
    click.echo(f"{year_name(year)} is closed.")
