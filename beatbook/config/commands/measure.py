"""`beatbook measure`: checks measures' files, counts what changed, and shows a figure with the records behind it."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from beatbook.config.start import open_beatbook


@click.group()
def measure() -> None:
    """One definition per figure: check the files, count anew, show a figure."""


@measure.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
def check(folder: Path | None) -> None:
    """Read every measure's file; the first mistake is named with its file and line, and ends with exit code 1."""
    from beatbook.config import environment  # named loader, as all below: the command starts at once
    from beatbook.measures.definition import read_measures

    where = folder or Path(environment.text("BEATBOOK_MEASURES", str(environment.PROJECT_ROOT / "measures")))
    found = read_measures(where)
    for one in found.values():
        click.echo(f"{one.code} version {one.version}: {one.label}")


@measure.command()
@click.option("--whole", is_flag=True, help="Count every record anew, not only what changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def refresh(whole: bool, as_json: bool) -> None:
    """Take in what changed since the last time and count it."""
    open_beatbook()
    from beatbook.measures.actions import refresh_measures

    summary = refresh_measures(whole=whole)
    if as_json:
        click.echo(json.dumps({"whole": summary.whole, "taken": summary.taken, "cells": summary.cells, "seconds": summary.seconds}))
        return
    how = "everything counted anew" if summary.whole else "what changed was counted"
    seconds = ", ".join(f"{step} {value:.1f}" for step, value in summary.seconds.items())
    click.echo(f"{summary.taken:,} records taken in, {summary.cells:,} counts written, {how}. Seconds: {seconds}.")


@measure.command()
@click.argument("code")
@click.option("--force", "force", metavar="CODE", required=True, help="The force whose counts they are.")
@click.option("--from", "first", metavar="MONTH", required=True, help="The first month, e.g. 2025-01.")
@click.option("--to", "last", metavar="MONTH", required=True, help="The last month.")
@click.option(
    "--by", required=True, metavar="USERNAME", help="Who answers for it: what they may see is counted, and their name is published."
)
def publish(code: str, force: str, first: str, last: str, by: str) -> None:
    """Publish the counts of measure CODE, small ones held back. No month can be published again."""
    open_beatbook()
    from beatbook.measures.actions import publish_counts
    from beatbook.measures.asked import read_period
    from beatbook.measures.errors import PeriodUnreadable

    period = read_period(first, last)
    if period is None:
        raise PeriodUnreadable("Write months as 2025-01, the first before the last.")
    content = publish_counts(code, force, period, by=by)
    held = sum(value is None for area in content["areas"].values() for value in area["parts"].values())
    click.echo(f"{code} of {force} is published for {period.words()}; {held} neighbourhoods are held back.")


@measure.command()
@click.argument("code")
@click.option("--force", "force", metavar="CODE", help="One force; without it all of them.")
@click.option("--area", metavar="CODE", help="One policing area; `unknown` for records of none.")
@click.option("--neighbourhood", metavar="CODE", help="One neighbourhood; `unknown` for records of none.")
@click.option("--boundaries", metavar="KEY", default="then", show_default=True, help="`then`, `first`, or the first day of an era.")
@click.option("--from", "first", metavar="MONTH", default="", help="The first month, e.g. 2026-01.")
@click.option("--to", "last", metavar="MONTH", default="", help="The last month.")
@click.option("--version", type=int, help="An older version of the definition.")
@click.option("--definition", is_flag=True, help="Say what the figure means instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(
    code: str,
    force: str | None,
    area: str | None,
    neighbourhood: str | None,
    boundaries: str,
    first: str,
    last: str,
    version: int | None,
    definition: bool,
    as_json: bool,
) -> None:
    """Show measure CODE as the public sees it, by month, with the usual range."""
    open_beatbook()
    from beatbook.access.actions import public_viewer
    from beatbook.measures.asked import read_period
    from beatbook.measures.queries import measure_named, series_of
    from beatbook.measures.saying import definition_rows, series_sentence
    from beatbook.measures.sheets import months_table
    from beatbook.measures.where import Where

    viewer = public_viewer()
    if definition:
        for key, value in definition_rows(measure_named(code, version, viewer=viewer)):
            click.echo(f"{key}: {value}")
        return
    series = series_of(code, Where(force, area, neighbourhood, boundaries), read_period(first, last), viewer=viewer, version=version)
    table = months_table(series)
    if as_json:
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        click.echo(json.dumps({"measure": code, "place": series.name, "verdict": series.verdict, "months": rows}))
    else:
        click.echo(series_sentence(series)[0])
        _print(table.columns, table.rows)
    if not series.points:
        sys.exit(1)


def _print(columns: Any, rows: Any) -> None:
    shown = ("Month", "Value", "Lowest by chance", "Highest by chance", "Records", "Out of", "Usual from", "Usual to", "What is unusual")
    table = Table(*shown)
    places = [list(columns).index(column) for column in shown]
    for row in rows:
        table.add_row(*(row[place] for place in places))
    Console().print(table)
