"""Tables of a measure to be taken away: its months, its parts, its records. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.measures.definition import Measure
from beatbook.measures.figures import Figure
from beatbook.measures.saying import amount, interval_words, value_words
from beatbook.measures.series import Series

FIGURE_COLUMNS = ("Value", "Lowest by chance", "Highest by chance", "Records", "Out of", "Not known", "People", "Measure", "Version")
MONTH_COLUMNS = ("Month", *FIGURE_COLUMNS, "Usual from", "Usual to", "What is unusual")
PART_COLUMNS = ("Code", "Area", "From", "To", *FIGURE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and as many texts in every row."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def figure_cells(figure: Figure) -> list[str]:
    """One figure: never without its interval and its version, so that it cannot be quoted without them."""
    low, high = ("", "")
    if figure.interval is not None and figure.value is not None:
        low, high = interval_words(figure).split(" to ")
    people = "" if figure.people is None else f"{figure.people:,.0f}"
    return [
        value_words(figure), low, high, str(figure.numerator), str(figure.denominator), str(figure.unknown), people, figure.code,
        str(figure.version),
    ]  # fmt: skip


def months_table(series: Series) -> Table:
    """One row for each month, newest first."""
    rows = []
    for point in reversed(series.points):
        kind = point.figure.kind
        usual = [amount(point.limits.low, kind), amount(point.limits.high, kind)] if point.limits else ["", ""]
        sign = point.signal
        unusual = f"{'higher' if sign.side > 0 else 'lower'}: {sign.rule}" if sign else ""
        rows.append([f"{point.month:%Y-%m}", *figure_cells(point.figure), *usual, unusual])
    return Table(MONTH_COLUMNS, rows)


def parts_table(figures: Sequence[Figure], measure: Measure) -> Table:
    """One row for each part, by name."""
    rows = [
        [figure.where.code, figure.name, f"{figure.period.first:%Y-%m}", f"{figure.period.last:%Y-%m}", *figure_cells(figure)]
        for figure in figures
    ]
    return Table(PART_COLUMNS, rows)
