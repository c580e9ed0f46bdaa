"""`beatbook remove`: remove records for good, once two people want it."""

from pathlib import Path
from uuid import UUID

import click

from beatbook.config.start import open_beatbook
from beatbook.vocabulary.errors import BeatbookError
from beatbook.web.phrases import counted


class NotAnId(BeatbookError):
    """A line of the list is no record's id: write one id a line."""


@click.group()
def remove() -> None:
    """Remove records for good: one person asks, another agrees."""
    open_beatbook()


@remove.command()
@click.argument("ids", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", required=True, help="Why, in words that anybody may read later.")
@click.option("--as", "username", required=True, help="Who asks.")
def ask(ids: Path, reason: str, username: str) -> None:
    """Ask that the records (or refused rows) whose ids are in the file IDS, one a line, be removed; says what would go.

    Counted is what you may see. Nothing is removed yet.
    """
    from beatbook.access.actions import standing_in  # named loaders: Django is set up by now
    from beatbook.stewardship.actions.removing import ask_removal

    with standing_in(username) as viewer:
        asked = ask_removal(_read(ids), reason, viewer=viewer)
    for table, rows in sorted(asked.rows.items()):
        click.echo(f"{table}: {counted(rows, 'row')}")
    click.echo(f"Nothing is removed yet. Somebody else agrees with: beatbook remove agree {asked.id} --digest {asked.digest} --as NAME")


@remove.command()
@click.argument("request", type=click.UUID)
@click.option("--digest", required=True, help="As `ask` printed it: the list that was read is the list that goes.")
@click.option("--as", "username", required=True, help="Who agrees.")
def agree(request: UUID, digest: str, username: str) -> None:
    """Agree to REQUEST and remove its records."""
    from beatbook.access.actions import standing_in  # named loaders, as above
    from beatbook.stewardship.actions.removing import agree_removal

    with standing_in(username) as viewer:
        gone = agree_removal(request, digest, viewer=viewer)
    if gone is None:
        click.echo("Agreed. So much was removed within a day that a third person must agree before this is.")
        return
    for table, rows in sorted(gone.items()):
        click.echo(f"{table}: {counted(rows, 'row')} removed")


def _read(path: Path) -> list[UUID]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(UUID(line.strip()))
            except ValueError:
                raise NotAnId(f"{path.name}, line {number}: “{line.strip()[:60]}” is no record's id.") from None
    return found
