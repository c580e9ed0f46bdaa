"""`beatbook quality`: how good a feed's loads are, how that went over time, and which rows were refused."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from beatbook.config.start import open_beatbook

MOST_REFUSED = 10_000


@click.command()
@click.argument("feed_code", metavar="FEED")
@click.option("--loads", default=12, show_default=True, help="How many loads the trend shows.")
@click.option("--refused", is_flag=True, help="List the rows that were refused or are in quarantine instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def quality(feed_code: str, loads: int, refused: bool, as_json: bool) -> None:
    """Show completeness, validity, duplicates, timeliness and coverage of FEED's last load, and the trend."""
    open_beatbook()
    from beatbook.access.actions import system_viewer  # named loader: needs Django to be set up
    from beatbook.sources.actions import feed_named
    from beatbook.sources.queries import feed_quality

    feed = feed_named(feed_code)
    if refused:
        _list_refused(feed.code, as_json)
        return
    found = feed_quality(feed.code, viewer=system_viewer("quality"), limit=loads)
    if as_json:
        trend = [{"load": str(one.id), "at": one.started_at.isoformat(), **one.quality} for one in found]
        click.echo(json.dumps({"feed": feed.code, "loads": trend}))
    elif found:
        _print(feed.name, [one.quality for one in found], [one.started_at.strftime("%d %b %Y %H:%M") for one in found])
    else:
        click.echo(f"{feed.code} has not been loaded yet.", err=True)
    if not found:
        sys.exit(1)


def _list_refused(feed_code: str, as_json: bool) -> None:
    from beatbook.access.actions import system_viewer  # named loader: needs Django to be set up
    from beatbook.sources.queries import refused_rows

    viewer = system_viewer("quality")
    found = [row for state in ("open", "quarantined") for row in refused_rows(feed_code, viewer=viewer, state=state, limit=MOST_REFUSED)]
    if as_json:
        rows = [{name: getattr(row, name) for name in ("file", "row_number", "column", "reason", "raw", "whole", "state")} for row in found]
        click.echo(json.dumps([{"id": str(row.id), **values} for row, values in zip(found, rows, strict=True)]))
        return
    for row in found:
        click.echo(f"{row.id}  {row.sentence()}{' (quarantined)' if row.state == 'quarantined' else ''}")
    if not found:
        click.echo(f"No row of {feed_code} is refused or in quarantine.")


def _print(name: str, reports: list[Mapping[str, Any]], times: list[str]) -> None:
    console = Console()
    trend = Table(title=f"{name}: loads, newest first", box=SIMPLE, padding=(0, 1, 0, 0))
    for heading in ("Load", "Rows", "Valid", "Said twice", "Conflicts", "Days late", "In an area"):
        trend.add_column(heading, justify="left" if heading == "Load" else "right", no_wrap=True)
    for time, one in zip(times, reports, strict=True):
        figures = (_share(one["validity"]), _share(one["duplicates"]), f"{one['conflicts']:,}", _whole(one["delay_days_median"]))
        trend.add_row(time, f"{one['rows']:,}", *figures, _share(one["coverage"]))
    console.print(trend)
    console.print(
        "Conflicts wait in quarantine: the same version with other content. Days late is the median from happening to being said."
    )
    console.print("In an area is the share of events whose place lies in a known area.", end="\n\n")
    fields = Table(title="Completeness of the last load", box=SIMPLE, padding=(0, 1, 0, 0))
    for heading in ("Kind", "Field", "Filled"):
        fields.add_column(heading, justify="right" if heading == "Filled" else "left")
    for kind, shares in reports[0]["completeness"].items():
        for field, share in shares.items():
            fields.add_row(kind, field, _share(share))
    console.print(fields)
    for warning in reports[0]["warnings"]:
        console.print(warning)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _whole(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
