"""`beatbook link-file`: finds who is who in one CSV or Parquet file, without a database."""

import json
from pathlib import Path
from typing import Any

import click


@click.command("link-file")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "ids", metavar="COLUMN", help="Column with each record's own id; without it the row counts.")
@click.option("--column", "said", multiple=True, metavar="FIELD=COLUMN", help="Where a field is: surname=last_name, address=number+street.")
@click.option("--truth", metavar="COLUMN", help="Column that names the true person; used for the accuracy alone, after linking.")
@click.option(
    "--model", "model_path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A model to use; else one is learnt."
)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the table with a column `person` here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def link_file(
    path: Path, ids: str | None, said: tuple[str, ...], truth: str | None, model_path: Path | None, out: Path | None, as_json: bool
) -> None:
    """Find which records of the file PATH (CSV or Parquet) speak of the same person. Nothing is stored but what --out names."""
    from beatbook.linkage.files import LinkedFile, write_persons  # heavy: only this verb needs the kernel
    from beatbook.linkage.files import link_file as link_records
    from beatbook.linkage.model import read_model

    model = None if model_path is None else read_model(model_path.read_text())
    linked: LinkedFile = link_records(path, said=_said(said), ids=ids, truth=truth, model=model)
    if out is not None:
        write_persons(linked, out)
    summary = _summary(linked)
    if linked.unread_dates:
        row = linked.unread_dates[0]
        column = "+".join(linked.columns["date_of_birth"])
        click.echo(f"{path.name}, row {row}, column {column}: no date; {len(linked.unread_dates):,} such rows go without one.", err=True)
    if as_json:
        click.echo(json.dumps(summary))
        return
    read = ", ".join(f"{field} from {'+'.join(columns)}" for field, columns in summary["columns"].items())
    click.echo(f"Read {read}.")
    click.echo(f"{summary['records']:,} records, {summary['pairs']:,} pairs compared, {summary['persons']:,} persons.")
    if "f1" in summary:
        click.echo(f"Against the truth: precision {summary['precision']:.3f}, recall {summary['recall']:.3f}, F1 {summary['f1']:.3f}.")


def _said(said: tuple[str, ...]) -> dict[str, str]:
    for one in said:
        if "=" not in one:
            raise click.UsageError(f"--column {one} is not FIELD=COLUMN, as in --column surname=last_name.")
    return dict(one.split("=", 1) for one in said)


def _summary(linked: Any) -> dict[str, Any]:
    result, accuracy = linked.result, linked.accuracy
    summary: dict[str, Any] = {
        "records": linked.table.num_rows,
        "columns": linked.columns,
        "pairs": result.n_pairs,
        "links": len(result.weights),
        "persons": len(set(result.persons.tolist())),
        "unread_dates": len(linked.unread_dates),
        "model": result.model.version,
        "threshold_bits": result.model.threshold,
        "seconds": {step: round(value, 3) for step, value in result.seconds.items()},
    }
    if accuracy is not None:
        summary |= {"precision": accuracy.precision, "recall": accuracy.recall, "f1": accuracy.f1}
    return summary
