"""`beatbook demo`: from an empty folder to a joined-up county in the browser."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from beatbook.config import environment
from beatbook.config.start import open_beatbook


@click.command()
@click.option(
    "--size",
    type=click.Choice(["small", "county", "force"]),
    default="county",
    show_default=True,
    help="How large a county to make; force has a million mentions of people, and takes an hour or more and 20 GB of disk.",
)
@click.option("--no-serve", is_flag=True, help="Stop after the summary instead of opening the service.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object on standard output, and nothing else there.")
@click.option("--port", default=8000, show_default=True, help="Where to serve.")
def demo(size: str, no_serve: bool, as_json: bool, port: int) -> None:
    """Make a made-up county, load its eight systems, find who is who, and open it in the browser."""
    open_beatbook()
    from beatbook.config.demonstration import check_nothing_real, run_demonstration  # named loader: needs Django to be set up

    check_nothing_real()
    environment.mark_as_demonstration(environment.home())

    terminal = Console(stderr=True)
    with terminal.status("Starting") as status:

        def say(words: str) -> None:
            status.update(words.capitalize())
            terminal.print(f"  {words} …", highlight=False)

        summary = run_demonstration(size, say=say).as_json()
    if as_json:
        click.echo(json.dumps(summary))
    else:
        show(summary, Console())
    if not no_serve:
        from beatbook.config.commands.serve import serve_until_stopped  # named loader: as above

        serve_until_stopped(port)


def show(summary: dict[str, Any], console: Console) -> None:
    """The summary for people: records per system, people, accuracy and seconds."""
    table = Table("System", "Records", "Refused rows", title="What eight systems said")
    for code, records in summary["records"].items():
        table.add_row(code, f"{records:,}", f"{summary['refused_rows'][code]:,}")
    console.print(table)
    console.print(f"{summary['person_records']:,} person records became {summary['people']:,} people by {summary['links']:,} links.")
    accuracy = Table("Against the known truth", "Precision", "Recall", "F1")
    for kind in ("pairwise", "clustered"):
        accuracy.add_row(kind, *(f"{summary['accuracy'][f'{kind}_{measure}']:.4f}" for measure in ("precision", "recall", "f1")))
    console.print(accuracy)
    console.print("Seconds: " + ", ".join(f"{step} {seconds}" for step, seconds in summary["seconds"].items()))
