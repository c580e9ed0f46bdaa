"""From a definition to SQL: the counts that are kept, a figure straight from the records, and exactly the records behind it.

One set of conditions serves all three, so that a figure cannot count what its list does not show. Row-level security decides for each
viewer, on counts and records by the same template. The only module of the room that writes SQL; snapshots hold its output.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beatbook.geography.levels import AREA, FORCE, LEVELS, NEIGHBOURHOOD
from beatbook.measures.definition import Kind, Measure
from beatbook.measures.expressions import Always, Condition, Joined, as_sql
from beatbook.measures.where import NOT_KNOWN, Period, Where

NUMERATOR, DENOMINATOR, UNKNOWN = "numerator", "denominator", "unknown"
PARTS = (NUMERATOR, DENOMINATOR, UNKNOWN)
TOUCHED = "pg_temp.measures_touched"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement and its parameters."""

    sql: str
    parameters: list[Any]


def counted_cells(measures: Sequence[Measure], *, touched: bool) -> list[Statement]:
    """Queries whose rows are the cells of measures of one grain: one for all of those without slots, and one for each with.

    With `touched` only of the places and months in the temporary table of that name.
    """
    plain = [measure for measure in measures if not _has_slots(measure)]
    slotted = [measure for measure in measures if _has_slots(measure)]
    return [*([_plain_cells(plain, touched)] if plain else []), *(_slotted_cells(measure, touched) for measure in slotted)]


def live_cells(measure: Measure, where: Where, period: Period) -> Statement:
    """Month, slot, n, num and unknown counted from the records themselves: for versions of which no cells are kept, and for checks."""
    parameters: list[Any] = []
    slot = _slot(measure, parameters)
    counts = _counts(measure, parameters)
    return Statement(
        f"SELECT f.month, {slot} AS slot, {counts} FROM {measure.grain.table} f{_placing(where, 'f')}"
        f" WHERE {_here(where, period, 'f', parameters)} AND {_counted(measure, parameters)} GROUP BY 1, 2",
        parameters,
    )


def kept_figures(measure: Measure, where: Where, period: Period) -> Statement:
    """Month, slot, n, num and unknown as they are kept: for a force and above from the totals, for what is smaller from the cells."""
    parameters: list[Any] = []
    kept = (
        _cells(measure, where, period, parameters) if where.level in (AREA, NEIGHBOURHOOD) else _totals(measure, where, period, parameters)
    )
    return Statement(f"SELECT k.month, k.slot, {_SUMS} FROM ({kept}) k GROUP BY 1, 2 HAVING sum(k.n) <> 0", parameters)


def kept_parts(measure: Measure, where: Where, period: Period, level: str) -> Statement:
    """As `kept_figures`, for every part of a place at a lower level: its code comes first."""
    parameters: list[Any] = []
    kept = _totals if level == FORCE and where.level == "all" else _cells
    rows = kept(measure, where, period, parameters)
    return Statement(
        f"SELECT k.{_known_level(level)}, k.month, k.slot, {_SUMS} FROM ({rows}) k GROUP BY 1, 2, 3 HAVING sum(k.n) <> 0", parameters
    )


def kept_months(code: str, where: Where) -> Statement:
    """Force and month of everything that a measure counts in the force of a place, or in all, on its boundaries."""
    parameters: list[Any] = []
    kept = _totals_of(code, Where(force=where.force, basis=where.basis), None, parameters)
    return Statement(f"SELECT k.force, k.month FROM ({kept}) k GROUP BY 1, 2 HAVING sum(k.n) > 0", parameters)


_SUMS = "sum(k.n)::bigint, sum(k.num)::bigint, sum(k.unknown)::bigint"
_COUNTS = "unnest(f.slots, f.n, f.num, f.unknown) AS u (slot, n, num, unknown)"


def _cells(measure: Measure, where: Where, period: Period, parameters: list[Any]) -> str:
    parameters.append(measure.code)
    return (
        f"SELECT p.force, p.area, p.neighbourhood, f.month, u.slot, u.n, u.num, u.unknown FROM measures_cell f{_placing(where, 'f')}"
        f" CROSS JOIN LATERAL {_COUNTS} WHERE f.measure = %s AND {_here(where, period, 'f', parameters)}"
    )


def _totals(measure: Measure, where: Where, period: Period, parameters: list[Any]) -> str:
    return _totals_of(measure.code, where, period, parameters)


def _totals_of(code: str, where: Where, period: Period | None, parameters: list[Any]) -> str:
    """Totals of forces, less what was let go since they were added up."""
    parameters += [code, where.basis]
    totals = "SELECT p.force, p.month, p.slot, p.n, p.num, p.unknown FROM measures_total p WHERE p.measure = %s AND p.basis = %s"
    totals += _narrowed(where, period, "p", parameters)
    parameters += [code, where.basis]
    gone = (
        f"SELECT p.force, f.month, u.slot, -u.n, -u.num, -u.unknown FROM measures_gone f{_placing(where, 'f')} CROSS JOIN LATERAL {_COUNTS}"
    )
    gone += " WHERE f.measure = %s AND p.basis = %s" + _narrowed(where, period, "f", parameters)
    return f"{totals} UNION ALL {gone}"


def _narrowed(where: Where, period: Period | None, dated: str, parameters: list[Any]) -> str:
    said = ""
    if period is not None:
        said += f" AND {dated}.month BETWEEN %s AND %s"
        parameters += [period.first, period.last]
    if where.force is not None:
        said += " AND p.force = %s"
        parameters.append("" if where.force == NOT_KNOWN else where.force)
    return said


def records(measure: Measure, where: Where, period: Period, part: str) -> Statement:
    """Ids of exactly the records of one part of a figure, newest month first."""
    parameters: list[Any] = []
    return Statement(
        f"SELECT f.id FROM {measure.grain.table} f{_placing(where, 'f')} WHERE {_here(where, period, 'f', parameters)}"
        f" AND {_counted(measure, parameters)} AND {as_sql(part_condition(measure, part), parameters)} ORDER BY f.month DESC, f.id",
        parameters,
    )


def part_condition(measure: Measure, part: str) -> Condition:
    """What records of a part satisfy, beyond the measure's `where`."""
    denominator = measure.denominator or Always()
    if part == DENOMINATOR:
        return denominator
    if part == UNKNOWN:
        return _both(denominator, measure.unknown) if measure.unknown is not None else Joined("or", ())
    return _both(denominator, measure.numerator)


def _both(*parts: Condition) -> Condition:
    kept = tuple(part for part in parts if part != Always())
    return Always() if not kept else kept[0] if len(kept) == 1 else Joined("and", kept)


def _has_slots(measure: Measure) -> bool:
    return measure.kind is Kind.MEDIAN or bool(measure.slots)


def _counted(measure: Measure, parameters: list[Any]) -> str:
    parameters.append(list(measure.feeds))
    return f"f.feed = ANY (%s) AND {as_sql(measure.where, parameters)}"


def _counts(measure: Measure, parameters: list[Any]) -> str:
    n = as_sql(part_condition(measure, DENOMINATOR), parameters)
    num = as_sql(part_condition(measure, NUMERATOR), parameters)
    unknown = as_sql(part_condition(measure, UNKNOWN), parameters) if measure.unknown is not None else "false"
    return f"count(*) FILTER (WHERE {n}) AS n, count(*) FILTER (WHERE {num}) AS num, count(*) FILTER (WHERE {unknown}) AS unknown"


def _slot(measure: Measure, parameters: list[Any]) -> str:
    if measure.kind is Kind.MEDIAN:
        return f"coalesce(f.{measure.months_field}, -1)"
    if measure.slots:
        parameters.append(list(measure.slots))
        return f"coalesce(array_position(%s::text[], f.{measure.by}), 0)"
    return "0"


def _source(table: str, touched: bool) -> str:
    return f"{table} f" + (f" JOIN {TOUCHED} t ON t.place = f.place AND t.month = f.month" if touched else "")


def _plain_cells(measures: Sequence[Measure], touched: bool) -> Statement:
    parameters: list[Any] = []
    counts = []
    for place, measure in enumerate(measures):
        for letter, part in (("n", DENOMINATOR), ("k", NUMERATOR), ("u", UNKNOWN)):
            if part == UNKNOWN and measure.unknown is None:
                continue
            inside = f"{_counted(measure, parameters)} AND {as_sql(part_condition(measure, part), parameters)}"
            counts.append(f"count(*) FILTER (WHERE {inside}) AS {letter}{place}")
    columns = [f"(%s, s.n{i}, s.k{i}, {f's.u{i}' if m.unknown is not None else '0'})" for i, m in enumerate(measures)]
    return Statement(
        "SELECT m.measure, s.place, s.month, s.vis, '{0}'::smallint[] AS slots, ARRAY[m.n]::integer[] AS n, ARRAY[m.num]::integer[] AS num,"
        " ARRAY[m.unknown]::integer[] AS unknown FROM ("
        f"SELECT f.place, f.month, f.vis, {', '.join(counts)} FROM {_source(measures[0].grain.table, touched)} GROUP BY 1, 2, 3) s"
        f" CROSS JOIN LATERAL (VALUES {', '.join(columns)}) AS m (measure, n, num, unknown) WHERE m.n > 0",
        [*parameters, *(measure.code for measure in measures)],
    )


def _slotted_cells(measure: Measure, touched: bool) -> Statement:
    parameters: list[Any] = [measure.code]
    slot = _slot(measure, parameters)
    counts = _counts(measure, parameters)
    arrays = ", ".join(f"array_agg(s.{name}::integer) AS {name}" for name in ("n", "num", "unknown"))
    return Statement(
        f"SELECT %s AS measure, s.place, s.month, s.vis, array_agg(s.slot::smallint) AS slots, {arrays} FROM ("
        f"SELECT f.place, f.month, f.vis, {slot} AS slot, {counts} FROM {_source(measure.grain.table, touched)}"
        f" WHERE {_counted(measure, parameters)} GROUP BY 1, 2, 3, 4) s WHERE s.n > 0 GROUP BY s.place, s.month, s.vis",
        parameters,
    )


def _placing(where: Where, alias: str) -> str:
    return f" JOIN measures_placing p ON p.place = {alias}.place"


def _here(where: Where, period: Period, alias: str, parameters: list[Any], *, joined: bool = True) -> str:
    conditions = ["p.basis = %s", f"{alias}.month BETWEEN %s AND %s"]
    parameters += [where.basis, period.first, period.last]
    for level in LEVELS:
        code = getattr(where, level)
        if code is not None:
            conditions.append(f"p.{level} = %s")
            parameters.append("" if code == NOT_KNOWN else code)
    return " AND ".join(conditions)


def _known_level(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(level)
    return level
