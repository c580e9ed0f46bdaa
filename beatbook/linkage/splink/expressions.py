"""A condition on two records as a small tree of our own: columns of either side, constants, and calls of named operations.

Invariant: an operation means what DuckDB means by it, also for missing values; the dialect that a condition was written in leaves no trace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the left record (`l`) or of the right one (`r`); `x` once an expression is read as that of any record."""

    name: str
    side: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    """A named operation on arguments."""

    operation: str
    arguments: tuple["Expression", ...]


Expression: TypeAlias = Column | Constant | Call
COMPARED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
METRICS = ("jaro", "jaro_winkler", "levenshtein", "damerau_levenshtein", "jaccard")


def columns_in(expression: Expression) -> Iterator[Column]:
    """Every column that an expression names, as often as it does."""
    if isinstance(expression, Column):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from columns_in(argument)


def sides_of(expression: Expression) -> set[str]:
    """The sides that an expression reads."""
    return {column.side for column in columns_in(expression)}


def of_any_record(expression: Expression) -> Expression:
    """The same expression without its side, so that it can be worked out once for each record."""
    if isinstance(expression, Column):
        return Column(expression.name, "x")
    if isinstance(expression, Call):
        return Call(expression.operation, tuple(of_any_record(argument) for argument in expression.arguments))
    return expression


def pushed_down(expression: Expression, *, negated: bool = False) -> Expression:
    """A condition in which `not` stands nowhere above `and`, `or` or a comparison, so that an unknown part may count as false.

    In three-valued logic this changes no condition that is true; a part that stays unknown then fails with its negation too, as it must.
    """
    if isinstance(expression, Call):
        operation, arguments = expression.operation, expression.arguments
        if operation == "not":
            return pushed_down(arguments[0], negated=not negated)
        if operation in ("and", "or"):
            joined = ("or" if operation == "and" else "and") if negated else operation
            return Call(joined, tuple(pushed_down(argument, negated=negated) for argument in arguments))
        if negated and operation in COMPARED:
            return Call(COMPARED[operation], arguments)
    return Call("not", (expression,)) if negated else expression
