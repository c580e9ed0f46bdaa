"""`beatbook technology`: portfolios, ledgers and plans of forces, by the same road as the page."""

import sys
from pathlib import Path

import click

from beatbook.config.start import open_beatbook


@click.group()
def technology() -> None:
    """Keep what forces run and spend."""
    open_beatbook()


@technology.command("load")
@click.argument("force")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["portfolio", "ledger", "plan", "readings"]), default="portfolio", show_default=True)
@click.option("--visibility", type=click.Choice(["owner", "peers", "national", "public"]), default="owner", show_default=True)
@click.option("--whole", is_flag=True, help="The file is the whole portfolio: withdraw what it does not name.")
def load_file(force: str, file: Path, kind: str, visibility: str, whole: bool) -> None:
    """Take FILE as what FORCE (its code in the register) says."""
    from beatbook.access.actions import system_viewer
    from beatbook.organisations.queries import register
    from beatbook.technology.actions import take_file
    from beatbook.technology.queries import left_rows

    viewer = system_viewer("technology")
    if force not in register(viewer=viewer).organisations:
        raise click.UsageError(f"{force} is no organisation of the register: see `beatbook organisations load`.")
    taken = take_file(kind, force, file.name, file.read_bytes(), {"visibility": visibility, "whole": whole})
    click.echo(taken.said)
    for left in left_rows(taken.id, viewer=viewer):
        where = f"{left.sheet}, " if left.sheet else ""
        click.echo(f"  {left.outcome}: {file.name}, {where}row {left.row}, {left.column or 'the row'}: {left.reason}", err=True)
    sys.exit(0 if taken.state == "taken" and not taken.summary.get("refused") else 1)


@technology.command("classify")
def classify() -> None:
    """Apply today's definition of run, mandated and innovation to lines that an older one classified."""
    from beatbook.technology.actions import reclassify

    click.echo(f"{reclassify():,} lines were classified anew.")
