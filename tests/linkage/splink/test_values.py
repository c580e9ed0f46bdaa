"""Many values at once are worth what each is alone."""

import pytest

from beatbook.linkage.splink.expressions import Call, Column, Constant, Expression
from beatbook.linkage.splink.values import evaluate, evaluate_each

X = Column("x", "x")
VALUES = ["NN1 2AB", "nn12ab", "", "1994-02-03", "Zoë", None]


def _call(operation: str, *arguments: Expression) -> Call:
    return Call(operation, arguments)


AREA = _call("regexp_extract", X, Constant("^[A-Z]{1,2}"), Constant(0))
EXPRESSIONS = [
    X,
    Constant(3),
    AREA,
    _call("nullif", AREA, Constant("")),
    _call("nullif", X, Constant("")),
    _call("nullif", X, Constant(None)),
    _call("is_null", _call("nullif", AREA, Constant(""))),
    _call("coalesce", _call("strptime", X, Constant("%Y-%m-%d")), Constant("none")),
    _call("as_text", _call("length", X)),
    _call("eq", _call("length", X), Constant(1)),
    _call("eq", X, Constant(True)),
    _call("case", _call("eq", X, Constant("")), Constant("empty"), _call("upper", X)),
    _call("join_text", X, Constant("!")),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=repr)
def test_each_is_worth_what_it_is_alone(expression: Expression) -> None:
    assert list(evaluate_each(expression, X, VALUES, {})) == [evaluate(expression, {X: value}) for value in VALUES]


def test_what_is_known_of_parts_changes_nothing() -> None:
    known: dict[str, object] = {}
    for expression in [*EXPRESSIONS, *EXPRESSIONS]:
        found = list(evaluate_each(expression, X, VALUES, known))  # type: ignore[arg-type]
        assert found == [evaluate(expression, {X: value}) for value in VALUES]


def test_one_and_true_are_told_apart() -> None:
    known: dict[str, object] = {}
    texts = [list(evaluate_each(_call("join_text", X, Constant(value)), X, ["a"], known)) for value in (1, True)]  # type: ignore[arg-type]
    assert texts == [["a1"], ["atrue"]]
