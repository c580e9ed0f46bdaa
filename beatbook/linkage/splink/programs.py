"""Compiles conditions into jump tables: each step is one test of a pair of rows, with the step or outcome that follows when it is true or not.

Invariant: a step is true only where its test is; an unknown counts as not true, which `pushed_down` makes right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.splink.columns import Family, Rows, Slot
from beatbook.linkage.splink.errors import SplinkModelUnreadable
from beatbook.linkage.splink.expressions import (
    COMPARED,
    METRICS,
    Call,
    Column,
    Constant,
    Expression,
    columns_in,
    of_any_record,
    pushed_down,
    sides_of,
)
from beatbook.linkage.splink.settings import Comparison, Rule, Settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies

TESTS = ("eq", "ne", "lt", "le", "gt", "ge")


class Step(IntEnum):
    """What a step tests: numbers equal or not; a truth; a missing value; a metric, a gap or an outside test beside a threshold."""

    EQUAL = 0
    DIFFERENT = 1
    TRUE = 2
    FALSE = 3
    NULL = 4
    PRESENT = 5
    METRIC = 6
    GAP = 7
    OUTSIDE = 8


@dataclass
class Programs:
    """Steps (n, 8): kind, slot left, slot right, test, register, next if true, next if not; a next below 0 is outcome -1 - next.

    Registers (n, 3) are metrics and their slots; `bounds` are what a metric need not be told apart beyond. Entries: first the rules', then the
    comparisons'. `outside` are tests that are worked out by `values.evaluate`, with their columns' slots.
    """

    slots: list[Slot]
    families: list[Family]
    steps: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    registers: NDArray[np.int64]
    bounds: NDArray[np.float64]
    entries: NDArray[np.int64]
    n_rules: int
    outside: list[Expression]
    tf_names: tuple[str, ...]
    keys: list[list[tuple[int, int]]]
    exploded: list[tuple[str, ...]]

    def rows(self) -> Rows:
        """An empty table of rows for these programs; it takes their families over."""
        return Rows(self.slots, self.families, len(self.tf_names))

    def slot_of(self, expression: Expression) -> int:
        """Number of the slot that holds an expression of one record."""
        return next(place for place, slot in enumerate(self.slots) if slot.expression == expression and not slot.truth)


def compile_programs(settings: Settings, rules: Sequence[Rule], frequencies: TermFrequencies | None) -> Programs:
    """Programs for the comparisons of a model and for rules; without frequencies nothing is adjusted.

    Raises:
        FrequenciesMissing: a column's term frequencies are not there.
        SplinkModelUnreadable: a comparison has no level for all other pairs.
    """
    builder = _Builder()
    conditions = [_exploding(rule) for rule in rules]
    for condition in conditions:
        builder.entries.append(builder.emit(pushed_down(condition), -2, -1))
    for comparison in settings.comparisons:
        builder.entries.append(builder.comparison(comparison))
    tf_names = settings.tf_columns if frequencies is not None else ()
    for name in tf_names:
        builder.slot(Column(name, "x"))
    keys = [builder.keys_of(condition) for condition in conditions]
    programs = builder.finish(len(rules), tf_names, keys, [rule.exploded for rule in rules])
    if frequencies is not None:
        for number, name in enumerate(tf_names):
            family = programs.slots[programs.slot_of(Column(name, "x"))].family
            programs.families[family].shares[number] = frequencies.of(name)
    return programs


def _exploding(rule: Rule) -> Expression:
    """A rule's condition, in which equality of an exploded column means that the arrays share an element."""

    def changed(node: Expression) -> Expression:
        if not isinstance(node, Call):
            return node
        if node.operation == "eq" and {column.name for column in columns_in(node)} & set(rule.exploded):
            if not all(isinstance(argument, Column) for argument in node.arguments):
                raise SplinkModelUnreadable(f"The blocking rule {rule.sql} asks more of an exploded array than that elements are equal.")
            return Call("ge", (Call("array_size", (Call("intersect", node.arguments),)), Constant(1)))
        return Call(node.operation, tuple(changed(argument) for argument in node.arguments))

    return changed(rule.condition)


@dataclass
class _Builder:
    entries: list[int] = field(default_factory=list)
    steps: list[list[int]] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    registers: dict[tuple[int, int, int], list[tuple[str, float]]] = field(default_factory=dict)
    outside: list[Expression] = field(default_factory=list)
    slots: dict[tuple[Expression, bool], int] = field(default_factory=dict)
    united: list[int] = field(default_factory=list)
    spelt: set[int] = field(default_factory=set)
    numbered: set[int] = field(default_factory=set)

    def slot(self, expression: Expression, truth: bool = False) -> int:
        key = (of_any_record(expression), truth)
        if key not in self.slots:
            self.slots[key] = len(self.slots)
            self.united.append(len(self.united))
        return self.slots[key]

    def root(self, slot: int) -> int:
        while self.united[slot] != slot:
            slot = self.united[slot]
        return slot

    def comparison(self, comparison: Comparison) -> int:
        if comparison.levels[-1].condition is not None:
            raise SplinkModelUnreadable(f"The comparison {comparison.name} has no last level for all other pairs (ELSE).")
        follows = 0
        for number in range(len(comparison.levels) - 1, -1, -1):
            condition = comparison.levels[number].condition
            follows = -1 - number if condition is None else self.emit(pushed_down(condition), -1 - number, follows)
        return follows

    def emit(self, node: Expression, true: int, false: int) -> int:
        if isinstance(node, Call) and node.operation in ("and", "or"):
            follows = true if node.operation == "and" else false
            for argument in reversed(node.arguments):
                follows = self.emit(argument, follows, false) if node.operation == "and" else self.emit(argument, true, follows)
            return follows
        self.steps.append([*self._atom(node), true, false])
        return len(self.steps) - 1

    def _atom(self, node: Expression) -> list[int]:
        self.thresholds.append(0.0)
        if len(sides_of(node)) < 2:
            return self._of_one_side(node)
        if isinstance(node, Call) and node.operation in COMPARED:
            first, second = node.arguments
            if (
                node.operation in ("eq", "ne")
                and sides_of(first) != sides_of(second)
                and len(sides_of(first)) == len(sides_of(second)) == 1
            ):
                left, right = self._two(first, second)
                self.united[self.root(left)] = self.root(right)
                return [Step.EQUAL if node.operation == "eq" else Step.DIFFERENT, left, right, 0, 0]
            if isinstance(second, Constant) and isinstance(second.value, int | float) and isinstance(first, Call):
                found = self._metric(first, node.operation, float(second.value)) or self._gap(first, node.operation, float(second.value))
                if found:
                    self.thresholds[-1] = float(second.value)
                    return found
        self.outside.append(self._hoisted(node))
        return [Step.OUTSIDE, 0, 0, 0, len(self.outside) - 1]

    def _of_one_side(self, node: Expression) -> list[int]:
        side = int("r" in sides_of(node))
        negated = isinstance(node, Call) and node.operation == "not"
        inner = node.arguments[0] if negated and isinstance(node, Call) else node
        if isinstance(inner, Call) and inner.operation == "is_null":
            return [Step.PRESENT if negated else Step.NULL, self.slot(inner.arguments[0]), side, 0, 0]
        return [Step.FALSE if negated else Step.TRUE, self.slot(inner, truth=True), side, 0, 0]

    def _two(self, first: Expression, second: Expression) -> tuple[int, int]:
        if "r" in sides_of(first):
            first, second = second, first
        return self.slot(first), self.slot(second)

    def _metric(self, call: Call, test: str, threshold: float) -> list[int] | None:
        if call.operation not in METRICS or any(len(sides_of(argument)) != 1 for argument in call.arguments):
            return None
        left, right = self._two(*call.arguments)
        self.spelt |= {left, right}
        key = (METRICS.index(call.operation), left, right)
        self.registers.setdefault(key, []).append((test, threshold))
        return [Step.METRIC, left, right, TESTS.index(test), list(self.registers).index(key)]

    def _gap(self, call: Call, test: str, _threshold: float) -> list[int] | None:
        difference = call.arguments[0] if call.operation == "abs" else None
        if not isinstance(difference, Call) or difference.operation != "sub":
            return None
        if any(len(sides_of(argument)) != 1 for argument in difference.arguments):
            return None
        left, right = self._two(*difference.arguments)
        self.numbered |= {left, right}
        return [Step.GAP, left, right, TESTS.index(test), 0]

    def _hoisted(self, node: Expression) -> Expression:
        """The node with each greatest part of one side kept in a slot, which stands in it as a column named by the slot's number."""
        sides = sides_of(node)
        if len(sides) == 1:
            return Column(str(self.slot(node)), sides.pop())
        if isinstance(node, Call):
            return Call(node.operation, tuple(self._hoisted(argument) for argument in node.arguments))
        return node

    def keys_of(self, condition: Expression) -> list[tuple[int, int]]:
        """Slots (left, right) whose equality a rule demands."""
        if isinstance(condition, Call) and condition.operation == "and":
            return [pair for argument in condition.arguments for pair in self.keys_of(argument)]
        if isinstance(condition, Call) and condition.operation == "eq" and len(sides_of(condition)) == 2:
            first, second = condition.arguments
            if len(sides_of(first)) == len(sides_of(second)) == 1:
                return [self._two(first, second)]
        return []

    def finish(
        self, n_rules: int, tf_names: tuple[str, ...], keys: list[list[tuple[int, int]]], exploded: list[tuple[str, ...]]
    ) -> Programs:
        roots = sorted({self.root(slot) for slot in range(len(self.united))})
        family_of = {root: number for number, root in enumerate(roots)}
        families = [Family() for _ in roots]
        for slot in self.spelt:
            families[family_of[self.root(slot)]].spelt = True
        for slot in self.numbered:
            families[family_of[self.root(slot)]].numbered = True
        slots = [Slot(expression, family_of[self.root(place)], truth) for (expression, truth), place in self.slots.items()]
        return Programs(
            slots=slots,
            families=families,
            steps=np.array(self.steps, np.int64).reshape(-1, 7),
            thresholds=np.array(self.thresholds, np.float64),
            registers=np.array(list(self.registers), np.int64).reshape(-1, 3),
            bounds=np.array([_bound(key[0], uses) for key, uses in self.registers.items()], np.float64),
            entries=np.array(self.entries, np.int64),
            n_rules=n_rules,
            outside=self.outside,
            tf_names=tf_names,
            keys=keys,
            exploded=exploded,
        )


def _bound(metric: int, uses: list[tuple[str, float]]) -> float:
    """Beyond which value a metric need not be told exactly: the greatest threshold of a distance, the least of a similarity; -1 for none."""
    if METRICS[metric] in ("levenshtein", "damerau_levenshtein"):
        return max(threshold for _, threshold in uses)
    if {test for test, _ in uses} <= {"ge", "gt"}:
        return min(threshold for _, threshold in uses)
    return -1.0
