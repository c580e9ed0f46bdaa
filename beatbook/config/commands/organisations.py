"""`beatbook organisations`: the register of forces, commissioners and bodies, and who may see whose figures."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from beatbook.config.start import open_beatbook


@click.group()
def organisations() -> None:
    """Keep the register of organisations."""
    open_beatbook()


@organisations.command("load")
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def load_folders(folders: tuple[Path, ...]) -> None:
    """Take the register's CSV files in each of FOLDERS; without one, the forces of England and Wales that come with Beatbook."""
    from beatbook.organisations.actions import CARRIED, load_register  # named loader: Django is set up by now

    refused = 0
    for folder in folders or (CARRIED / "england-and-wales",):
        loaded = load_register(folder, today=timezone.localdate())
        refused += len(loaded.refused)
        click.echo(f"{folder.name}: {loaded.sentence()}")
        for row in loaded.refused:
            click.echo(f"  refused: {row.sentence()}", err=True)
    sys.exit(1 if refused else 0)


@organisations.command("refresh")
def refresh() -> None:
    """Give everybody who works with figures the codes that the register gives their organisation today."""
    from beatbook.organisations.actions import refresh_entitlements  # named loader: Django is set up by now

    refresh_entitlements(today=timezone.localdate())
    click.echo("Every account holds what the register says.")
