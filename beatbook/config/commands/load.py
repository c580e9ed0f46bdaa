"""`beatbook load`: takes the exports of a feed, or the boundaries of areas; reads refused rows again once they are mended."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from beatbook.config.start import open_beatbook
from beatbook.vocabulary.errors import BeatbookError

if TYPE_CHECKING:
    from beatbook.sources.summaries import LoadSummary

AREAS, POPULATIONS, NEIGHBOURHOODS = "areas", "populations", "neighbourhoods"
DAY = click.DateTime(formats=["%Y-%m-%d"])


class PathMissing(BeatbookError):
    """Nothing is at the path: check how it is spelt."""


class NotAChange(BeatbookError):
    """A mended field is written COLUMN=VALUE, with the column as the file names it."""


@click.command()
@click.argument("feed_code", metavar="FEED")
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--areas", "boundaries", metavar="PATH", multiple=True, type=click.Path(path_type=Path), help="GeoJSON of wards, loaded first."
)
@click.option("--kind", default="ward", show_default=True, help="Kind of the areas.")
@click.option("--generation", metavar="NAME", help="Which drawing of the boundaries this is; else what the file says.")
@click.option("--from", "begins", metavar="DAY", type=DAY, help="The day from which the areas hold; those that they cover end with it.")
@click.option("--parent", metavar="CODE", default="", help="The area that those of the file are part of.")
@click.option("--replay", is_flag=True, help="Read every refused row of FEED again, after its TOML file was put right.")
@click.option("--mend", metavar="ROW", type=click.UUID, help="Read this refused row again with the fields given by --set.")
@click.option("--set", "changes", metavar="COLUMN=VALUE", multiple=True, help="A field of the row to mend.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def load(
    feed_code: str,
    paths: tuple[Path, ...],
    boundaries: tuple[Path, ...],
    kind: str,
    generation: str | None,
    begins: datetime | None,
    parent: str,
    replay: bool,
    mend: object,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Take every file of FEED at PATH (files, folders, zip, gzip). FEED `areas` takes GeoJSON boundaries instead, `populations` CSV,
    `neighbourhoods` what forces say of their teams."""
    if not paths and not replay and not mend:
        raise click.UsageError("Name the files or folders to load, or use --replay.")
    fields = dict(_change(one) for one in changes)
    _there([*paths, *boundaries])
    open_beatbook()
    from beatbook.geography.actions import load_areas, load_populations  # named loader: needs Django to be set up
    from beatbook.sources.actions import feed_named, load_paths, mend_refused_row, replay_refused_rows

    if feed_code in (AREAS, POPULATIONS):
        if feed_code == AREAS:
            day = begins.date() if begins else None
            count = len(load_areas(paths, kind=kind, generation=generation, valid_from=day, parent=parent))
        else:
            count = sum(load_populations(path, kind=kind) for path in paths)
        click.echo(json.dumps({feed_code: count}) if as_json else f"{count:,} {feed_code} held.")
        return
    if feed_code == NEIGHBOURHOODS:
        _load_neighbourhoods(paths, as_json)
        return
    feed = feed_named(feed_code)
    if boundaries:
        load_areas(boundaries, kind=kind)
    summary: LoadSummary | None
    if mend:
        summary = mend_refused_row(mend, fields, feed=feed)  # type: ignore[arg-type]
    elif replay:
        summary = replay_refused_rows(feed)
    else:
        with _bar() as bar:
            tasks = {step: bar.add_task(step, total=None) for step in ("read", "publish")}
            summary = load_paths(feed, paths, progress=lambda step, done, total: bar.update(tasks[step], completed=done, total=total))
    if summary is None:
        click.echo(json.dumps(None) if as_json else f"{feed.code}: no refused row waits to be read again.")
        return
    _tell(summary, as_json)


def _load_neighbourhoods(paths: Sequence[Path], as_json: bool) -> None:
    from beatbook.neighbourhoods.actions import load_neighbourhoods  # named loader: needs Django to be set up

    taken = load_neighbourhoods(paths)
    if as_json:
        click.echo(json.dumps({**taken.counts, "refused": [one.sentence() for one in taken.refused]}))
    else:
        click.echo(", ".join(f"{count:,} {sort}" for sort, count in taken.counts.items()) + ".")
    for one in taken.refused:
        click.echo(f"  refused: {one.sentence()}", err=True)


def _tell(summary: "LoadSummary", as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary.as_json()))
    elif summary.published:
        click.echo(f"{summary.sentence()} {summary.seconds:.1f} s.")
    else:
        click.echo(f"beatbook: {summary.sentence()}{'' if summary.reason.endswith('.') else '.'} Put it right and load again.", err=True)
    if summary.refused_rows or summary.conflicts:
        _name_refused(summary)
    if not summary.published:
        sys.exit(1)


def _name_refused(summary: "LoadSummary") -> None:
    for sentence in summary.refused_first:
        click.echo(f"  refused: {sentence}", err=True)
    listed = f"`beatbook quality {summary.feed} --refused`"
    if summary.refused_rows:
        click.echo(f"  {listed} lists every refused row: mend it in its system and load again, or here with --mend.", err=True)
    if summary.conflicts:
        click.echo(f"  {listed} lists, as quarantined, what says otherwise under a version that is held.", err=True)


def _there(paths: Sequence[Path]) -> None:
    for path in paths:
        try:
            path.lstat()
        except OSError as error:
            raise PathMissing(f"{path}: {error.strerror or error}. Check the path.") from None


def _change(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not column or not equals:
        raise NotAChange(f"“{text}” is not written COLUMN=VALUE.")
    return column, value


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:8}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
