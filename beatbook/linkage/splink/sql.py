"""Reads the SQL of a level or blocking rule, of DuckDB, Spark or PostgreSQL, into expressions of our own.

Invariant: what is not known is refused, never guessed.
"""

import re
from collections.abc import Callable

import sqlglot
from sqlglot import errors as sqlglot_errors
from sqlglot import exp

from beatbook.linkage.splink.errors import ConditionUnknown
from beatbook.linkage.splink.expressions import METRICS, Call, Column, Constant, Expression
from beatbook.linkage.splink.time_formats import as_strptime

BINARY: dict[type[exp.Expr], str] = {
    exp.EQ: "eq", exp.NEQ: "ne", exp.LT: "lt", exp.LTE: "le", exp.GT: "gt", exp.GTE: "ge", exp.And: "and", exp.Or: "or",
    exp.Add: "add", exp.Sub: "sub", exp.Mul: "mul", exp.Div: "div", exp.DPipe: "join_text", exp.Levenshtein: "levenshtein",
    exp.JarowinklerSimilarity: "jaro_winkler", exp.Nullif: "nullif", exp.Left: "left", exp.Right: "right", exp.NullSafeEQ: "same",
}  # fmt: skip
UNARY: dict[type[exp.Expr], str] = {
    exp.Not: "not", exp.Neg: "neg", exp.Abs: "abs", exp.Sin: "sin", exp.Cos: "cos", exp.Acos: "acos", exp.Asin: "asin", exp.Sqrt: "sqrt",
    exp.Radians: "radians", exp.Floor: "floor", exp.Lower: "lower", exp.Upper: "upper", exp.Trim: "trim", exp.Length: "length",
    exp.ArraySize: "array_size", exp.TimeToUnix: "epoch", exp.StrToUnix: "epoch", exp.TsOrDsToDate: "as_date",
}  # fmt: skip
LISTED: dict[type[exp.Expr], str] = {
    exp.Least: "least", exp.Greatest: "greatest", exp.Coalesce: "coalesce", exp.Concat: "concat", exp.ArrayIntersect: "intersect",
}  # fmt: skip
NAMED = {
    "jaro_similarity": "jaro", "jaro_sim": "jaro", "jaro_winkler": "jaro_winkler", "jaro_winkler_similarity": "jaro_winkler",
    "damerau_levenshtein": "damerau_levenshtein", "levenshtein": "levenshtein", "jaccard": "jaccard",
    "array_cosine_similarity": "cosine", "list_intersect": "intersect", "array_intersect": "intersect",
    "cardinality": "array_size", "array_length": "array_size", "len": "array_size", "size": "array_size", "unix_timestamp": "epoch",
}  # fmt: skip
TO_TIME = {"try_strptime", "strptime", "try_to_timestamp", "to_timestamp", "try_cast_timestamp", "try_cast_date"}
CASTS = {
    "TEXT": "as_text", "VARCHAR": "as_text", "FLOAT": "as_float", "DOUBLE": "as_double", "INT": "as_integer", "BIGINT": "as_integer",
    "DATE": "as_date", "TIMESTAMP": "as_time", "TIMESTAMPTZ": "as_time",
}  # fmt: skip


def read_condition(sql: str, *, dialect: str = "duckdb") -> Expression:
    """The condition that a level states of the columns `name_l` and `name_r`.

    Raises:
        ConditionUnknown: it cannot be parsed, or uses what this reader does not know.
    """
    return _read(sql, dialect, _column_of_level)


def read_rule(sql: str, *, dialect: str = "duckdb") -> Expression:
    """The condition that a blocking rule states of the tables `l` and `r`.

    Raises:
        ConditionUnknown: it cannot be parsed, or uses what this reader does not know.
    """
    return _read(sql, dialect, _column_of_rule)


def _read(sql: str, dialect: str, column: Callable[[exp.Column], Column]) -> Expression:
    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except (sqlglot_errors.SqlglotError, ValueError, RecursionError) as error:
        raise ConditionUnknown(f"this is no condition in SQL: {sql[:200]}") from error
    return _Reader(dialect, column).read(tree)


def _column_of_level(node: exp.Column) -> Column:
    if node.name[-2:] not in ("_l", "_r"):
        raise ConditionUnknown(f"the column {node.name} ends in neither _l nor _r")
    return Column(node.name[:-2], node.name[-1])


def _column_of_rule(node: exp.Column) -> Column:
    if node.table.lower() not in ("l", "r"):
        raise ConditionUnknown(f"the column {node.name} belongs to neither l nor r")
    return Column(node.name, node.table.lower())


class _Reader:
    """Walks a parsed tree once."""

    def __init__(self, dialect: str, column: Callable[[exp.Column], Column]) -> None:
        self.dialect = dialect
        self.column = column

    def read(self, node: exp.Expr) -> Expression:
        kind = type(node)
        if isinstance(node, exp.Paren):
            return self.read(node.this)
        if isinstance(node, exp.Column):
            return self.column(node)
        if isinstance(node, exp.Literal | exp.Boolean | exp.Null):
            return Constant(_constant(node))
        if kind in BINARY:
            return self._call(BINARY[kind], node.this, node.expression)
        if kind in UNARY:
            return self._call(UNARY[kind], node.this)
        if kind in LISTED:
            return self._call(LISTED[kind], *([node.this] if node.this else []), *node.expressions)
        special = getattr(self, f"_read_{kind.__name__.lower()}", None)
        if special is None:
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}")
        result: Expression = special(node)
        return result

    def _call(self, operation: str, *arguments: exp.Expr) -> Call:
        return Call(operation, tuple(self.read(argument) for argument in arguments))

    def _read_is(self, node: exp.Is) -> Expression:
        if not isinstance(node.expression, exp.Null):
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}")
        return self._call("is_null", node.this)

    def _read_in(self, node: exp.In) -> Expression:
        if not node.expressions:
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}")
        return _any_of([self._call("eq", node.this, value) for value in node.expressions])

    def _read_between(self, node: exp.Between) -> Expression:
        return Call("and", (self._call("ge", node.this, node.args["low"]), self._call("le", node.this, node.args["high"])))

    def _read_case(self, node: exp.Case) -> Expression:
        parts = [part for branch in node.args["ifs"] for part in (branch.this, branch.args["true"])]
        if node.this is not None:
            raise ConditionUnknown("Beatbook knows only CASE WHEN")
        default = node.args.get("default")
        return self._call("case", *parts, default if default is not None else exp.Null())

    def _read_cast(self, node: exp.Cast) -> Expression:
        name = node.to.this.name
        if name not in CASTS:
            raise ConditionUnknown(f"Beatbook does not know the type {name}")
        return self._call(CASTS[name], node.this)

    _read_trycast = _read_cast

    def _read_regexpextract(self, node: exp.RegexpExtract) -> Expression:
        group = node.args.get("group") or exp.Literal.number(0 if self.dialect == "duckdb" else 1)
        return self._pattern_checked(self._call("regexp_extract", node.this, node.expression, group))

    def _pattern_checked(self, call: Call) -> Call:
        pattern = call.arguments[1]
        try:
            re.compile(str(pattern.value) if isinstance(pattern, Constant) else "(")
        except re.error as error:
            raise ConditionUnknown("a regular expression is not one, or not written out") from error
        return call

    def _read_substring(self, node: exp.Substring) -> Expression:
        start, length = node.args.get("start"), node.args.get("length")
        if isinstance(start, exp.Literal) and start.is_string:
            found = self._pattern_checked(self._call("regexp_extract", node.this, start, exp.Literal.number(1)))
            return Call("nullif", (found, Constant("")))
        return self._call("substring", *[part for part in (node.this, start, length) if part is not None])

    def _read_bracket(self, node: exp.Bracket) -> Expression:
        place = self.read(node.expressions[0])
        if isinstance(place, Call) and place.operation == "neg" and isinstance(place.arguments[0], Constant):
            place = Constant(-int(str(place.arguments[0].value)))
        if not isinstance(place, Constant) or not isinstance(place.value, int):
            raise ConditionUnknown("the place in an array must be a number")
        return Call("element", (self.read(node.this), Constant(place.value + 1)))

    def _read_extract(self, node: exp.Extract) -> Expression:
        if node.this.name.upper() != "EPOCH":
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}")
        return self._call("epoch", node.expression)

    def _read_datediff(self, node: exp.DateDiff) -> Expression:
        unit = node.args.get("unit")
        if unit is not None and unit.name.upper() != "DAY":
            raise ConditionUnknown("Beatbook knows only differences in days")
        return self._call("days_between", node.this, node.expression)

    def _read_arraymax(self, node: exp.ArrayMax) -> Expression:
        return self._pairwise("pairwise_max", node)

    def _read_arraymin(self, node: exp.ArrayMin) -> Expression:
        return self._pairwise("pairwise_min", node)

    def _pairwise(self, operation: str, node: exp.Expr) -> Expression:
        # Splink's one form: the most (or least) of a metric over all pairs of elements of two arrays.
        try:
            outer = node.this
            crossed = outer.this.this
            metric = self._metric_of_pair(outer.expression.this)
            left, right = crossed.this, crossed.expression.this.this
            shape = (type(outer), type(outer.this), type(crossed), type(crossed.expression.this.expression.this))
        except AttributeError as error:
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}") from error
        if shape != (exp.Transform, exp.Flatten, exp.Transform, exp.Array):
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]}")
        return Call(operation, (Constant(metric), self.read(left), self.read(right)))

    def _metric_of_pair(self, node: exp.Expr) -> str:
        name = BINARY.get(type(node)) or NAMED.get(node.name.lower())
        parts = [node.this, node.expression] if type(node) in BINARY else node.expressions
        places = [part.expressions[0].name for part in parts if isinstance(part, exp.Bracket)]
        if name not in METRICS or places != ["0", "1"]:
            raise ConditionUnknown(f"Beatbook does not know {node.sql(dialect=self.dialect)[:120]} over pairs of elements")
        return str(name)

    def _read_anonymous(self, node: exp.Anonymous) -> Expression:
        name = node.name.lower()
        if name in TO_TIME:
            return self._to_time(node)
        if name not in NAMED or not node.expressions:
            raise ConditionUnknown(f"Beatbook does not know the function {node.name}")
        return self._call(NAMED[name], *node.expressions)

    def _to_time(self, node: exp.Anonymous) -> Expression:
        value, *formats = [self.read(argument) for argument in node.expressions]
        if len(formats) != 1 or not isinstance(formats[0], Constant):
            raise ConditionUnknown(f"the format of {node.name} must be written out")
        form = as_strptime(str(formats[0].value), self.dialect)
        if isinstance(value, Call) and value.operation == "as_date" and isinstance(value.arguments[0], Call):
            value = value.arguments[0]
        if isinstance(value, Call) and value.operation == "strptime":
            return value  # Spark and PostgreSQL spell the parse twice
        return Call("strptime", (value, Constant(form)))


def _constant(node: exp.Expr) -> str | int | float | bool | None:
    if isinstance(node, exp.Null):
        return None
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if node.is_string:
        return str(node.this)
    text = str(node.this)
    return int(text) if text.isdecimal() else float(text)


def _any_of(conditions: list[Call]) -> Expression:
    first, *rest = conditions
    result: Expression = first
    for condition in rest:
        result = Call("or", (result, condition))
    return result
