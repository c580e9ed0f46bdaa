"""`beatbook tension`: who is told of what breaks out, and the watch itself."""

from datetime import date

import click
from django.utils import timezone

from beatbook.config.start import open_beatbook


@click.group()
def tension() -> None:
    """Counts of reports by place, and the watch over what is new. The worker does both by itself; people write on the pages."""


@tension.command()
@click.argument("feed")
@click.option("--owner", required=True, metavar="USERNAME", help="Who is told, acknowledges and closes.")
def watch(feed: str, owner: str) -> None:
    """Watch a FEED, and tell one named person what breaks out in it."""
    open_beatbook()
    from beatbook.tension.actions import set_watch

    click.echo(f"{feed} is watched; {set_watch(feed, owner=owner)} is told.")


@tension.command()
@click.option("--on", "day", metavar="DATE", help="As of this day; without it, today.")
def look(day: str | None) -> None:
    """Take reports in and judge the last whole week now: what the worker does each day."""
    open_beatbook()
    from beatbook.tension.actions import look_out, take_reports

    today = date.fromisoformat(day) if day else timezone.localdate()
    click.echo(f"{take_reports(today=today):,} reports taken in; {look_out(today=today)} new alerts.")
