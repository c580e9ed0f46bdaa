"""The land of Millshire: wards with winding borders, streets with points, addresses.

Millshire lies where there is no land: its middle is at 54.75 north, 2.25 east, on the Dogger Bank in the North Sea. Its postcode area, ZZ,
is not in use.
"""

import json
import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beatbook.synthetic.names import made_words, sections

MIDDLE = (2.25, 54.75)
KM_LAT = 111.32
KM_LON = KM_LAT * math.cos(math.radians(MIDDLE[1]))
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
# Middles of the first sixteen wards in km: eight of the town of Millford, two of Thornwick, six of the country.
_MIDDLES = [
    (-1.4, 0.9), (0.1, 0.2), (1.3, 1.1), (0.9, -1.2), (-0.4, 1.9), (-1.7, -0.8), (0.3, -2.6), (2.6, -0.4),
    (9.1, 6.2), (9.6, 8.1), (-8.2, 7.4), (-9.5, -3.1), (-3.2, 9.8), (1.1, -9.6), (9.4, -4.9), (3.9, 5.6),
]  # fmt: skip
_FIRST_STREETS = {0: "Foundry Row", 1: "Market Street", 2: "Priory Court"}
CENTRES = (1, 8)  # Market Quarter and Thornwick Town: shops, pubs and the night


@dataclass(frozen=True)
class Geography:
    """Wards and streets as columns; an address is (street, number)."""

    ward_codes: list[str]
    ward_names: list[str]
    ward_shares: np.ndarray
    polygons: list[list[tuple[float, float]]]
    street_names: list[str]
    street_wards: np.ndarray
    street_longitudes: np.ndarray
    street_latitudes: np.ndarray
    street_postcodes: list[str]
    street_towns: list[str]


def _clip(polygon: list[tuple[float, float]], a: float, b: float, c: float) -> list[tuple[float, float]]:
    """The part of a polygon where a*x + b*y <= c. Source: Sutherland & Hodgman 1974."""
    kept: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        d0, d1 = a * x0 + b * y0 - c, a * x1 + b * y1 - c
        if d0 <= 0:
            kept.append((x0, y0))
        if (d0 < 0 < d1) or (d1 < 0 < d0):
            t = d0 / (d0 - d1)
            kept.append((x0 + t * (x1 - x0), y0 + t * (y1 - y0)))
    return kept


def _winding(start: tuple[float, float], end: tuple[float, float], depth: int) -> list[tuple[float, float]]:
    """A line from start to before end that wanders, the same from either side."""
    if depth == 0 or math.dist(start, end) < 0.12:
        return [start]
    low, high = sorted((start, end))
    chance = zlib.crc32(f"{low[0]:.3f} {low[1]:.3f} {high[0]:.3f} {high[1]:.3f}".encode()) / 2**32 - 0.5
    shift = 0.16 * chance
    middle = (
        (low[0] + high[0]) / 2 - shift * (high[1] - low[1]),
        (low[1] + high[1]) / 2 + shift * (high[0] - low[0]),
    )
    return _winding(start, middle, depth - 1) + _winding(middle, end, depth - 1)


def _cells(middles: np.ndarray, radius: float) -> list[list[tuple[float, float]]]:
    turns = [math.tau * k / 13 for k in range(13)]
    outline = [
        (radius * (1 + 0.13 * math.sin(5 * t + 1)) * math.cos(t), radius * (0.92 + 0.1 * math.cos(3 * t)) * math.sin(t)) for t in turns
    ]
    cells = []
    for i, (x, y) in enumerate(middles):
        cell = outline
        for j, (u, v) in enumerate(middles):
            if i != j:
                cell = _clip(cell, u - x, v - y, (u * u + v * v - x * x - y * y) / 2)
        corners = list(dict.fromkeys((round(p, 3), round(q, 3)) for p, q in cell))
        cells.append([point for a, b in zip(corners, corners[1:] + corners[:1], strict=True) for point in _winding(a, b, 4)])
    return cells


def inside(xs: np.ndarray, ys: np.ndarray, polygon: list[tuple[float, float]]) -> np.ndarray:
    """Which points lie inside a polygon: shape (n_points,), by counting crossings."""
    within = np.zeros(len(xs), bool)
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if y0 != y1:
            within ^= ((y0 > ys) != (y1 > ys)) & (xs < (x1 - x0) * (ys - y0) / (y1 - y0) + x0)
    return within


def _ward_names(count: int) -> list[str]:
    words = sections("streets.txt")
    names = words["ward"] + [name for name in made_words(words["ward tail"]) if name not in words["ward"]]
    return names[:count]


def build_geography(rng: np.random.Generator, *, wards: int, streets: int) -> Geography:
    """The land for a number of wards and about a number of streets."""
    radius = 15.5 * math.sqrt(wards / 16)
    middles = np.array(_MIDDLES[:wards])
    while len(middles) < wards:
        more = rng.uniform(-0.8 * radius, 0.8 * radius, (1, 2))
        if np.hypot(*(middles - more).T).min() > 3.0 and np.hypot(*more[0]) < 0.85 * radius:
            middles = np.vstack([middles, more])
    polygons = _cells(middles, radius)
    shares = np.where(np.arange(wards) < 10, 1.35, 0.8) * rng.uniform(0.8, 1.2, wards)
    shares /= shares.sum()
    counts = np.maximum(3, np.round(shares * streets)).astype(int)
    street_wards = np.repeat(np.arange(wards), counts)
    xs, ys = _street_points(rng, middles, polygons, counts)
    names, postcodes = _street_names(rng, counts)
    villages = sections("streets.txt")["village"]
    towns = ["Millford" if w < 8 else "Thornwick" if w < 10 else villages[w % len(villages)] for w in street_wards.tolist()]
    return Geography(
        [f"MS{ward + 1:02}" for ward in range(wards)], _ward_names(wards), shares,
        [[(round(MIDDLE[0] + x / KM_LON, 6), round(MIDDLE[1] + y / KM_LAT, 6)) for x, y in polygon] for polygon in polygons],
        names, street_wards, np.round(MIDDLE[0] + xs / KM_LON, 6), np.round(MIDDLE[1] + ys / KM_LAT, 6), postcodes, towns,
    )  # fmt: skip


def _street_points(
    rng: np.random.Generator, middles: np.ndarray, polygons: list[list[tuple[float, float]]], counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = [], []
    for (x, y), polygon, count in zip(middles, polygons, counts.tolist(), strict=True):
        corners = np.array(polygon)
        spread = 0.28 * np.median(np.hypot(corners[:, 0] - x, corners[:, 1] - y))
        found_x, found_y = np.array([x]), np.array([y])
        while len(found_x) < count:
            more_x, more_y = rng.normal(x, spread, 4 * count), rng.normal(y, spread, 4 * count)
            good = inside(more_x, more_y, polygon)
            found_x, found_y = np.append(found_x, more_x[good]), np.append(found_y, more_y[good])
        xs.append(found_x[:count])
        ys.append(found_y[:count])
    return np.concatenate(xs), np.concatenate(ys)


def _street_names(rng: np.random.Generator, counts: np.ndarray) -> tuple[list[str], list[str]]:
    lists = sections("streets.txt")
    words = [word for word in lists["word"] if word != "Saint"]
    kinds = lists["kind"]
    names: list[str] = []
    postcodes: list[str] = []
    for ward, count in enumerate(counts.tolist()):
        first = _FIRST_STREETS.get(ward, "")
        order = rng.permutation(len(words) * len(kinds))[:count].tolist()
        chosen = [f"{words[n // len(kinds)]} {kinds[n % len(kinds)]}" for n in order]
        chosen = [*([first] if first else []), *(name for name in chosen if name not in _FIRST_STREETS.values())][:count]
        units = rng.permutation(400).tolist()
        for i in range(count):
            unit = units[(i // 5) % 400]
            letters = UNIT_LETTERS[unit // 20] + UNIT_LETTERS[unit % 20]
            postcodes.append(f"ZZ{ward // 2 + 1} {(ward % 2) * 5 + i % 5}{letters}")
        names += (chosen + chosen)[:count]
        if ward == 0:
            postcodes[-count] = "ZZ1 4FR"
        if ward == 2:
            postcodes[-count] = "ZZ1 4FB"
    return names, postcodes


def write_geography(folder: Path, land: Geography, populations: list[int], facts: list[dict[str, Any]]) -> None:
    """`wards.geojson` (properties code, name, team, population and the further facts of each ward) and `streets.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "team": f"{name} Neighbourhood Team", "population": people, **more},
            "geometry": {"type": "Polygon", "coordinates": [[list(point) for point in [*polygon, polygon[0]]]]},
        }
        for code, name, people, polygon, more in zip(land.ward_codes, land.ward_names, populations, land.polygons, facts, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "name": "Millshire wards", "features": features}, ensure_ascii=False)
    (folder / "wards.geojson").write_text(text + "\n", encoding="utf-8")
    with (folder / "streets.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("street,town,ward,postcode,longitude,latitude\n")
        for i, name in enumerate(land.street_names):
            ward = land.ward_codes[land.street_wards[i]]
            place = f"{land.street_longitudes[i]:.6f},{land.street_latitudes[i]:.6f}"
            out.write(f"{name},{land.street_towns[i]},{ward},{land.street_postcodes[i]},{place}\n")
