"""Runs the jump tables over pairs of rows: which rule owns a pair, which level of each comparison holds, what the pair weighs.

Invariant: a pair's weight depends on its two rows and the model alone, to the last bit, however pairs are cut into chunks.
"""

import numba as nb
import numpy as np

from beatbook.linkage.splink.metrics import (
    common_beginning,
    damerau_levenshtein,
    jaccard,
    jaro,
    jaro_winkler,
    levenshtein,
    most_jaro,
)

_JIT = {"nogil": True, "cache": True}
MEMO = 1 << 16
ROW_BITS = 28


@nb.njit(**_JIT)
def _measured(metric, bound, a, b, signs, starts, marks):  # type: ignore[no-untyped-def]
    """A metric of two values by their numbers; a similarity below `bound` may come out as anything below it."""
    start_a, start_b = starts[a], starts[b]
    la, lb = starts[a + 1] - start_a, starts[b + 1] - start_b
    if metric <= 1:
        if bound > 0.0 and la > 0 and lb > 0:
            most = most_jaro(la, marks[a], lb, marks[b])
            if metric == 1 and most > 0.7:
                most += common_beginning(signs, start_a, la, start_b, lb) * 0.1 * (1.0 - most)
            if most < bound - 1e-9:
                return 0.0
        if metric == 0:
            return jaro(signs, start_a, la, start_b, lb)
        return jaro_winkler(signs, start_a, la, start_b, lb)
    if metric == 2:
        return float(levenshtein(signs, start_a, la, start_b, lb, np.int64(bound)))
    if metric == 3:
        if abs(la - lb) > bound:
            return float(abs(la - lb))
        return float(damerau_levenshtein(signs, start_a, la, start_b, lb))
    return jaccard(signs, start_a, la, start_b, lb)


@nb.njit(**_JIT)
def _tested(value, test, threshold):  # type: ignore[no-untyped-def]
    if test == 5:
        return value >= threshold
    if test == 3:
        return value <= threshold
    if test == 4:
        return value > threshold
    if test == 2:
        return value < threshold
    if test == 0:
        return value == threshold
    return value != threshold


@nb.njit(**_JIT)
def _outcome(  # type: ignore[no-untyped-def]
    at,
    left,
    right,
    pair,
    codes,
    steps,
    thresholds,
    registers,
    bounds,
    values,
    stamps,
    memo_keys,
    memo_values,
    signs,
    starts,
    marks,
    numbers,
    outside,
):
    """Follows one program from step `at` to its outcome."""
    while at >= 0:
        kind = steps[at, 0]
        holds = False
        if kind == 0 or kind == 1:
            a, b = codes[left, steps[at, 1]], codes[right, steps[at, 2]]
            holds = a >= 0 and b >= 0 and (a == b) == (kind == 0)
        elif kind <= 5:
            row = right if steps[at, 2] else left
            a = codes[row, steps[at, 1]]
            if kind == 2:
                holds = a == 1
            elif kind == 3:
                holds = a == 0
            else:
                holds = (a < 0) == (kind == 4)
        elif kind == 6:
            a, b = codes[left, steps[at, 1]], codes[right, steps[at, 2]]
            if a >= 0 and b >= 0:
                register = steps[at, 4]
                if stamps[register] != pair:
                    key = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
                    place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48))
                    if memo_keys[register, place] != key:
                        memo_keys[register, place] = key
                        memo_values[register, place] = _measured(registers[register, 0], bounds[register], a, b, signs, starts, marks)
                    values[register] = memo_values[register, place]
                    stamps[register] = pair
                holds = _tested(values[register], steps[at, 3], thresholds[at])
        elif kind == 7:
            a, b = codes[left, steps[at, 1]], codes[right, steps[at, 2]]
            holds = a >= 0 and b >= 0 and _tested(abs(numbers[a] - numbers[b]), steps[at, 3], thresholds[at])
        else:
            holds = outside[steps[at, 4], pair] != 0
        at = steps[at, 5] if holds else steps[at, 6]
    return -1 - at


@nb.njit(**_JIT)
def score_pairs(  # type: ignore[no-untyped-def]
    left,
    right,
    rule,
    n_rules,
    codes,
    steps,
    thresholds,
    entries,
    registers,
    bounds,
    signs,
    starts,
    marks,
    numbers,
    tf,
    outside,
    prior,
    weights,
    adjust,
    most_after,
    floor,
    memo_keys,
    memo_values,
    kept,
    levels,
    totals,
    adjusted,
):
    """Scores pairs (n,) that a rule proposed; those it does not own, or that weigh less than `floor`, are left out. Returns how many are kept.

    Out: `kept` (n,) are the places of kept pairs; by kept pair `levels` (n, n_comparisons or 0) and `totals` (n,) in bits; `adjusted`
    (n, n_comparisons or 0) the part of the bits that term frequencies gave. `rule` of -1 asks for no rule. `most_after` (n_comparisons + 1,)
    is the most that the comparisons from one on can add, for leaving early.
    """
    n_registers = len(registers)
    values = np.zeros(n_registers)
    stamps = np.full(n_registers, -1, np.int64)
    n_kept = 0
    for pair in range(len(left)):
        i, j = left[pair], right[pair]
        owned = True
        if rule >= 0:
            for program in range(rule, -1, -1):
                found = _outcome(entries[program], i, j, pair, codes, steps, thresholds, registers, bounds, values, stamps, memo_keys,
                                 memo_values, signs, starts, marks, numbers, outside)  # fmt: skip
                if (found == 1) != (program == rule):
                    owned = False
                    break
        if not owned:
            continue
        total = prior
        for comparison in range(len(entries) - n_rules):
            if total + most_after[comparison] < floor:
                owned = False
                break
            level = _outcome(entries[n_rules + comparison], i, j, pair, codes, steps, thresholds, registers, bounds, values, stamps,
                             memo_keys, memo_values, signs, starts, marks, numbers, outside)  # fmt: skip
            total += weights[comparison, level]
            more = 0.0
            if adjust[comparison, level, 0] >= 0.0:
                more = _adjusted(i, j, codes, tf, adjust[comparison, level])
                total += more
            if levels.shape[1]:
                levels[n_kept, comparison] = level
            if adjusted.shape[1]:
                adjusted[n_kept, comparison] = more
        if owned and total >= floor:
            kept[n_kept] = pair
            totals[n_kept] = total
            n_kept += 1
    return n_kept


@nb.njit(**_JIT)
def _adjusted(i, j, codes, tf, adjust):  # type: ignore[no-untyped-def]
    """Bits by which the rarer a value the more it counts: weight x (log2 u - log2 of the greater frequency)."""
    slot, column = np.int64(adjust[0]), np.int64(adjust[1])
    a, b = codes[i, slot], codes[j, slot]
    first = tf[a, column] if a >= 0 else np.nan
    second = tf[b, column] if b >= 0 else np.nan
    if np.isnan(first):
        first = second
    if np.isnan(first):
        return 0.0
    if second > first:
        first = second
    if adjust[4] > first:
        first = adjust[4]
    return adjust[2] * (adjust[3] - first)


@nb.njit(**_JIT)
def packed_keys(codes, slots, n_slots, first):  # type: ignore[no-untyped-def]
    """For each row that has all slots a hash of their numbers and the row itself in one word; sorted, rows of one key lie together."""
    result = np.empty(len(codes), np.uint64)
    n = 0
    for row in range(first, len(codes)):
        h = np.uint64(0x243F6A8885A308D3)
        present = True
        for place in range(n_slots):
            code = codes[row, slots[place]]
            if code < 0:
                present = False
                break
            h = (h ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
            h ^= h >> np.uint64(29)
        if present:
            h *= np.uint64(0xBF58476D1CE4E5B9)
            result[n] = (h >> np.uint64(ROW_BITS)) << np.uint64(ROW_BITS) | np.uint64(row)
            n += 1
    return result[:n]


@nb.njit(**_JIT)
def count_pairs_of(packed):  # type: ignore[no-untyped-def]
    """How many pairs each place of a sorted list makes with those before it in its run, added up: (n + 1,)."""
    result = np.zeros(len(packed) + 1, np.int64)
    run = 0
    for place in range(len(packed)):
        if place and (packed[place] >> np.uint64(ROW_BITS)) != (packed[place - 1] >> np.uint64(ROW_BITS)):
            run = place
        result[place + 1] = result[place] + place - run
    return result


@nb.njit(**_JIT)
def pairs_between(packed, counts, start, stop, left, right):  # type: ignore[no-untyped-def]
    """Fills in the pairs of the places from `start` to `stop`: rows of one key, the earlier row left. Returns how many."""
    mask = (np.uint64(1) << np.uint64(ROW_BITS)) - np.uint64(1)
    n = 0
    for place in range(start, stop):
        row = np.int64(packed[place] & mask)
        for other in range(place - (counts[place + 1] - counts[place]), place):
            left[n] = np.int64(packed[other] & mask)
            right[n] = row
            n += 1
    return n


@nb.njit(**_JIT)
def count_patterns(levels, n, sizes, counts):  # type: ignore[no-untyped-def]
    """Adds each row of levels to its place in a table of all patterns, the first comparison counting slowest."""
    for row in range(n):
        place = 0
        for comparison in range(len(sizes)):
            place = place * sizes[comparison] + levels[row, comparison]
        counts[place] += 1


@nb.njit(**_JIT)
def join(parents, a, b):  # type: ignore[no-untyped-def]
    """Joins the components of linked rows; the parent of a component is its first row."""
    for link in range(len(a)):
        i, j = np.int64(a[link]), np.int64(b[link])
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        while parents[j] != j:
            parents[j] = parents[parents[j]]
            j = parents[j]
        if i < j:
            parents[j] = i
        else:
            parents[i] = j


@nb.njit(**_JIT)
def flatten(parents):  # type: ignore[no-untyped-def]
    """Lets every row name its component's first row."""
    for row in range(len(parents)):
        parents[row] = parents[parents[row]]
