"""What a measure's file says: read once, checked whole, every mistake named with its line.

Invariant: a definition is a pure value; the same text gives the same value, so an old text gives the old figures.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from beatbook.geography.levels import LEVELS
from beatbook.measures.errors import ExpressionRefused, MeasureRefused
from beatbook.measures.expressions import Always, Condition, read_condition
from beatbook.measures.grains import GRAINS, Grain, Sort


class Kind(StrEnum):
    """How the value follows from the records; the list is closed, so that each kind can open its records."""

    COUNT = "count"
    RATE = "rate"  # per 1,000 people a year
    SHARE = "share"  # of the denominator's records, those of the numerator
    WEIGHTED = "weighted rate"  # as rate, each record times a weight
    MEDIAN = "median months"  # Kaplan-Meier over the months in `numerator`
    RATIO = "ratio"  # of the rates of groups of people


INTERVALS = {
    Kind.COUNT: ("poisson",), Kind.RATE: ("poisson",), Kind.SHARE: ("wilson",), Kind.WEIGHTED: ("dobson",),
    Kind.MEDIAN: ("brookmeyer-crowley",), Kind.RATIO: ("log",),
}  # fmt: skip
DIRECTIONS = ("higher", "lower", "neutral")
CHARTS = ("xmr", "line")
REQUIRED = (
    "code", "version", "label", "question", "kind", "grain", "feeds", "where", "numerator", "denominator", "time", "area", "levels",
    "direction", "interval", "pair", "misuse", "chart", "public",
)  # fmt: skip
OPTIONAL = ("lag_months", "by", "groups", "baseline", "weights", "breaks", "note", "source", "unit", "also_known_as", "unknown")


@dataclass(frozen=True, slots=True)
class Chart:
    """How a series is shown: limits only when the mean count is at least `min_mean`."""

    kind: str
    min_mean: float
    seasonal: str


@dataclass(frozen=True, slots=True)
class PublicRule:
    """What the public may see. `open_rows`: the records are already public one by one; otherwise counts are suppressed and rounded."""

    open_rows: bool
    min_count: int
    round_to: int


@dataclass(frozen=True, slots=True)
class Break:
    """A month from which the figures mean something else, and why."""

    month: date
    why: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of one measure. `denominator` None stands for population."""

    code: str
    version: int
    label: str
    question: str
    kind: Kind
    grain: Grain
    feeds: tuple[str, ...]
    where: Condition
    numerator: Condition
    denominator: Condition | None
    levels: tuple[str, ...]
    direction: str
    interval: str
    pair: tuple[str, ...]
    misuse: str
    chart: Chart
    public: PublicRule
    lag_months: int
    months_field: str
    by: str
    groups: tuple[str, ...]
    baseline: str
    weights: Mapping[str, float]
    breaks: tuple[Break, ...]
    note: str
    source: str
    unit: str
    also_known_as: tuple[str, ...]
    unknown: Condition | None
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text: two files of one code and version must agree."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def slots(self) -> tuple[str, ...]:
        """Values of the field by which counts are kept apart; slot 0 is everything else."""
        return self.groups or tuple(self.weights)

    @property
    def needs_outcomes(self) -> bool:
        """Whether a month can only be told once outcomes of later months are published."""
        return self.lag_months > 0 or self.kind is Kind.MEDIAN

    def records_words(self) -> str:
        """What the measure counts, in the plural."""
        return self.grain.plural


def read_measures(folder: Path) -> dict[str, Measure]:
    """Every measure under a folder, by code.

    Raises:
        MeasureRefused: one of the files cannot be used, two have one code, or a pair is missing.
    """
    found: dict[str, tuple[str, Measure]] = {}
    for path in sorted(folder.rglob("*.toml")):
        name = str(path.relative_to(folder))
        measure = read_measure(name, path.read_text(encoding="utf-8"))
        if measure.code in found:
            raise MeasureRefused(name, _Lines(measure.text).of("code"), f"{measure.code} is also the code of {found[measure.code][0]}")
        found[measure.code] = (name, measure)
    for name, measure in found.values():
        if missing := [code for code in measure.pair if code not in found]:
            raise MeasureRefused(name, _Lines(measure.text).of("pair"), f"its pair {', '.join(missing)} is not there")
    return {code: measure for code, (_, measure) in found.items()}


def read_measure(file: str, text: str) -> Measure:
    """The measure that one file defines.

    Raises:
        MeasureRefused: something in it is missing, unknown or cannot be read.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise MeasureRefused(file, int(place[1]) if place else text.count("\n") + 1, f"is not TOML: {error}") from None
    return _Checked(file, text, said).measure()


class _Lines:
    """Where a key stands in the text of a file, so that a mistake in it can be pointed at."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()

    def of(self, key: str) -> int:
        """Line of a key or of its table, from 1; the last line when it stands nowhere."""
        section, _, name = key.rpartition(".")
        inside = not section
        for number, line in enumerate(self.lines, start=1):
            if table := re.match(r"\s*\[\[?([\w.\-]+)\]\]?", line):
                inside = table[1] == section
                if table[1] == key:
                    return number
            elif inside and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
                return number
        return max(1, len(self.lines))


class _Checked:
    """One file's content, checked key by key."""

    def __init__(self, file: str, text: str, said: dict[str, Any]) -> None:
        self.file, self.text, self.said, self.lines = file, text, said, _Lines(text)

    def measure(self) -> Measure:
        """The whole of it."""
        for key in self.said:
            if key not in (*REQUIRED, *OPTIONAL):
                raise self._wrong(key, f"“{key}” is no key of a measure")
        for key in REQUIRED:
            if key not in self.said:
                raise MeasureRefused(self.file, max(1, len(self.lines.lines)), f"“{key}” is missing")
        kind = Kind(self._one_of("kind", tuple(Kind)))
        grain = GRAINS[self._one_of("grain", tuple(GRAINS))]
        self._one_of("time", ("month",))
        self._one_of("area", ("then",))
        chart, public = self._chart(), self._public()
        by, groups, weights = self._by(kind, grain)
        return Measure(
            code=self._match("code", r"[A-Z][A-Z0-9]{0,7}"),
            version=self._whole("version", least=1),
            label=self._words("label"),
            question=self._words("question"),
            kind=kind,
            grain=grain,
            feeds=self._texts("feeds"),
            where=self._condition("where", grain),
            numerator=Always() if kind is Kind.MEDIAN else self._condition("numerator", grain),
            denominator=self._denominator(kind, grain),
            levels=self._levels(),
            direction=self._one_of("direction", DIRECTIONS),
            interval=self._one_of("interval", INTERVALS[kind]),
            pair=self._texts("pair"),
            misuse=self._words("misuse"),
            chart=chart,
            public=public,
            lag_months=self._whole("lag_months", least=0, default=0),
            months_field=self._months(grain) if kind is Kind.MEDIAN else "",
            by=by,
            groups=groups,
            baseline=self._one_of("baseline", groups) if kind is Kind.RATIO else "",
            weights=weights,
            breaks=self._breaks(),
            note=self._text("note"),
            source=self._text("source"),
            unit=self._text("unit"),
            also_known_as=self._texts("also_known_as") if "also_known_as" in self.said else (),
            unknown=self._condition("unknown", grain) if "unknown" in self.said else None,
            text=self.text,
        )

    def _wrong(self, key: str, reason: str) -> MeasureRefused:
        return MeasureRefused(self.file, self.lines.of(key), reason)

    def _typed(self, key: str, sort: type, words: str, default: Any = None) -> Any:
        section, _, name = key.rpartition(".")
        value = (self.said[section] if section else self.said).get(name, default)
        if not isinstance(value, sort) or (isinstance(value, bool) and sort is not bool):
            raise self._wrong(key, f"“{key}” should be {words}")
        return value

    def _text(self, key: str) -> str:
        return str(self._typed(key, str, "text", ""))

    def _words(self, key: str) -> str:
        text = self._text(key)
        if not text.strip():
            raise self._wrong(key, f"“{key}” must say something")
        return text

    def _match(self, key: str, pattern: str) -> str:
        text = self._text(key)
        if not re.fullmatch(pattern, text):
            raise self._wrong(key, f"“{text}” should be a capital letter and up to seven capitals or digits")
        return text

    def _one_of(self, key: str, choices: tuple[str, ...]) -> str:
        text = self._text(key)
        if text not in choices:
            raise self._wrong(key, f"“{text}” should be {'one of ' if len(choices) > 1 else ''}{', '.join(choices)}")
        return text

    def _whole(self, key: str, *, least: int, default: int | None = None) -> int:
        number = self._typed(key, int, "a whole number", default)
        if number < least:
            raise self._wrong(key, f"“{key}” should be at least {least}")
        return int(number)

    def _texts(self, key: str) -> tuple[str, ...]:
        values = self._typed(key, list, "a list of texts")
        if not values or not all(isinstance(value, str) and value for value in values):
            raise self._wrong(key, f"“{key}” should be a list of one or more texts")
        return tuple(values)

    def _levels(self) -> tuple[str, ...]:
        values = self._texts("levels")
        if values != LEVELS[: len(values)]:
            raise self._wrong("levels", f"levels go from the top down: {', '.join(LEVELS)}")
        return values

    def _condition(self, key: str, grain: Grain) -> Condition:
        try:
            return read_condition(self._words(key), grain)
        except ExpressionRefused as error:
            raise self._wrong(key, f"{key}, {error}") from None

    def _denominator(self, kind: Kind, grain: Grain) -> Condition | None:
        by_people = kind in (Kind.RATE, Kind.WEIGHTED, Kind.RATIO)
        if by_people != (self._words("denominator") == "population"):
            raise self._wrong("denominator", f"a {kind} is {'' if by_people else 'not '}over population")
        return None if by_people else self._condition("denominator", grain)

    def _months(self, grain: Grain) -> str:
        field = self._words("numerator")
        if field not in grain.fields or grain.fields[field].sort is not Sort.NUMBER:
            raise self._wrong("numerator", f"a median is over a field of months, and “{field}” is none of {grain.name}")
        return field

    def _by(self, kind: Kind, grain: Grain) -> tuple[str, tuple[str, ...], Mapping[str, float]]:
        if kind not in (Kind.RATIO, Kind.WEIGHTED):
            return "", (), {}
        by = self._one_of("by", tuple(name for name, field in grain.fields.items() if field.sort is Sort.TEXT))
        if kind is Kind.RATIO:
            return by, self._texts("groups"), {}
        weights = self._typed("weights", dict, "a table of weights")
        for value, weight in weights.items():
            if not isinstance(weight, int | float) or isinstance(weight, bool) or weight < 0:
                raise self._wrong(f"weights.{value}", f"the weight of “{value}” should be a number, not below nought")
        return by, (), {str(value): float(weight) for value, weight in weights.items()}

    def _chart(self) -> Chart:
        self._typed("chart", dict, "a table")
        seasonal = self._one_of("chart.seasonal", ("auto", "never"))
        least = self._typed("chart.min_mean", int, "a whole number")
        return Chart(self._one_of("chart.kind", CHARTS), float(least), seasonal)

    def _public(self) -> PublicRule:
        self._typed("public", dict, "a table")
        return PublicRule(
            bool(self._typed("public.open_rows", bool, "true or false")),
            self._whole("public.min_count", least=0),
            self._whole("public.round", least=1),
        )

    def _breaks(self) -> tuple[Break, ...]:
        found = []
        for one in self._typed("breaks", list, "a list of tables", []):
            try:
                found.append(Break(date.fromisoformat(f"{one['month']}-01"), str(one["why"])))
            except (KeyError, TypeError, ValueError):
                raise self._wrong("breaks", "a break has a month such as “2023-05” and a why") from None
        return tuple(sorted(found, key=lambda one: one.month))
