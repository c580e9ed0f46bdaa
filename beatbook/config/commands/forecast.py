"""`beatbook forecast`: replays the past of any city's file of offences, fits a forecast, brings it up to date, and shows it. Places only."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

EPOCH = date(1970, 1, 1)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def forecast() -> None:
    """Where crime is likely, of places only. Nothing is stored but what --out names."""


def _events(command: Any) -> Any:
    """The options that say what is read."""
    for option in reversed(
        (
            click.option(
                "--events", "paths", required=True, multiple=True, type=FILE, help="CSV with a time and a place; may be given again."
            ),
            click.option("--boundary", "boundaries", multiple=True, type=FILE, help="GeoJSON or KML of the areas studied."),
            click.option(
                "--column", "said", multiple=True, metavar="WHAT=NAME", help="time, longitude, latitude, x, y or type is called NAME."
            ),
            click.option("--type", "types", multiple=True, metavar="KIND", help="Forecast this kind only; the other kinds may still lead."),
            click.option("--side", default=250.0, show_default=True, type=click.FloatRange(20, 5000), help="Side of a square, in metres."),
            click.option("--weeks", "horizon", default=1, show_default=True, type=click.IntRange(1, 26), help="Weeks forecast at a time."),
        )
    ):
        command = option(command)
    return command


@forecast.command()
@_events
@click.option("--periods", type=click.IntRange(1), help="Test periods, the last of the file; without it 52 weeks, or half of the months.")
@click.option("--residual", is_flag=True, help="Try LightGBM on top as well (needs the extra `forecast`).")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
def backtest(
    paths: tuple[Path, ...],
    boundaries: tuple[Path, ...],
    said: tuple[str, ...],
    types: tuple[str, ...],
    side: float,
    horizon: int,
    periods: int | None,
    residual: bool,
    as_json: bool,
) -> None:
    """Replay the past: each period forecast from what came before it, beside the baselines."""
    from beatbook.forecasts.replay import replay  # numpy and scipy: only where something is computed

    summary = replay(
        paths, boundaries=boundaries, columns=_said(said), types=types, side=side, horizon=horizon, periods=periods, residual=residual
    )
    _say_refused(summary)
    if as_json:
        click.echo(json.dumps(summary))
        return
    _print(summary)


@forecast.command()
@_events
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Where the forecast is kept.")
def fit(
    paths: tuple[Path, ...],
    boundaries: tuple[Path, ...],
    said: tuple[str, ...],
    types: tuple[str, ...],
    side: float,
    horizon: int,
    out: Path,
) -> None:
    """Learn a forecast from a whole history: once a week."""
    from beatbook.forecasts.replay import fit_files
    from beatbook.forecasts.standing import as_bytes

    standing = fit_files(paths, boundaries=boundaries, columns=_said(said), types=types, side=side, horizon=horizon)
    out.write_bytes(as_bytes(standing))
    click.echo(f"Learnt up to {_date(standing.day)}: {standing.grid.n_cells:,} squares, {standing.expected.sum():.1f} offences expected.")


@forecast.command()
@click.argument("kept", type=FILE)
@click.option("--events", "paths", required=True, multiple=True, type=FILE, help="CSV of what happened since; rows of before are left out.")
@click.option("--until", metavar="DATE", help="Stand at the start of this day; without it, the day after the last row.")
@click.option("--column", "said", multiple=True, metavar="WHAT=NAME", help="As for fit.")
def update(kept: Path, paths: tuple[Path, ...], until: str | None, said: tuple[str, ...]) -> None:
    """Bring the forecast KEPT up to date: each day."""
    from beatbook.forecasts.replay import update_files
    from beatbook.forecasts.standing import as_bytes, from_bytes

    day = None if until is None else float((date.fromisoformat(until) - EPOCH).days)
    standing = update_files(from_bytes(kept.read_bytes()), paths, columns=_said(said), day=day)
    kept.write_bytes(as_bytes(standing))
    click.echo(f"Brought up to {_date(standing.day)}: {standing.expected.sum():.1f} offences expected.")


@forecast.command()
@click.argument("kept", type=FILE)
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="How many squares.")
@click.option("--json", "as_json", is_flag=True, help="Print the squares as one JSON object.")
def show(kept: Path, top: int, as_json: bool) -> None:
    """Show the squares of highest risk of the forecast KEPT: how many, how sure, and why."""
    from beatbook.forecasts.standing import from_bytes, squares

    standing = from_bytes(kept.read_bytes())
    found = squares(standing, share=1.0, most=top)
    if as_json:
        rows = [asdict(one) for one in found]
        click.echo(json.dumps({"day": _date(standing.day), "weeks": standing.horizon, "squares": rows}))
        return
    click.echo(f"The {standing.horizon} weeks from {_date(standing.day)}; the range should hold nine counts in ten.")
    for one in found:
        parts = "; ".join(f"{share:.0%} {name}" for name, share in one.parts)
        click.echo(f"{one.latitude:.5f}, {one.longitude:.5f}  {one.expected:.2f} ({one.low:.0f} to {one.high:.0f})  {parts}")


def _said(said: tuple[str, ...]) -> dict[str, str]:
    for one in said:
        if "=" not in one:
            raise click.UsageError(f"--column {one} is not WHAT=NAME, as in --column time=occurred.")
    return dict(one.split("=", 1) for one in said)


def _date(day: float) -> str:
    return (EPOCH + timedelta(days=int(day))).isoformat()


def _say_refused(summary: Mapping[str, Any]) -> None:
    for one in summary["refused_examples"]:
        click.echo(f"{one['file']}, row {one['row']}, column {one['column']}: {one['reason']}.", err=True)
    if summary["refused"]:
        click.echo(f"{summary['refused']:,} rows were refused; all others are used.", err=True)


def _print(summary: Mapping[str, Any]) -> None:
    length = "months" if summary["by_month"] else f"periods of {summary['weeks_a_period']} weeks"
    click.echo(
        f"{summary['periods']} {length}, {summary['offences']:,.0f} offences, {summary['cells']:,} squares of {summary['side_m']:.0f} m."
    )
    click.echo(summary["study_area"])
    shares = [share for share in next(iter(summary["maps"].values())) if share != "is_a_forecast"]
    click.echo(f"{'':28}" + "".join(f"  hits, PAI, ours over this at {float(share):.0%}       " for share in shares))
    for name, figures in summary["maps"].items():
        cells = (
            f"  {one['hit_rate'] or 0:6.1%} {one['pai']:6.2f}  {one['ours_over_this']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
            for one in (figures[share] for share in shares)
        )
        click.echo(f"{name:28}" + "".join(cells))
    told = ", ".join(f"{value:.2f} in the top {float(share):.0%}" for share, value in summary["calibration"].items() if value is not None)
    click.echo(f"Observed over forecast: {told}.")
    for note in summary.get("notes", ()):
        click.echo(note)
