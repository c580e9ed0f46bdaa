"""Recognises comparisons and rules of plain form, which most models are made of, so that the kernel need not follow their steps.

A plain comparison tests one slot: missing, equal, then one metric beside thresholds. A plain rule asks that slots be equal.
Invariant: a plain form gives the outcome that the steps give.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.splink.programs import Programs, Step

MOST_CUTS = 8
SIMILARITIES, DISTANCES = (0, 1, 4), (2, 3)  # places in METRICS: Jaro, Jaro-Winkler, Jaccard; Levenshtein, Damerau-Levenshtein
_RISING, _FALLING = (4, 5), (2, 3)  # tests: gt and ge; lt and le


@dataclass(frozen=True, slots=True)
class Plain:
    """Comparisons (n, 6): slot (-1 where not plain), register or -1, outcomes when missing, equal and else, number of cuts; cuts (n, 8, 3): test,
    threshold, outcome. Rules (n, 8): slots that must be equal, -1 after the last; not plain where the first is -1."""

    comparisons: NDArray[np.int64]
    cuts: NDArray[np.float64]
    rules: NDArray[np.int64]


def plain_forms(programs: Programs) -> Plain:
    """Plain forms of a model's programs, where they have one."""
    entries = programs.entries.tolist()
    starts = entries[programs.n_rules :]
    comparisons = np.full((len(starts), 6), -1, np.int64)
    cuts = np.zeros((len(starts), MOST_CUTS, 3))
    for number, entry in enumerate(starts):
        found = _comparison(programs, entry)
        if found is not None:
            comparisons[number], cuts[number] = found
    rules = np.full((programs.n_rules, 8), -1, np.int64)
    for number in range(programs.n_rules):
        slots = _rule(programs, entries[number])
        if len(slots) <= rules.shape[1]:
            rules[number, : len(slots)] = slots
    return Plain(comparisons, cuts, rules)


def _comparison(programs: Programs, entry: int) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    slots = _slots(programs, entry)
    if len(slots) != 1:
        return None
    missing = {_walk(programs, entry, left, right, None) for left, right in ((False, True), (True, False), (False, False))}
    equal = _walk(programs, entry, True, True, True)
    chain = _chain(programs, entry)
    if len(missing) != 1 or equal is None or chain is None:
        return None
    register, cuts, other = chain
    table = np.zeros((MOST_CUTS, 3))
    table[: len(cuts)] = np.array(cuts).reshape(-1, 3)
    return np.array([slots.pop(), register, missing.pop(), equal, other, len(cuts)], np.int64), table


def _slots(programs: Programs, entry: int) -> set[int]:
    """Slots that a program reads; more than one also where it holds a step that no plain form has."""
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [entry]
    while waiting:
        at = waiting.pop()
        if at < 0 or at in seen:
            continue
        seen.add(at)
        kind, left, right = (int(value) for value in programs.steps[at, :3])
        if kind in (Step.EQUAL, Step.DIFFERENT, Step.METRIC):
            found |= {left, right}
        else:
            found |= {left} if kind in (Step.NULL, Step.PRESENT) else {-1, -2}
        waiting += programs.steps[at, 5:7].tolist()
    return found


def _walk(programs: Programs, at: int, left: bool, right: bool, equal: bool | None) -> int | None:
    """The outcome when values are there or not, and equal or not; None where a metric would have to be known."""
    while at >= 0:
        step = programs.steps[at]
        kind = int(step[0])
        if kind in (Step.NULL, Step.PRESENT):
            holds = (right if step[2] else left) == (kind == Step.PRESENT)
        elif not (left and right):
            holds = False
        elif kind == Step.METRIC:
            return None
        else:
            holds = equal is (kind == Step.EQUAL)
        at = int(step[5] if holds else step[6])
    return -1 - at


def _chain(programs: Programs, at: int) -> tuple[int, list[tuple[float, float, float]], int] | None:
    """Of two values that differ: the register, its cuts in order with their outcomes, and the outcome beyond them."""
    register = -1
    cuts: list[tuple[float, float, float]] = []
    while at >= 0:
        step = programs.steps[at]
        kind = int(step[0])
        if kind != Step.METRIC:
            at = int(step[5] if kind in (Step.PRESENT, Step.DIFFERENT) else step[6])
            continue
        metric, test = int(programs.registers[step[4], 0]), int(step[3])
        fits = test in _RISING if metric in SIMILARITIES else test in _FALLING
        if step[5] >= 0 or not fits or register not in (-1, step[4]) or len(cuts) == MOST_CUTS:
            return None
        register = int(step[4])
        cuts.append((float(test), float(programs.thresholds[at]), float(-1 - step[5])))
        at = int(step[6])
    return register, cuts, -1 - at


def _rule(programs: Programs, at: int) -> list[int]:
    slots = []
    while at >= 0:
        kind, left, right = (int(value) for value in programs.steps[at, :3])
        if kind != Step.EQUAL or left != right or programs.steps[at, 6] != -1:
            return []
        slots.append(left)
        at = int(programs.steps[at, 5])
    return slots if at == -2 else []
