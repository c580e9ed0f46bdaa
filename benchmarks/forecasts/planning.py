"""Times and gaps of patrol plans and of standing places, on made-up problems of the sizes that a force has. CPU time stands beside wall time."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from beatbook.forecasts.cover import Sites, cover_sites
from beatbook.forecasts.tasking import Rules, Spot, Task
from beatbook.forecasts.tasking_report import plan_week

SPOTS, SHIFTS, AREAS, ZONES = 150, 21, 20, 6
COVERS = ((500, 50, 8), (2_000, 200, 15), (10_000, 500, 30))  # demand points, sites, units
BUSY, REACH = 0.35, 3.0


def patrol_week(seed: int = 1) -> Task:
    """150 spots of uneven risk in 20 areas and six zones, 21 shifts, at least five visits an area and no area above twice its share."""
    generator = np.random.default_rng(seed)
    area, risk = generator.integers(0, AREAS, SPOTS), generator.gamma(0.8, 1, SPOTS)
    spots = tuple(Spot(f"s{n}", f"z{area[n] % ZONES}", f"a{area[n]}", bool(generator.random() < 0.07)) for n in range(SPOTS))
    share = {f"a{one}": float(risk[area == one].sum() / risk.sum()) for one in range(AREAS)}
    harm = risk[:, None] * generator.dirichlet(np.full(SHIFTS, 5.0), SPOTS) * SHIFTS
    capacity = {(f"z{zone}", shift): 6 for zone in range(ZONES) for shift in range(SHIFTS)}
    return Task(spots, harm, capacity, share, rules=Rules(14, 5, 2.0))


def standing_places(points: int, sites: int, units: int, seed: int = 1) -> Sites:
    """Demand around towns of uneven size in a square of 20 km, sites spread over it, units that reach 3 km."""
    generator = np.random.default_rng(seed)
    towns, weight = generator.uniform(0, 20, (12, 2)), generator.dirichlet(np.full(12, 0.7))
    at = towns[generator.choice(12, points, p=weight)] + generator.normal(0, 2, (points, 2))
    stand = generator.uniform(0, 20, (sites, 2))
    away = np.hypot(*(at[:, None] - stand[None]).transpose(2, 0, 1))
    return Sites(generator.gamma(1, 1, points), away < REACH, units, BUSY)


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, with wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def planning_figures() -> Iterator[tuple[str, float, str, str, bool | None]]:
    """Name, value, unit, target and whether it is met."""
    plan, wall, cpu = timed(lambda: plan_week(patrol_week()))
    label = f"weekly plan, {SPOTS} spots, {SHIFTS} shifts, fairness caps"
    yield f"{label}: wall", wall, "s", "<= 5", wall <= 5
    yield f"{label}: CPU", cpu, "s", "", None
    yield f"{label}: gap", plan.gap, "share", "<= 0.001", plan.gap <= 0.001
    for points, sites, units in COVERS:
        cover, wall, cpu = timed(lambda points=points, sites=sites, units=units: cover_sites(standing_places(points, sites, units)))
        label = f"response cover, {points:,} points, {sites} sites, {units} units, {'exact' if cover.exact else 'greedy with exchanges'}"
        yield f"{label}: wall", wall, "s", "", None
        yield f"{label}: CPU", cpu, "s", "", None
        yield f"{label}: gap", cover.gap, "share", "", None
