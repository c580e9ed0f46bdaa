"""Features of areas from a CSV file: a column `area` (code or name) and a column of numbers for each feature, such as a score of deprivation. Pure.

No feature may be of a person: a row is an area.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path

from beatbook.vocabulary.errors import BeatbookError

AREA = "area"


class MakeUpRefused(BeatbookError):
    """A file of features of areas cannot be used: the message names file, row and column."""


def read_make_up(path: Path) -> dict[str, dict[str, float]]:
    """Each feature's value by area; empty cells are areas of which it is not known.

    Raises:
        MakeUpRefused: there is no column `area` or no feature, or a cell is no number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise MakeUpRefused(f"{path.name} cannot be read as UTF-8 text.") from None
    lines = csv.DictReader(io.StringIO(text, newline=""))
    columns = list(lines.fieldnames or ())
    features = [column for column in columns if column != AREA]
    if AREA not in columns or not features:
        raise MakeUpRefused(f"{path.name}, row 1: give a column {AREA} and a column for each feature, such as deprivation.")
    found: dict[str, dict[str, float]] = {feature: {} for feature in features}
    for line in lines:
        for feature in features:
            if (line[feature] or "").strip():
                found[feature][(line[AREA] or "").strip()] = _number(path.name, lines.line_num, feature, line[feature] or "")
    return found


def matched(make_up: Mapping[str, Mapping[str, float]], areas: Sequence[str], file: str) -> None:
    """Is at least half of the areas known by every feature?

    Raises:
        MakeUpRefused: names or codes are others than those of the areas.
    """
    for feature, values in make_up.items():
        known = sum(area in values for area in areas)
        if 2 * known < len(areas):
            raise MakeUpRefused(
                f"{file}, {feature}: it names {known:,} of {len(areas):,} areas. Write them as the boundaries do, for example {areas[0]}."
            )


def _number(file: str, row: int, column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise MakeUpRefused(f"{file}, row {row}, {column}: “{text[:40]}” is no number.")
    return value
