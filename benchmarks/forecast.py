"""Replays a city's past and prints one JSON line per figure: accuracy beside the peers, calibration, speed, patrol plans.

Usage: python -m benchmarks.forecast [--events FILE --boundary FILE]. Without a file it takes Chicago and the two English forces of ../shared/data,
and says so where they are absent. No setting is chosen from a test period: the grid, the density and the use of kinds are chosen by the product
from what lies before it, and the kernels are those of the published method.
"""

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from beatbook.forecasts.backtest import Question
from beatbook.forecasts.event_files import read_events
from beatbook.forecasts.replay import grid_for, replay
from beatbook.forecasts.standing import brought_up_to, fit, squares
from beatbook.forecasts.study_areas import read_study_area
from benchmarks.forecasts.information import experiments
from benchmarks.forecasts.planning import planning_figures

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CHICAGO = DATA / "forecast" / "chicago_aggravated_assaults.csv.gz"
DISTRICTS = DATA / "forecast" / "chicago_police_districts.kml"
NORTHAMPTONSHIRE = sorted((DATA / "policeuk" / "northamptonshire-2025").glob("*-street.csv.gz"))
DEPRIVATION = DATA / "geography" / "lsoa11_population_imd2019.csv"
SMALL_AREAS = sorted((DATA / "geography").glob("lsoa_E0700*.geojson"))
WARDS = sorted((DATA / "geography").glob("wards_E0700*.geojson"))
missed: list[str] = []


def main() -> None:
    """Every figure of the table; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=Path, action="append")
    parser.add_argument("--boundary", type=Path, action="append", default=[])
    given = parser.parse_args()
    if given.events:
        _by_week("events", given.events, given.boundary)
    elif CHICAGO.exists():
        _by_week("chicago", [CHICAGO], [DISTRICTS])
        _new_information([CHICAGO], [DISTRICTS])
        _speed()
    else:
        print("../shared/data/forecast is absent: the figures on Chicago are skipped.", file=sys.stderr)
    if not given.events and NORTHAMPTONSHIRE:
        _by_month()
        _by_deprivation()
    for name, value, unit, target, met in planning_figures():
        tell(name, value, unit, target, met)
    sys.exit(1 if missed else 0)


def tell(name: str, value: float, unit: str, target: str = "", met: bool | None = None) -> None:
    """One line; a missed target is remembered."""
    line: dict[str, Any] = {"benchmark": "forecast", "name": name, "value": round(value, 4), "unit": unit}
    if target:
        line |= {"target": target, "met": bool(met)}
        if not met:
            missed.append(name)
    print(json.dumps(line), flush=True)


def _by_week(label: str, events: list[Path], boundaries: list[Path]) -> None:
    pooled = []
    for horizon, periods in ((1, 52), (4, 26)):
        found = replay(events, boundaries=boundaries, horizon=horizon, periods=periods)
        name = f"{label}, {horizon} week" + ("s" if horizon > 1 else "")
        maps = found["maps"]
        tell(f"{name}: test periods", found["periods"], "periods")
        for share in ("0.01", "0.02", "0.05"):
            for one, figures in maps.items():
                tell(f"{name}: PAI at {float(share):.0%}, {one}", figures[share]["pai"], "PAI")
        promap = maps["ProMap"]["0.02"]
        tell(f"{name}: PAI at 2 % over ProMap", promap["ours_over_this"], "ratio", ">= 1.39", promap["ours_over_this"] >= 1.39)
        tell(f"{name}: its lower bound", promap["low"], "ratio", ">= 1.34", promap["low"] >= 1.34)
        wide = maps["ProMap in half cells"]["0.02"]
        tell(f"{name}: PAI at 2 % over ProMap in half cells", wide["ours_over_this"], "ratio")
        for share in ("0.02", "0.05"):
            for one, target in (("tuned density", 1.0), ("hindsight of both sides", 0.97)):
                value = maps[one][share]["ours_over_this"]
                tell(f"{name}: at {float(share):.0%} over {one}", value, "ratio", f">= {target:.2f}", value >= target)
            pooled.append(maps["tuned density"][share]["ours_over_this"])
        for share, value in found["calibration"].items():
            tell(f"{name}: observed over forecast, top {float(share):.0%}", value, "ratio", "0.90 to 1.10", 0.9 <= value <= 1.1)
        tell(f"{name}: ranges of nine in ten held", found["ranges_held"], "share")
        for area in found.get("by_area", []):
            if area["observed_over_expected"] is not None and area["expected"] > 100:
                tell(f"{name}: observed over forecast, area {area['area']}", area["observed_over_expected"], "ratio")
    tell(f"{label}: over tuned density, pooled", float(np.mean(pooled)), "ratio", ">= 1.02", float(np.mean(pooled)) >= 1.02)


def _new_information(events: list[Path], boundaries: list[Path]) -> None:
    """What knowledge beyond a square's own count of offences adds, learnt before 2018 and judged on 2018 and 2019."""
    for name, gain in experiments(events, boundaries):
        tell(f"new information: {name}, hits at 2 %", gain.value, f"ratio [{gain.low:.3f}, {gain.high:.3f}]")


def _speed() -> None:
    read = read_events([CHICAGO])
    areas = read_study_area([DISTRICTS], read.projection)
    grid = grid_for(read.happened, areas, side=250.0)
    began = time.process_time()
    standing = fit(read.happened, grid, read.projection, Question())
    tell(
        "full fit, ten years of Chicago",
        time.process_time() - began,
        f"s on one core, {grid.n_cells} squares",
        "< 10",
        time.process_time() - began < 10,
    )
    began = time.process_time()
    later = brought_up_to(standing, read.happened.between(standing.day - 1, standing.day), standing.day + 1)
    squares(later, share=0.05)
    took = time.process_time() - began
    tell("daily update and scoring", took, "s on one core", "< 1", took < 1)


def _by_month() -> None:
    for kind in ("Anti-social behaviour", "Violence and sexual offences"):
        found = replay(NORTHAMPTONSHIRE, boundaries=WARDS, types=[kind])
        for one, target in (("ProMap-like", 1.10), ("density of 300 m", 1.15), ("tuned density", None)):
            value = found["maps"][one]["0.01"]["ours_over_this"]
            goal = "" if target is None else f">= {target:.2f}"
            tell(f"by month, {kind}: hit rate at 1 % over {one}", value, "ratio", goal, target is None or value >= target)


def _by_deprivation() -> None:
    """Whom the map of anti-social behaviour bears on: small areas of Northamptonshire in thirds by the Index of Multiple Deprivation, 2019."""
    with DEPRIVATION.open(encoding="utf-8-sig", newline="") as file, tempfile.TemporaryDirectory() as folder:
        rows = [f'"{row["lsoa11nm"]}",{row["imd2019_score"]}' for row in csv.DictReader(file) if row["lad11cd"].startswith("E0700015")]
        make_up = Path(folder) / "deprivation.csv"
        make_up.write_text("area,deprivation\n" + "\n".join(rows) + "\n")
        found = replay(NORTHAMPTONSHIRE, boundaries=SMALL_AREAS, types=["Anti-social behaviour"], make_up=make_up)
    for one in found["by_make_up"]:
        label = f"by month, Anti-social behaviour, {one['feature']}, {one['third']} of {one['areas']} areas"
        tell(f"{label}: observed over forecast", one["observed_over_expected"], "ratio")
        tell(f"{label}: share of flagged squares over share of offences", one["amplified"], "ratio")
        tell(f"{label}: found in flagged squares", one["hit_rate"], "share")


if __name__ == "__main__":
    main()
