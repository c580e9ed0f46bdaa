"""Recognises comparisons and rules of simple form, which most models are made of, so that the kernel need not follow their steps pair by pair.

A chain is a list of tests, of which the first that holds gives the outcome: a value missing on either side, a slot equal on both, a metric or a gap of
one slot beside a threshold. A plain rule asks that slots be equal. Invariant: a simple form gives the outcome that the steps give.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.splink.programs import Programs, Step

MOST_TESTS = 16
MOST_SLOTS = 8
MOST_OUTCOMES = 255
SIMILARITIES, DISTANCES = (0, 1, 4), (2, 3)  # places in METRICS: Jaro, Jaro-Winkler, Jaccard; Levenshtein, Damerau-Levenshtein
_RISING, _FALLING = (4, 5), (2, 3)  # tests: gt and ge; lt and le


class Link(IntEnum):
    """What a test of a chain asks."""

    MISSING = 0
    EQUAL = 1
    METRIC = 2
    GAP = 3


@dataclass(frozen=True, slots=True)
class Chains:
    """Heads (n, 2): how many tests (-1 where a comparison is no chain) and the outcome of all other pairs. Tests (n, 16, 4): kind, slot or register,
    test, outcome; cuts (n, 16): thresholds. Rules (n, 8): slots that must be equal, -1 after the last; not plain where the first is -1."""

    heads: NDArray[np.int64]
    tests: NDArray[np.int64]
    cuts: NDArray[np.float64]
    rules: NDArray[np.int64]


def chains_of(programs: Programs) -> Chains:
    """The simple forms of a model's programs, where they have one."""
    entries = programs.entries.tolist()
    starts = entries[programs.n_rules :]
    heads = np.full((len(starts), 2), -1, np.int64)
    tests = np.zeros((len(starts), MOST_TESTS, 4), np.int64)
    cuts = np.zeros((len(starts), MOST_TESTS))
    for number, entry in enumerate(starts):
        found = _chain(programs, entry)
        if found is not None:
            rows, other = found
            heads[number] = (len(rows), other)
            for place, (kind, what, test, outcome, cut) in enumerate(rows):
                tests[number, place], cuts[number, place] = (kind, what, test, outcome), cut
    rules = np.full((programs.n_rules, MOST_SLOTS), -1, np.int64)
    for number in range(programs.n_rules):
        slots = _rule(programs, entries[number])
        if len(slots) <= MOST_SLOTS:
            rules[number, : len(slots)] = slots
    return Chains(heads, tests, cuts, rules)


def _chain(programs: Programs, at: int) -> tuple[list[tuple[int, int, int, int, float]], int] | None:
    rows: list[tuple[int, int, int, int, float]] = []
    while at >= 0:
        step = programs.steps[at]
        if step[0] == Step.NULL:
            at, follows = _other_side(programs, at), int(step[5])
            if at < 0:
                return None
            test = (int(Link.MISSING), int(step[1]), 0, -1 - follows, 0.0)
        else:
            found = _test(programs, at)
            if found is None:
                return None
            kind, what = found
            follows = int(step[5])
            test = (kind, what, int(step[3]), -1 - follows, float(programs.thresholds[at]))
        if follows >= 0 or len(rows) == MOST_TESTS:
            return None
        rows.append(test)
        at = int(programs.steps[at, 6])
    return rows, -1 - at


def _other_side(programs: Programs, at: int) -> int:
    """The step that asks of the other record what this one asks of the first, and that gives the same outcome; -1 where there is none."""
    step = programs.steps[at]
    follows = int(step[6])
    if follows < 0:
        return -1
    other = programs.steps[follows]
    same = other[0] == Step.NULL and other[1] == step[1] and other[2] != step[2] and other[5] == step[5]
    return follows if same else -1


def _test(programs: Programs, at: int) -> tuple[int, int] | None:
    """Kind and slot or register of a step that compares one slot of both records."""
    kind, left, right, test, register = (int(value) for value in programs.steps[at, :5])
    if left != right:
        return None
    if kind == Step.EQUAL:
        return int(Link.EQUAL), left
    if kind == Step.GAP:
        return (int(Link.GAP), left) if test in (*_RISING, *_FALLING) else None
    if kind == Step.METRIC:
        # What lies surely beyond a bound is not measured, so that a test must ask for what lies within it.
        fits = test in (_RISING if programs.registers[register, 0] in SIMILARITIES else _FALLING)
        return (int(Link.METRIC), register) if fits else None
    return None


def _rule(programs: Programs, at: int) -> list[int]:
    slots = []
    while at >= 0:
        kind, left, right = (int(value) for value in programs.steps[at, :3])
        if kind != Step.EQUAL or left != right or programs.steps[at, 6] != -1:
            return []
        slots.append(left)
        at = int(programs.steps[at, 5])
    return slots if at == -2 else []
