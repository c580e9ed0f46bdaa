"""The settings of a Splink model: comparisons with their levels, and blocking rules; read from Splink's JSON and written as Splink writes it.

Invariant: what is read and written again is the same to Splink, whatever keys a later version adds.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from beatbook.linkage.splink.errors import ConditionUnknown, LevelNotTrained, SplinkModelUnreadable
from beatbook.linkage.splink.expressions import Call, Column, Expression
from beatbook.linkage.splink.sql import read_condition, read_rule

DIALECTS = ("duckdb", "spark", "postgres", "sqlite")


@dataclass(frozen=True)
class Level:
    """One level of a comparison. `condition` is None for all other pairs; `m` and `u` are None where never trained."""

    condition: Expression | None
    label: str
    is_null: bool = False
    m: float | None = None
    u: float | None = None
    tf_column: str | None = None
    tf_weight: float = 0.0
    tf_minimum: float = 0.0
    own_u: bool = False
    fixed_m: bool = False
    fixed_u: bool = False
    written: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def exact_column(self) -> str | None:
        """The one column whose equality is all that this level asks, if it is such a level."""
        condition = self.condition
        if isinstance(condition, Call) and condition.operation == "eq":
            left, right = condition.arguments
            if isinstance(left, Column) and isinstance(right, Column) and left.name == right.name and left.side != right.side:
                return left.name
        return None


@dataclass(frozen=True)
class Comparison:
    """A comparison: the first level whose condition is true holds."""

    name: str
    levels: tuple[Level, ...]
    written: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def exact_u(self, level: Level) -> float | None:
        """u of the level of exact agreement on the column by whose frequencies `level` is adjusted; None where there is none."""
        if level.own_u:
            return level.u
        found = [other.u for other in self.levels if other.exact_column and other.exact_column.lower() == str(level.tf_column).lower()]
        return found[0] if found else None


@dataclass(frozen=True)
class Rule:
    """A blocking rule; `exploded` are the array columns of which any element may agree."""

    condition: Expression
    sql: str
    exploded: tuple[str, ...] = ()
    written: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Settings:
    """What Splink's JSON says. `prior` is the probability that two records taken at random are one person's."""

    prior: float
    comparisons: tuple[Comparison, ...]
    rules: tuple[Rule, ...]
    unique_id: str = "unique_id"
    link_type: str = "dedupe_only"
    dialect: str = "duckdb"
    written: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def tf_columns(self) -> tuple[str, ...]:
        """Columns whose term frequencies a weight needs."""
        return tuple(dict.fromkeys(level.tf_column for comparison in self.comparisons for level in comparison.levels if level.tf_column))

    def need_trained(self) -> None:
        """Check that each level has what a weight needs.

        Raises:
            LevelNotTrained: one has no m or u, or its term-frequency adjustment no level of exact agreement.
        """
        for comparison in self.comparisons:
            for place, level in enumerate(comparison.levels):
                if level.is_null:
                    continue
                missing = [name for name, value in (("m", level.m), ("u", level.u)) if value is None]
                if missing:
                    raise LevelNotTrained(
                        f"{named(comparison.name, place, level.label)} has no {' and no '.join(missing)}: it was never trained."
                    )
                if level.tf_column and not comparison.exact_u(level):
                    raise LevelNotTrained(
                        f"{named(comparison.name, place, level.label)} is adjusted by the frequencies of {level.tf_column}, but no level asks for "
                        "that column's exact agreement, or its u is 0."
                    )

    def trained(self, prior: float, values: dict[tuple[int, int], tuple[float | None, float | None]]) -> "Settings":
        """The same settings with another prior and, by (comparison, level), other m and u."""
        comparisons = tuple(
            replace(
                comparison,
                levels=tuple(
                    replace(level, m=values[i, j][0], u=values[i, j][1]) if (i, j) in values else level
                    for j, level in enumerate(comparison.levels)
                ),
            )
            for i, comparison in enumerate(self.comparisons)
        )
        return replace(self, prior=prior, comparisons=comparisons)

    def to_dict(self) -> dict[str, Any]:
        """The settings as Splink's own object."""
        return {
            **self.written,
            "probability_two_random_records_match": self.prior,
            "blocking_rules_to_generate_predictions": [rule.written for rule in self.rules],
            "comparisons": [
                {**comparison.written, "comparison_levels": [_written_level(level) for level in comparison.levels]}
                for comparison in self.comparisons
            ],
        }

    def to_json(self) -> str:
        """The settings as Splink's own file, which `Linker(..., settings=path)` reads."""
        return json.dumps(self.to_dict(), indent=4)


def named(comparison: str, place: int, label: str) -> str:
    """How errors name a level: its comparison, its place from 0 and its label."""
    return f"Level {place} ({label}) of the comparison {comparison}"


def read_settings(text: str | dict[str, Any]) -> Settings:
    """Settings from Splink's JSON.

    Raises:
        SplinkModelUnreadable: it is no Splink model.
        ConditionUnknown: a level or a rule uses SQL that is not known; the message names it.
    """
    try:
        parts = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError) as error:
        raise SplinkModelUnreadable(f"This is no JSON: {error}") from error
    if not isinstance(parts, dict) or not isinstance(parts.get("comparisons"), list) or not parts["comparisons"]:
        raise SplinkModelUnreadable("This is no Splink model: it has no list of comparisons.")
    dialect = parts.get("sql_dialect", "duckdb")
    if dialect not in DIALECTS:
        raise SplinkModelUnreadable(f"Beatbook does not know the SQL dialect {dialect}; it knows {', '.join(DIALECTS)}.")
    rules = parts.get("blocking_rules_to_generate_predictions") or []
    return Settings(
        prior=_share(parts.get("probability_two_random_records_match", 0.0001), "probability_two_random_records_match") or 0.0001,
        comparisons=tuple(_comparison(written, place, dialect) for place, written in enumerate(parts["comparisons"])),
        rules=tuple(_rule(written, place, dialect) for place, written in enumerate(rules)),
        unique_id=str(parts.get("unique_id_column_name", "unique_id")),
        link_type=str(parts.get("link_type", "dedupe_only")),
        dialect=dialect,
        written={key: value for key, value in parts.items() if key != "comparisons"},
    )


def _comparison(written: Any, place: int, dialect: str) -> Comparison:
    name = str(written.get("output_column_name") or f"number {place}") if isinstance(written, dict) else f"number {place}"
    levels = written.get("comparison_levels") if isinstance(written, dict) else None
    if not isinstance(levels, list) or not levels:
        raise SplinkModelUnreadable(f"The comparison {name} has no list of levels.")
    return Comparison(name, tuple(_level(level, name, number, dialect) for number, level in enumerate(levels)), written)


def _level(written: Any, comparison: str, place: int, dialect: str) -> Level:
    if not isinstance(written, dict) or not isinstance(written.get("sql_condition"), str):
        raise SplinkModelUnreadable(f"Level {place} of the comparison {comparison} has no sql_condition.")
    sql = written["sql_condition"].strip()
    label = str(written.get("label_for_charts") or sql[:60])
    name = named(comparison, place, label)
    try:
        condition = None if sql.upper() == "ELSE" else read_condition(sql, dialect=dialect)
    except ConditionUnknown as error:
        raise ConditionUnknown(f"{name} cannot be read: {error}.") from error
    return Level(
        condition=condition,
        label=label,
        is_null=bool(written.get("is_null_level", False)),
        m=_share(written.get("m_probability"), f"{name}, m_probability"),
        u=_share(written.get("u_probability"), f"{name}, u_probability"),
        tf_column=_plain(written.get("tf_adjustment_column")),
        tf_weight=_number(written.get("tf_adjustment_weight", 1.0), f"{name}, tf_adjustment_weight"),
        tf_minimum=_number(written.get("tf_minimum_u_value", 0.0), f"{name}, tf_minimum_u_value"),
        own_u=bool(written.get("disable_tf_exact_match_detection", False)),
        fixed_m=bool(written.get("fix_m_probability", False)),
        fixed_u=bool(written.get("fix_u_probability", False)),
        written=written,
    )


def _rule(written: Any, place: int, dialect: str) -> Rule:
    written = {"blocking_rule": written, "sql_dialect": dialect} if isinstance(written, str) else written
    sql = written.get("blocking_rule") if isinstance(written, dict) else None
    if not isinstance(sql, str):
        raise SplinkModelUnreadable(f"The blocking rule {place} has no SQL.")
    try:
        condition = read_rule(sql, dialect=str(written.get("sql_dialect") or dialect))
    except ConditionUnknown as error:
        raise ConditionUnknown(f"The blocking rule {place} cannot be read: {error}.") from error
    return Rule(condition, sql, tuple(str(name) for name in written.get("arrays_to_explode") or ()), written)


def _plain(name: Any) -> str | None:
    return str(name).strip('"`') if name else None


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise SplinkModelUnreadable(f"{name} is no number of 0 or more.")
    return float(value)


def _share(value: Any, name: str) -> float | None:
    if value is None or isinstance(value, str):  # Splink's own words for a level that training did not observe
        return None
    if _number(value, name) > 1:
        raise SplinkModelUnreadable(f"{name} is above 1.")
    return float(value)


def _written_level(level: Level) -> dict[str, Any]:
    result = dict(level.written)
    for key, value in (("m_probability", level.m), ("u_probability", level.u)):
        if value is not None:
            result[key] = value
        else:
            result.pop(key, None)
    return result
