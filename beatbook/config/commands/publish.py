"""`beatbook publish FORCE MONTH`: makes a month of a force's own records public, each place moved to a map point, small counts left out."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import click

from beatbook.config.start import open_beatbook

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@click.command()
@click.argument("force")
@click.argument("month", metavar="YYYY-MM")
@click.option(
    "--points", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV of name, longitude, latitude."
)
@click.option(
    "--addresses", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV of longitude, latitude."
)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to; else `published` of the installation.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def publish(force: str, month: str, points: Path, addresses: Path, into: Path | None, as_json: bool) -> None:
    """Write MONTH of FORCE's own records as an archive and a table of counts. `beatbook load policeuk ARCHIVE` then makes it public."""
    if not _MONTH.fullmatch(month):
        raise click.UsageError(f"“{month}” is not a month written YYYY-MM.")
    open_beatbook()
    from django.conf import settings

    from beatbook.opendata.actions import publish_month, read_points, rules_of  # named loaders: need Django to be set up

    made = publish_month(rules_of(force), month, read_points(points, addresses), into or settings.BEATBOOK_HOME / "published")
    if as_json:
        click.echo(json.dumps(asdict(made), default=str))
        return
    click.echo(f"{made.archive}: {made.rows:,} rows at {made.points:,} map points with at least eight addresses around each, or none.")
    click.echo(f"{made.counts}: {made.cells:,} counts, of which {made.left_out:,} from one to four are left out.")
    click.echo(f"Look at both, then make the rows public: beatbook load policeuk {made.archive}", err=True)
