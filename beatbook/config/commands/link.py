"""`beatbook link`: finds who is who among the records that have changed since the last time, or since a watermark, or among all."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from beatbook.config.start import open_beatbook

STEPS = ("compile", "read", "index", "link", "write links", "write keys")
STEPS_OF_EVERYTHING = ("compile", "link", "write keys", "write links")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--retrain", is_flag=True, help="Learn a new model first, publish it, and link everything under it; `beatbook model` compares first."
)
@click.option("--all", "everything", is_flag=True, help="Link every record again under the published model.")
@click.option("--since", type=click.IntRange(min=0), help="Link again what has changed since this watermark, which --json prints.")
@click.option(
    "--engine", type=click.Choice(["here", "spark"]), default="here", help="Where pairs are compared; spark links every record again."
)
@click.option("--master", metavar="URL", help="Of --engine spark: the Spark master; without it all cores of this machine.")
@click.option(
    "--folder", type=FOLDER, help="Of --engine spark: a folder that all its workers see; without it the machine's own for short files."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def link(retrain: bool, everything: bool, since: int | None, engine: str, master: str | None, folder: Path | None, as_json: bool) -> None:
    """Link every record that has changed since the last run; the first run learns a model and links everything."""
    if everything and since is not None:
        raise click.UsageError("Give --all or --since, not both.")
    if engine == "spark" and (retrain or since is not None):
        raise click.UsageError("--engine spark links every record under the published model: it takes neither --retrain nor --since.")
    if engine == "here" and (master or folder):
        raise click.UsageError("--master and --folder go with --engine spark.")
    open_beatbook()
    from beatbook.linkage.actions import link_new_records  # named loader: needs Django to be set up

    steps = STEPS[1:] if engine == "spark" else STEPS_OF_EVERYTHING if everything else STEPS
    steps = ("train", *STEPS_OF_EVERYTHING) if retrain else steps
    with progress_bar("Finding who is who", steps) as tell:
        if engine == "spark":
            summary = _link_on_spark(master, folder, tell)
        else:
            summary = link_new_records(retrain=retrain, since=0 if everything else since, progress=tell)
    if as_json:
        click.echo(json.dumps(asdict(summary)))
        return
    if summary.model is None:
        click.echo("Too few person records to learn from: nothing is linked yet, but every record can be looked up.")
        return
    seconds = ", ".join(f"{step} {value:.1f}" for step, value in summary.seconds.items())
    click.echo(
        f"{summary.records:,} changed records, {summary.persons:,} of them of people: {summary.pairs:,} pairs compared,"
        f" {summary.links:,} links kept under model {summary.model}. Seconds: {seconds}."
    )


def _link_on_spark(master: str | None, folder: Path | None, tell: Callable[[str, float], None]) -> Any:
    from beatbook.linkage.actions.spark import link_on_spark

    return link_on_spark(folder=folder, progress=tell, **({"master": master} if master else {}))


@contextmanager
def progress_bar(what: str, steps: tuple[str, ...]) -> Iterator[Callable[[str, float], None]]:
    """A bar over the steps of a run, on a terminal only; what it yields is told of each step that is done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[last]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=len(steps), last="")
        yield lambda step, seconds: bar.update(task, advance=1, last=f"{step} done")
