"""`beatbook suppliers`: notices of contracts, readings and fees; reading and writing notices needs neither a network nor a database."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from beatbook.config.start import open_beatbook

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SEEN = click.Choice(["owner", "peers", "national", "public"])


@click.group()
def suppliers() -> None:
    """Keep what was bought from whom, and how well it is kept."""


@suppliers.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what was taken here, as one package.")
@click.option("--records", is_flag=True, help="Write records, merged per ocid, rather than releases.")
@click.option("--publisher", default="Beatbook", show_default=True, help="Who publishes the package that is written.")
@click.option("--quiet", is_flag=True, help="Do not tell what was mended.")
def read_notices(paths: tuple[Path, ...], out: Path | None, records: bool, publisher: str, quiet: bool) -> None:
    """Read releases and packages of the Open Contracting Data Standard, tell what was mended and what was refused."""
    from beatbook.suppliers.names import Named, joined
    from beatbook.suppliers.ocds.packages import Issue, record_package, release_package
    from beatbook.suppliers.ocds.reading import read

    found = [read(path) for path in paths]
    releases = [release for notices in found for release in notices.releases]
    for notices in found:
        for told in () if quiet else notices.told:
            click.echo(f"  mended: {told.file}, {told.release}, {told.path}: {told.words}")
        for refused in notices.refused:
            click.echo(f"  refused: {refused.file}, {refused.release or 'the file'}, {refused.path or '/'}: {refused.reason}", err=True)
    buyers = len(joined([Named(name) for release in releases for name in release.buyers]))
    winners = len(joined([Named(name) for release in releases for name in release.suppliers]))
    refusals = sum(len(notices.refused) for notices in found)
    click.echo(
        f"{len(releases):,} notices of {len({one.ocid for one in releases}):,} buyings, {buyers:,} buyers and {winners:,} suppliers; {refusals:,} refusals."
    )
    if out:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        issue = Issue(f"urn:beatbook:notices:{now}", publisher, now)
        out.write_text(record_package(releases, issue) if records else release_package(releases, issue), encoding="utf-8")
    sys.exit(1 if refusals else 0)


@suppliers.command("load")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option(
    "--visibility", type=SEEN, default="public", show_default=True, help="Who may see them: notices that were published are public."
)
@click.option("--owner", default="", help="Whose figures they are, by its code in the register; needed for what is not public.")
@click.option("--quiet", is_flag=True, help="Do not tell which buyers are tied to no organisation.")
def load(paths: tuple[Path, ...], visibility: str, owner: str, quiet: bool) -> None:
    """Take releases, records and packages of the Open Contracting Data Standard into the register; the same file again changes nothing."""
    open_beatbook()
    from beatbook.organisations.visibility import Visibility  # named loader: Django is set up by now
    from beatbook.suppliers.actions import load_notices  # named loader, as above

    refusals = 0
    for path in paths:
        loaded = load_notices(path.name, path.read_bytes(), visibility=Visibility(visibility), owner=owner)
        refusals += len(loaded.refused)
        click.echo(f"{path.name}: {loaded.sentence()}")
        for one in loaded.refused:
            click.echo(f"  refused: {one.file}, {one.release or 'the file'}, {one.path or '/'}: {one.reason}", err=True)
        for name in () if quiet else loaded.untied:
            click.echo(f"  tied to no organisation: {name}", err=True)
    sys.exit(1 if refusals else 0)


@suppliers.command("readings")
@click.argument("path", type=FILE)
@click.option("--owner", required=True, help="The buyer, by its code in the register.")
@click.option("--visibility", type=SEEN, default="owner", show_default=True)
def readings(path: Path, owner: str, visibility: str) -> None:
    """Take a CSV sheet of KPI readings: contract (its ocid), kpi, version, period, numerator, denominator, evidence."""
    _take("take_readings", path, owner, visibility)


@suppliers.command("fees")
@click.argument("path", type=FILE)
@click.option("--owner", required=True, help="The buyer, by its code in the register.")
@click.option("--visibility", type=SEEN, default="owner", show_default=True)
def fees(path: Path, owner: str, visibility: str) -> None:
    """Take a CSV sheet of fees: contract, fee, at_risk, bonus_cap, kpi, version, weight, bands, repeat, earn_back, bonus."""
    _take("take_fees", path, owner, visibility)


def _take(name: str, path: Path, owner: str, visibility: str) -> None:
    open_beatbook()
    from beatbook.organisations.visibility import Visibility  # named loader: Django is set up by now
    from beatbook.suppliers import actions  # named loader, as above

    taken = getattr(actions, name)(path.name, path.read_bytes(), owner=owner, visibility=Visibility(visibility))
    click.echo(f"{path.name}: {taken.sentence()}")
    for refused in taken.refused:
        click.echo(f"  refused: {refused.sentence()}", err=True)
    sys.exit(1 if taken.refused else 0)


@suppliers.command("close")
@click.argument("contract")
@click.argument("year", type=int)
@click.option("--owner", required=True, help="The buyer, by its code in the register.")
def close(contract: str, year: int, owner: str) -> None:
    """Settle YEAR of CONTRACT (its ocid): readings, disputes and fee behind its statements no longer change."""
    open_beatbook()
    from beatbook.suppliers.actions import close_year  # named loader: Django is set up by now

    close_year(contract, year, owner=owner)
    click.echo(f"The year {year} of {contract} is closed.")
