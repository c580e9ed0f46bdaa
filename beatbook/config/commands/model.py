"""`beatbook model`: trains, compares, publishes, lists, shows, exports and imports models of who is who."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from beatbook.config.commands.link import progress_bar
from beatbook.config.start import open_beatbook
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.splink.importing import Given

BESIDE = ("compile", "read", "index", "link", "write links")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def model() -> None:
    """Models of who is who: learn one, compare it with the one in use, and publish it. To go back, publish the old one again."""


@model.command()
@click.option("--judgements", is_flag=True, help="Learn also from what reviewers said of pairs of open records.")
@as_json_option
def train(judgements: bool, as_json: bool) -> None:
    """Learn a model from open records and keep it. What is published stays as it is."""
    open_beatbook()
    from beatbook.linkage.actions.modelling import report_of, train_model  # named loader: needs Django to be set up

    with progress_bar("Learning", ("compile", "read", "train", "keep")) as tell:
        version = train_model(judgements=judgements, progress=tell)
    if as_json:
        click.echo(json.dumps(report_of(version)))
        return
    click.echo(f"Model {version} is trained. Next: beatbook model compare {version}")


@model.command("list")
@as_json_option
def list_models(as_json: bool) -> None:
    """Every model, newest first."""
    open_beatbook()
    from beatbook.linkage.actions.modelling import all_models  # named loader, as above

    found = all_models()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], default=str))
        return
    table = Table(box=SIMPLE)
    for heading in ("Model", "State", "Joins from (bits)", "Made", "Published", "Links"):
        table.add_column(heading, justify="right" if heading in ("Joins from (bits)", "Links") else "left")
    for one in found:
        published = f"{one.published_at:%d %b %Y %H:%M}" if one.published_at else ""
        table.add_row(one.version, one.state, f"{one.threshold_bits:.1f}", f"{one.made_at:%d %b %Y %H:%M}", published, f"{one.links:,}")
    Console().print(table)


@model.command()
@click.argument("version")
@click.option("--truth", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A CSV file of who is who.")
@as_json_option
def compare(version: str, truth: Path | None, as_json: bool) -> None:
    """Link everything under VERSION beside the published model, and say what would change. Nothing that people see changes."""
    open_beatbook()
    from beatbook.linkage.actions.comparing import compare_models  # named loader, as above

    with progress_bar("Comparing", (*BESIDE, "read", "accuracy", "blocking", "compare")) as tell:
        report = compare_models(version, truth=truth, today=datetime.now(UTC).date(), progress=tell)
    if as_json:
        click.echo(json.dumps(report))
        return
    _print(report)
    click.echo(f"To publish it: beatbook model publish {version}")


@model.command()
@click.argument("version")
@as_json_option
def publish(version: str, as_json: bool) -> None:
    """Let every page follow VERSION from now on. Switches at once; links of the model before are removed after."""
    open_beatbook()
    from beatbook.linkage.actions.modelling import publish_model  # named loader, as above

    with progress_bar("Publishing", (*BESIDE, *BESIDE[1:], "switch", "remove old links")) as tell:
        run = publish_model(version, progress=tell)
    if as_json:
        click.echo(json.dumps({"published": version, "seconds": run.seconds}))
        return
    click.echo(f"Model {version} is published.")


@model.command("export")
@click.argument("version")
def export_model(version: str) -> None:
    """Write VERSION as JSON to standard output, for another installation."""
    open_beatbook()
    from beatbook.linkage.actions import modelling  # named loader, as above

    click.echo(modelling.export_model(version))


@model.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--frequencies", multiple=True, type=FILE, help="Of a Splink model: term frequencies as JSON, or CSV or Parquet from Splink.")
@click.option("--field", "fields", multiple=True, metavar="COLUMN=FIELD", help="Of a Splink model: which field of a record a column is.")
@click.option("--threshold", type=float, default=JOIN_BITS, show_default=True, help="Of a Splink model: bits from which records join.")
@as_json_option
def import_model(path: Path, frequencies: tuple[Path, ...], fields: tuple[str, ...], threshold: float, as_json: bool) -> None:
    """Keep the model in the file PATH, as `beatbook model export` or Splink wrote it. It is not published."""
    open_beatbook()
    from beatbook.linkage.actions import modelling  # named loader, as above

    pairs = dict(pair.partition("=")[::2] for pair in fields)
    if not all(column and known for column, known in pairs.items()):
        raise click.BadParameter("Write each as COLUMN=FIELD, such as dob=date_of_birth.", param_hint="--field")
    given = Given(frequencies, pairs, threshold)
    version = modelling.import_model(path.read_text(encoding="utf-8"), chosen_by=path.name, beside=given)
    click.echo(json.dumps({"version": version}) if as_json else f"Model {version} is kept. Next: beatbook model compare {version}")


@model.command()
@click.argument("version")
@as_json_option
def show(version: str, as_json: bool) -> None:
    """What is known of VERSION: the last comparison, accuracy, fairness, and which data chose what."""
    open_beatbook()
    from beatbook.linkage.actions.modelling import report_of  # named loader, as above

    report = report_of(version)
    if as_json:
        click.echo(json.dumps(report))
        return
    _print(report)


def _print(report: dict[str, Any]) -> None:
    console = Console(file=sys.stdout)
    change = report.get("comparison")
    if change:
        console.print(
            f"Beside {change['with']}: {change['links_gained']:,} links gained, {change['links_lost']:,} lost; {change['persons_split']:,} persons"
            f" split, {change['persons_joined']:,} joined; {change['cost']['cpu_s']:.1f} CPU-seconds."
        )
        for words, examples in (("Split", change["split_examples"]), ("Joined", change["joined_examples"])):
            for parts in examples[:3]:
                console.print(f"  {words}: {' | '.join(', '.join(part) for part in parts)}")
    for name in ("accuracy", "judgements"):
        found = report.get(name)
        if found and found["accuracy"]["joined"] + found["accuracy"]["true"]:
            figures = found["accuracy"]
            console.print(
                f"Against {found['source']}: precision {figures['precision']:.3f}, recall {figures['recall']:.3f}, F1 {figures['f1']:.3f}."
            )
            console.print(_fairness(found["fairness"]))
    for what, data in report.get("chosen_by", {}).items():
        console.print(f"{what}: chosen by {data}")


def _fairness(rows: list[dict[str, Any]]) -> Table:
    table = Table(box=SIMPLE)
    for heading in ("By", "Group", "False joins", "Missed joins", "of the whole"):
        table.add_column(heading, justify="left" if heading in ("By", "Group") else "right")
    for row in rows:
        ratios = " / ".join("–" if row[name] is None else f"{row[name]:.2f}" for name in ("false_join_ratio", "missed_join_ratio"))
        table.add_row(row["by"], row["group"], f"{row['false_join_rate']:.2%}", f"{row['missed_join_rate']:.2%}", ratios)
    return table
