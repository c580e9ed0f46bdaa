"""`beatbook load`: takes the exports of a feed, or the boundaries of areas."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from beatbook.config.start import open_beatbook

AREAS = "areas"


@click.command()
@click.argument("feed_code", metavar="FEED")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--areas", "boundaries", multiple=True, type=click.Path(exists=True, path_type=Path), help="GeoJSON of wards, loaded first.")
@click.option("--kind", default="ward", show_default=True, help="Kind of the areas.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def load(feed_code: str, paths: tuple[Path, ...], boundaries: tuple[Path, ...], kind: str, as_json: bool) -> None:
    """Take every file of FEED at PATH (files, folders, zip, gzip). FEED `areas` takes GeoJSON boundaries instead."""
    open_beatbook()
    from beatbook.geography.actions import load_areas  # named loader: needs Django to be set up
    from beatbook.sources.actions import feed_named, load_paths

    if feed_code == AREAS:
        count = len(load_areas(paths, kind=kind))
        click.echo(json.dumps({"areas": count}) if as_json else f"{count:,} areas held.")
        return
    if boundaries:
        load_areas(boundaries, kind=kind)
    with _bar() as bar:
        tasks = {step: bar.add_task(step, total=None) for step in ("read", "publish")}
        summary = load_paths(
            feed_named(feed_code), paths, progress=lambda step, done, total: bar.update(tasks[step], completed=done, total=total)
        )
    click.echo(json.dumps(summary.as_json()) if as_json else f"{summary.sentence()} {summary.seconds:.1f} s.")
    if not summary.published:
        sys.exit(1)


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:8}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
