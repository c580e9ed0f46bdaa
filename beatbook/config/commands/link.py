"""`beatbook link`: finds who is who among the records that have changed since the last time."""

import json
from dataclasses import asdict

import click
from rich.console import Console

from beatbook.config.start import open_beatbook


@click.command()
@click.option("--retrain", is_flag=True, help="Learn a new model from the records first, and link everything under it.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def link(retrain: bool, as_json: bool) -> None:
    """Link every record that has changed since the last run; the first run learns a model and links everything."""
    open_beatbook()
    from beatbook.linkage.actions import link_new_records  # named loader: needs Django to be set up

    console = Console(stderr=True)
    with console.status("Finding who is who") as status:
        summary = link_new_records(retrain=retrain, progress=lambda step, seconds: status.update(f"Finding who is who: {step} done"))
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
