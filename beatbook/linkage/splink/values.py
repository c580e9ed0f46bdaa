"""What an expression is worth for given values of its columns, one at a time: the meaning against which the compiled engine is held.

Invariant: None is SQL's NULL, and passes through as it does in DuckDB.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import numpy as np

from beatbook.linkage.splink.expressions import Call, Column, Constant, Expression
from beatbook.linkage.splink.metrics import damerau_levenshtein, jaccard, jaro, jaro_winkler, levenshtein

PARTS = {
    "Y": r"(?P<Y>\d{1,4})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "H": r"(?P<H>\d{1,2})", "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})", "f": r"(?P<f>\d{1,9})", "z": r"(?P<z>[+-]\d{2}(?::?\d{2})?|Z)", "%": "%",
}  # fmt: skip
LAZY = ("intersect", "and", "or", "case", "coalesce", "least", "greatest", "concat", "is_null", "not", "same")


def evaluate(expression: Expression, values: Mapping[Column, Any]) -> Any:
    """Value of an expression; `values` has one for each of its columns."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Column):
        return values[expression]
    if expression.operation in LAZY:
        return _lazily(expression, values)
    arguments = [evaluate(argument, values) for argument in expression.arguments]
    if any(argument is None for argument in arguments):
        return arguments[0] if expression.operation == "nullif" else None
    return OPERATIONS[expression.operation](*arguments)


def evaluate_each(expression: Expression, column: Column, values: Sequence[Any], known: dict[str, Sequence[Any]]) -> Sequence[Any]:
    """Value of an expression of one column for each of many values; `known` has what parts of expressions of that column were worth for them."""
    name = repr(expression)  # not itself: 1 and true are equal, and are not the same
    if name in known:
        return known[name]
    if isinstance(expression, Constant):
        return [expression.value] * len(values)
    if isinstance(expression, Column):
        return values
    if expression.operation in LAZY:
        found = [evaluate(expression, {column: value}) for value in values]
    else:
        work = _operation(expression)
        if_missing = 0 if expression.operation == "nullif" else -1
        given, *others = expression.arguments
        fixed = [argument.value for argument in others if isinstance(argument, Constant) and argument.value is not None]
        arguments = [evaluate_each(argument, column, values, known) for argument in (given, *(others if len(fixed) < len(others) else ()))]
        if len(arguments) == 1:
            found = [None if value is None else work(value, *fixed) for value in arguments[0]]
        else:
            found = [
                (row[0] if if_missing == 0 else None) if any(value is None for value in row) else work(*row)
                for row in zip(*arguments, strict=True)
            ]
    known[name] = found
    return found


def _operation(expression: Call) -> Callable[..., Any]:
    # A pattern that never changes is read once, and text beside a text needs no reading.
    fixed = expression.arguments[1] if len(expression.arguments) > 1 else None
    if isinstance(fixed, Constant) and isinstance(fixed.value, str):
        if expression.operation == "regexp_extract":
            search, met = re.compile(fixed.value).search, dict[str, str]()

            def extract(text: str, _: str, group: int) -> str:
                found = search(text)
                part = (found.group(group) or "") if found else ""
                return met.setdefault(part, part)  # one object for each text, of which there are fewer than values

            return extract
        if expression.operation == "nullif":
            return lambda value, other: (
                (None if value == other else value) if isinstance(value, str) else OPERATIONS["nullif"](value, other)
            )
    return OPERATIONS[expression.operation]


def _lazily(expression: Call, values: Mapping[Column, Any]) -> Any:
    operation = expression.operation
    if operation == "case":
        *branches, default = expression.arguments
        for condition, result in zip(branches[::2], branches[1::2], strict=True):
            if evaluate(condition, values) is True:
                return evaluate(result, values)
        return evaluate(default, values)
    found = [evaluate(argument, values) for argument in expression.arguments]
    if operation == "is_null":
        return found[0] is None
    if operation == "intersect":  # in DuckDB an array shares nothing with NULL, but NULL shares NULL with an array
        return None if found[0] is None else _intersect(found[0], found[1] or [])
    if operation == "same":
        return _equal(*found) if None not in found else found[0] is found[1]
    if operation == "not":
        return None if found[0] is None else not found[0]
    if operation in ("and", "or"):
        decisive = operation == "or"
        return decisive if decisive in found else None if None in found else not decisive
    present = [value for value in found if value is not None]
    if operation == "concat":
        return "".join(as_text(value) for value in present)
    if not present:
        return None
    return present[0] if operation == "coalesce" else (min if operation == "least" else max)(present)


def metric(name: str, a: str, b: str) -> float:
    """A string metric by its name, as DuckDB computes it.

    Raises:
        KeyError: there is none of that name.
    """
    left, right = a.encode(), b.encode()
    signs = np.frombuffer(left + right, np.uint8)
    parts = (signs, 0, len(left), len(left), len(right))
    if name == "levenshtein":
        return int(levenshtein(*parts, max(len(left), len(right))))
    if name == "damerau_levenshtein":
        return int(damerau_levenshtein(*parts))
    return float({"jaro": jaro, "jaro_winkler": jaro_winkler, "jaccard": jaccard}[name](*parts))


def as_text(value: Any) -> str:
    """A value as DuckDB casts it to text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _time_pattern(form: str) -> re.Pattern[str]:
    pattern, place = "", 0
    while place < len(form):
        if form[place] == "%":
            pattern, place = pattern + PARTS[form[place + 1]], place + 2
        else:
            pattern, place = pattern + re.escape(form[place]), place + 1
    return re.compile(pattern)


def parse_time(text: Any, form: str) -> datetime | None:
    """A moment from text by a format; None where the text is no such moment. A moment or a date stays one."""
    if isinstance(text, datetime):
        return text
    if isinstance(text, date):
        return datetime(text.year, text.month, text.day)
    stripped = str(text).strip()
    pattern = _time_pattern(form)
    try:
        found = pattern.fullmatch(stripped)
        if found is None:
            return None
        parts = found.groupdict()
        second, micro = int(parts.get("S") or 0), int((parts.get("f") or "0").ljust(6, "0")[:6])
        moment = datetime(int(parts.get("Y") or 1900), int(parts.get("m") or 1), int(parts.get("d") or 1), int(parts.get("H") or 0),
                          int(parts.get("M") or 0), second, micro)  # fmt: skip
    except ValueError:
        return None
    return moment


def _epoch(moment: Any) -> float:
    if isinstance(moment, str):
        moment = _as_time(moment)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _as_date(value: Any) -> date | None:
    if isinstance(value, str):
        value = parse_time(value, "%Y-%m-%d")
    return value.date() if isinstance(value, datetime) else value


def _as_time(value: Any) -> datetime | None:
    if isinstance(value, str):
        return parse_time(value, "%Y-%m-%d %H:%M:%S") or parse_time(value, "%Y-%m-%d")
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _alike(a: Any, b: Any) -> tuple[Any, Any]:
    # As DuckDB does: text beside a number or a date is read as one.
    if isinstance(a, str) and not isinstance(b, str):
        return _read_as(a, b), b
    if isinstance(b, str) and not isinstance(a, str):
        return a, _read_as(b, a)
    if isinstance(a, datetime) != isinstance(b, datetime) and isinstance(a, date) and isinstance(b, date):
        return _as_time(a), _as_time(b)
    return a, b


def _read_as(text: str, other: Any) -> Any:
    if isinstance(other, int | float | np.floating):
        try:
            return float(text)
        except ValueError:
            return math.nan
    return (_as_time if isinstance(other, datetime) else _as_date)(text) if isinstance(other, date) else text


def _equal(a: Any, b: Any) -> bool:
    a, b = _alike(a, b)
    return bool(a == b) or (isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b))


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    # DuckDB orders "not a number" above all numbers.
    def compare(a: Any, b: Any) -> bool:
        a, b = _alike(a, b)
        if isinstance(a, float) and isinstance(b, float | int) and (math.isnan(a) or math.isnan(b)):
            return test(int(math.isnan(a)), int(math.isnan(b)))
        return bool(test(a, b))

    return compare


def _divide(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a)
    return a / b


def _substring(text: str, start: int, length: int | None = None) -> str:
    first = len(text) + start if start < 0 else start - 1
    last = len(text) if length is None else first + length
    return text[max(first, 0) : max(last, 0)]


def _extract(text: str, pattern: str, group: int) -> str:
    found = re.search(pattern, text)
    return (found.group(group) or "") if found else ""


def _intersect(a: list[Any], b: list[Any]) -> list[Any]:
    inside = {value for value in b if value is not None}
    return list(dict.fromkeys(value for value in a if value in inside))


def _element(values: list[Any] | str, place: int) -> Any:
    place = place - 1 if place > 0 else place
    if -len(values) <= place < len(values):
        return values[place]
    return None


def _pairwise(choose: Callable[[list[float]], float]) -> Callable[[str, list[Any], list[Any]], float | None]:
    def over(name: str, a: list[Any], b: list[Any]) -> float | None:
        found = [metric(name, x, y) for x in a for y in b if x is not None and y is not None]
        return choose(found) if found else None

    return over


def _cosine(a: list[float], b: list[float]) -> float:
    # DuckDB's arrays of FLOAT: sums in single precision, held within -1 and 1.
    left, right = np.asarray(a, np.float32), np.asarray(b, np.float32)
    if len(left) != len(right):
        return math.nan
    product = np.float32(0)
    first = np.float32(0)
    second = np.float32(0)
    for x, y in zip(left, right, strict=True):
        product += x * y
        first += x * x
        second += y * y
    found = float(product / np.sqrt(first * second)) if first and second else math.nan
    return max(-1.0, min(1.0, found)) if not math.isnan(found) else found


def _of_metric(name: str) -> Callable[[Any, Any], float]:
    return lambda a, b: metric(name, as_text(a), as_text(b))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "eq": _equal,
    "ne": lambda a, b: not _equal(a, b),
    "lt": _ordered(lambda a, b: a < b),
    "le": _ordered(lambda a, b: a <= b),
    "gt": _ordered(lambda a, b: a > b),
    "ge": _ordered(lambda a, b: a >= b),
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divide,
    "neg": lambda a: -a,
    "abs": abs,
    "floor": math.floor,
    "sin": math.sin,
    "cos": math.cos,
    "acos": lambda a: math.acos(a) if -1 <= a <= 1 else math.nan,
    "asin": lambda a: math.asin(a) if -1 <= a <= 1 else math.nan,
    "sqrt": lambda a: math.sqrt(a) if a >= 0 else math.nan,
    "radians": math.radians,
    "as_text": as_text,
    "as_float": lambda a: float(np.float32(a)),
    "as_double": float,
    "as_integer": lambda a: round(float(a)),
    "as_date": _as_date,
    "as_time": _as_time,
    "jaro": _of_metric("jaro"),
    "jaro_winkler": _of_metric("jaro_winkler"),
    "levenshtein": _of_metric("levenshtein"),
    "damerau_levenshtein": _of_metric("damerau_levenshtein"),
    "jaccard": _of_metric("jaccard"),
    "cosine": _cosine,
    "nullif": lambda a, b: None if _equal(a, b) else a,
    "regexp_extract": _extract,
    "substring": _substring,
    "left": lambda text, n: text[:n] if n else "",
    "right": lambda text, n: text[-n:] if n else "",
    "lower": lambda text: "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in text).replace("İ", "i"),
    "upper": lambda text: "".join("ẞ" if sign == "ß" else sign if len(sign.upper()) > 1 else sign.upper() for sign in text),
    "trim": lambda text: text.strip(" "),
    "length": len,
    "join_text": lambda a, b: as_text(a) + as_text(b),
    "strptime": parse_time,
    "epoch": _epoch,
    "days_between": lambda a, b: (_as_date(a) - _as_date(b)).days,  # type: ignore[operator]
    "array_size": len,
    "element": _element,
    "pairwise_max": _pairwise(max),
    "pairwise_min": _pairwise(min),
}
