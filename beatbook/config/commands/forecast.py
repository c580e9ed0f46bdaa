"""`beatbook forecast`: replays the past of any city's file of offences, fits a forecast, brings it up to date, and shows it. Places only."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from beatbook.config.start import open_beatbook

EPOCH = date(1970, 1, 1)
CHIEF_OFFICERS = ("Chief Constable", "Deputy Chief Constable", "Assistant Chief Constable", "Commissioner", "Commander")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def forecast() -> None:
    """Where crime is likely, of places only. backtest, fit, update and show take files and store nothing; the others keep a force's own."""


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
@click.option(
    "--make-up",
    "make_up",
    type=FILE,
    help="CSV with a column area, as the boundary names it, and one for each feature, such as deprivation.",
)
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
    make_up: Path | None,
    as_json: bool,
) -> None:
    """Replay the past: each period forecast from what came before it, beside the baselines."""
    from beatbook.forecasts.replay import replay  # numpy and scipy: only where something is computed

    summary = replay(
        paths,
        boundaries=boundaries,
        columns=_said(said),
        types=types,
        side=side,
        horizon=horizon,
        periods=periods,
        residual=residual,
        make_up=make_up,
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


@forecast.command()
@click.argument("code")
@click.option("--name", required=True, help="What the pages call it.")
@click.option("--feed", required=True, help="The feed whose offences it learns from; it must say what the public reports.")
@click.option("--kind", "kinds", multiple=True, required=True, help="A kind of offence, as the feed says it; may be given again.")
@click.option(
    "--card", "card_path", required=True, type=FILE, help="TOML: purpose, not_for, owner, data, limits, impact_assessment, review_by."
)
@click.option("--side", default=250.0, show_default=True, type=click.FloatRange(50, 1000), help="Side of a square, in metres.")
def register(code: str, name: str, feed: str, kinds: tuple[str, ...], card_path: Path, side: float) -> None:
    """Propose a forecast of the records held here: learn it, replay its past, keep both. Nobody can patrol by it yet."""
    open_beatbook()
    from beatbook.forecasts.actions.registering import register as propose

    card = tomllib.loads(card_path.read_text(encoding="utf-8"))
    code, version = propose(code, name=name, feed=feed, kinds=kinds, card={key: str(value) for key, value in card.items()}, side_m=side)
    click.echo(f"{code}, version {version}, is proposed. Next: beatbook forecast assess, hold-out, switch-on.")


@forecast.command()
@click.argument("code")
@click.option("--by", required=True, help="Who assesses.")
@click.option("--words", required=True, help="What the figures mean, and what is done about them.")
@click.option("--make-up", "make_up", type=FILE, help="CSV with a column area (code) and one for each feature, such as deprivation.")
def assess(code: str, by: str, words: str, make_up: Path | None) -> None:
    """Assess whom the map bears on, by make-up of area."""
    open_beatbook()
    from beatbook.forecasts.actions.deciding import assess_equality

    for one in assess_equality(code, by=by, on=_today(), words=words, make_up=make_up)["burdens"]:
        click.echo(
            f"{one['feature']}, {one['third']}: {one['share_of_offences']:.0%} of offences, {one['share_of_flagged']:.0%} of squares."
        )


@forecast.command("hold-out")
@click.argument("code")
@click.option("--by", required=True, help="The chief officer who decides.")
@click.option("--rank", required=True, type=click.Choice(CHIEF_OFFICERS), help="Their rank.")
@click.option("--share", required=True, type=click.FloatRange(0, 0.10), help="0.05 to 0.10 of the squares; 0 for none.")
@click.option("--until", required=True, metavar="DATE", help="When it is decided again.")
@click.option("--reason", required=True, help="Published with the decision.")
@click.option("--seed", required=True, type=int, help="Draws the lot, for instance a number that was announced before.")
def hold_out(code: str, by: str, rank: str, share: float, until: str, reason: str, seed: int) -> None:
    """Record a chief officer's decision on the random hold-out; it is published with its reason."""
    open_beatbook()
    from beatbook.forecasts.actions.deciding import decide_hold_out

    found = decide_hold_out(code, by=by, rank=rank, on=_today(), share=share, until=date.fromisoformat(until), reason=reason, seed=seed)
    click.echo(found["evaluation"])


@forecast.command("switch-on")
@click.argument("code")
@click.option("--by", required=True, help="Who switches it on.")
def switch_on(code: str, by: str) -> None:
    """Let patrols be planned by it, once everything is in order; what is missing is listed."""
    open_beatbook()
    from beatbook.forecasts.actions.deciding import switch_on as let_it

    let_it(code, by=by, on=_today())
    click.echo(f"{code} is switched on.")


@forecast.command()
@click.argument("code")
@click.option("--on", "day", metavar="DATE", help="As of the start of this day; without it, today.")
def refresh(code: str, day: str | None) -> None:
    """Bring it up to date, score what it said, suspend it if it no longer holds, and publish how it stands: each day."""
    open_beatbook()
    from beatbook.forecasts.actions.publishing import publish
    from beatbook.forecasts.actions.refreshing import refresh as bring_up

    click.echo(bring_up(code, today=date.fromisoformat(day) if day else _today()))
    publish(code)


@forecast.command()
@click.argument("code")
@click.option("--week", required=True, metavar="MONDAY", help="The Monday on which the week begins.")
@click.option("--hours", required=True, type=click.FloatRange(0, 10_000), help="Officer hours in each shift.")
@click.option("--most-a-week", default=21, show_default=True, help="Visits to one square in the week; never above 21.")
@click.option("--least-an-area", default=1, show_default=True, help="Visits that every area gets.")
@click.option("--most-share", default=2.0, show_default=True, help="An area's share of visits over its share of offences; never above 3.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def plan(code: str, week: str, hours: float, most_a_week: int, least_an_area: int, most_share: float, as_json: bool) -> None:
    """Plan the patrols of a week by a forecast that is switched on."""
    open_beatbook()
    from beatbook.forecasts.actions.planning import plan_patrols
    from beatbook.forecasts.tasking import Rules

    monday = date.fromisoformat(week)
    if monday.weekday():
        raise click.UsageError("--week is a Monday.")
    figures = plan_patrols(code, week=monday, hours_a_shift=hours, rules=Rules(most_a_week, least_an_area, most_share))
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{figures['visits']:,} visits to {figures['squares']:,} squares; {figures['prevented_days']:.1f} days of harm likely prevented."
    )
    for name, value in figures["baselines"].items():
        click.echo(f"  by {name}: {value:.1f} days")
    for name, value in figures["prices"].items():
        click.echo(f"  {name} costs {value:.2f} days")


@forecast.command()
@click.argument("code")
@click.option("--units", required=True, type=click.IntRange(1, 200), help="Response units on duty.")
@click.option("--minutes", default=15.0, show_default=True, type=click.FloatRange(1, 120), help="In time is within so many minutes.")
@click.option("--speed", default=40.0, show_default=True, type=click.FloatRange(5, 150), help="Kilometres an hour by road.")
@click.option("--busy", default=0.35, show_default=True, type=click.FloatRange(0, 0.95), help="Share of the time in which a unit is taken.")
@click.option("--most-a-site", default=2, show_default=True, type=click.IntRange(1, 20), help="Units that may stand at one place.")
@click.option(
    "--sites", "sites_path", type=FILE, help="CSV with name, longitude and latitude; without it, the middle of every neighbourhood."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def cover(
    code: str, units: int, minutes: float, speed: float, busy: float, most_a_site: int, sites_path: Path | None, as_json: bool
) -> None:
    """Plan where response units stand, so that most offences expected find a free one in time."""
    open_beatbook()
    from beatbook.forecasts.actions.covering import plan_cover, read_sites
    from beatbook.forecasts.cover_report import Travel

    places = read_sites(sites_path) if sites_path else None
    figures = plan_cover(code, units=units, travel=Travel(minutes, speed), busy=busy, most_a_site=most_a_site, places=places)
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(f"{figures['covered']:.1%} of offences expected would find a free unit in time; {figures['simple']:.1%} by the simple plan.")
    for (name, *_), count in zip(figures["sites"], figures["units"], strict=True):
        if count:
            click.echo(f"  {name}: {count}")


def _today() -> date:
    return datetime.now(ZoneInfo("Europe/London")).date()


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
    for one in summary.get("by_make_up", ()):
        told = "none forecast" if one["observed_over_expected"] is None else f"{one['observed_over_expected']:.2f} observed over forecast"
        click.echo(
            f"{one['feature']}, {one['third']}: {one['share_of_offences']:.0%} of offences, {one['share_of_flagged']:.0%} of squares, {told}."
        )
    for note in summary.get("notes", ()):
        click.echo(note)
