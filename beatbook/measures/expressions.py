"""Conditions of a measure: read once, then said as SQL, as English, and as a test of one plain row.

The language is closed: comparisons of a grain's fields with constants, `in [...]`, `is known`, `not`, `and`, `or`, brackets, `true`.
A comparison with an unknown value is false, in SQL and in Python alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beatbook.measures.errors import ExpressionRefused
from beatbook.measures.grains import Grain, Sort

_TOKEN = re.compile(r"""\s*(?:(?P<text>"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[a-z_]+)|(?P<sign><=|>=|!=|=|<|>|\(|\)|\[|\]|,))""")
_COMPARED = {
    "=": "is", "!=": "is not", "<=": "is at most", ">=": "is at least", "<": "is less than", ">": "is more than",
}  # fmt: skip
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Always:
    """True of every row."""


@dataclass(frozen=True, slots=True)
class Holds:
    """A field of sort truth is true."""

    field: str


@dataclass(frozen=True, slots=True)
class Known:
    """A field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A field stands in this relation to a constant."""

    field: str
    sign: str
    value: str | float


@dataclass(frozen=True, slots=True)
class Among:
    """A field has one of these values."""

    field: str
    values: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What is inside does not hold."""

    inside: "Condition"


@dataclass(frozen=True, slots=True)
class Joined:
    """All (`and`) or any (`or`) of the parts hold."""

    word: str
    parts: tuple["Condition", ...]


Condition = Always | Holds | Known | Compared | Among | Not | Joined


def read_condition(text: str, grain: Grain) -> Condition:
    """The condition that a text says about a grain.

    Raises:
        ExpressionRefused: it cannot be read, or names a field that the grain has not.
    """
    return _Reader(text, grain).whole()


def as_sql(condition: Condition, parameters: list[Any]) -> str:
    """The condition as SQL over the grain's columns; constants are added to `parameters`. Never NULL."""
    match condition:
        case Always():
            return "true"
        case Holds(field):
            return f"coalesce(f.{field}, false)"
        case Known(field):
            return f"(f.{field} IS NOT NULL)"
        case Compared(field, sign, value):
            parameters.append(value)
            return f"coalesce(f.{field} {'<>' if sign == '!=' else sign} %s, false)"
        case Among(field, values):
            parameters.append(list(values))
            return f"coalesce(f.{field} = ANY (%s), false)"
        case Not(inside):
            return f"(NOT {as_sql(inside, parameters)})"
        case Joined(word, ()):
            return "false" if word == "or" else "true"
        case Joined(word, parts):
            return "(" + f" {word.upper()} ".join(as_sql(part, parameters) for part in parts) + ")"


def holds(condition: Condition, row: Mapping[str, Any]) -> bool:
    """Whether the condition holds of one row, given as values by field; None is unknown."""
    match condition:
        case Always():
            return True
        case Holds(field):
            return row[field] is True
        case Known(field):
            return row[field] is not None
        case Compared(field, sign, value):
            return row[field] is not None and _compare(row[field], sign, value)
        case Among(field, values):
            return row[field] in values
        case Not(inside):
            return not holds(inside, row)
        case Joined(word, parts):
            return (all if word == "and" else any)(holds(part, row) for part in parts)


def in_words(condition: Condition, grain: Grain) -> str:
    """The condition as the end of a sentence that begins `where`; empty for every row."""
    match condition:
        case Always():
            return ""
        case Holds(field):
            return grain.fields[field].words
        case Known(field):
            return f"{grain.fields[field].words} is known"
        case Compared(field, sign, value):
            return f"{grain.fields[field].words} {_COMPARED[sign]} {_value_words(value)}"
        case Among(field, values):
            words = [_value_words(value) for value in values]
            return f"{grain.fields[field].words} is {', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
        case Not(inside):
            return f"it is not so that {in_words(inside, grain)}"
        case Joined(word, parts):
            return f" {word} ".join(in_words(part, grain) for part in parts)


def fields_of(condition: Condition) -> set[str]:
    """Every field that the condition names."""
    match condition:
        case Always():
            return set()
        case Not(inside):
            return fields_of(inside)
        case Joined(_, parts):
            return set().union(*(fields_of(part) for part in parts))
        case Holds(field) | Known(field) | Compared(field, _, _) | Among(field, _):
            return {field}


def _compare(left: Any, sign: str, right: Any) -> bool:
    match sign:
        case "=":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<=":
            return bool(left <= right)
        case ">=":
            return bool(left >= right)
        case "<":
            return bool(left < right)
    return bool(left > right)


def _value_words(value: str | float) -> str:
    return f"“{value}”" if isinstance(value, str) else f"{value:g}"


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    text: str
    column: int


class _Reader:
    """Reads by descent: or, and, not, then one test or a bracket."""

    def __init__(self, text: str, grain: Grain) -> None:
        self.grain, self.tokens, self.place, self.depth = grain, _tokens(text), 0, 0
        self.end = len(text) + 1

    def whole(self) -> Condition:
        found = self._either()
        if self._peek() is not None:
            raise self._refused(f"“{self._peek_text()}” is not expected here")
        return found

    def _either(self) -> Condition:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._refused("brackets are too deep")
        parts = [self._both()]
        while self._took("or"):
            parts.append(self._both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def _both(self) -> Condition:
        parts = [self._negated()]
        while self._took("and"):
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _negated(self) -> Condition:
        odd = False
        while self._took("not"):
            odd = not odd
        found = self._single()
        return Not(found) if odd else found

    def _single(self) -> Condition:
        if self._took("("):
            found = self._either()
            self._need(")")
            return found
        if self._took("true"):
            return Always()
        return self._test(self._field())

    def _field(self) -> str:
        token = self._peek()
        if token is None or token.sort != "word":
            raise self._refused("a field is expected here")
        if token.text not in self.grain.fields:
            raise self._refused(f"“{token.text}” is no field of {self.grain.name}; it has {', '.join(self.grain.fields)}")
        self.place += 1
        return token.text

    def _test(self, field: str) -> Condition:
        sort = self.grain.fields[field].sort
        if self._took("is"):
            unknown = self._took("unknown")
            if not unknown:
                self._need("known")
            return Not(Known(field)) if unknown else Known(field)
        if self._took("in"):
            return Among(field, self._list(sort))
        token = self._peek()
        if token is not None and token.text in _COMPARED:
            if sort is Sort.TRUTH or (sort is Sort.TEXT and token.text not in ("=", "!=")):
                raise self._refused(f"{field} cannot be compared by “{token.text}”")
            self.place += 1
            return Compared(field, token.text, self._constant(sort))
        if sort is not Sort.TRUTH:
            raise self._refused(f"{field} must be compared with something")
        return Holds(field)

    def _list(self, sort: Sort) -> tuple[str | float, ...]:
        self._need("[")
        values = [self._constant(sort)]
        while self._took(","):
            values.append(self._constant(sort))
        self._need("]")
        return tuple(values)

    def _constant(self, sort: Sort) -> str | float:
        token = self._peek()
        wanted = {Sort.TEXT: "text", Sort.NUMBER: "number"}.get(sort)
        if token is None or token.sort != wanted:
            raise self._refused(
                f"a {wanted or 'field of another sort'} is expected here, e.g. {'12' if wanted == 'number' else chr(34) + 'Burglary' + chr(34)}"
            )
        self.place += 1
        if token.sort == "text":
            return token.text[1:-1]
        return float(token.text) if "." in token.text else int(token.text)

    def _peek(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _peek_text(self) -> str:
        token = self._peek()
        return token.text if token else "the end"

    def _took(self, text: str) -> bool:
        token = self._peek()
        taken = token is not None and token.text == text
        self.place += taken
        return taken

    def _need(self, text: str) -> None:
        if not self._took(text):
            raise self._refused(f"“{text}” is expected here, not “{self._peek_text()}”")

    def _refused(self, reason: str) -> ExpressionRefused:
        token = self._peek()
        return ExpressionRefused(token.column if token else self.end, reason)


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise ExpressionRefused(start + 1, f"“{text[start]}” cannot be read")
        sort = str(match.lastgroup)
        found.append(_Token(sort, match[sort], match.start(sort) + 1))
        place = match.end()
    return found
