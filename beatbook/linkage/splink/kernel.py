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
def tested(value, test, threshold):  # type: ignore[no-untyped-def]
    """Does a value stand the test beside a threshold? The tests are those of `programs.TESTS`."""
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


@nb.njit(inline="always", **_JIT)
def recalled(a, b, register, model, memo):  # type: ignore[no-untyped-def]
    """A register's metric of two values, from the memo where it is there."""
    key = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
    place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48))
    if memo[0][register, place] != key:
        memo[0][register, place] = key
        memo[1][register, place] = _measured(model[4][register, 0], model[5][register], a, b, model[6], model[7], model[8])
    return memo[1][register, place]


@nb.njit(inline="always", **_JIT)
def outcome(at, left, right, pair, model, memo, values, stamps, outside):  # type: ignore[no-untyped-def]
    """Follows one program from step `at` to its outcome."""
    codes, steps, thresholds, numbers = model[0], model[1], model[2], model[9]
    while at >= 0:
        kind = steps[at, 0]
        holds = False
        if 2 <= kind <= 5:
            code = codes[right if steps[at, 2] else left, steps[at, 1]]
            if kind >= 4:
                holds = (code < 0) == (kind == 4)
            else:
                holds = code == 3 - kind
        elif kind == 8:
            holds = outside[steps[at, 4], pair] != 0
        else:
            a, b = codes[left, steps[at, 1]], codes[right, steps[at, 2]]
            if a >= 0 and b >= 0:
                if kind <= 1:
                    holds = (a == b) == (kind == 0)
                elif kind == 6:
                    register = steps[at, 4]
                    if stamps[register] != pair:
                        values[register] = recalled(a, b, register, model, memo)
                        stamps[register] = pair
                    holds = tested(values[register], steps[at, 3], thresholds[at])
                else:
                    holds = tested(abs(numbers[a] - numbers[b]), steps[at, 3], thresholds[at])
        at = steps[at, 5] if holds else steps[at, 6]
    return -1 - at


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
def shared_only(packed):  # type: ignore[no-untyped-def]
    """Moves what shares its key with a neighbour to the front of a sorted list; its number."""
    n = 0
    for place in range(len(packed)):
        key = packed[place] >> np.uint64(ROW_BITS)
        before = place > 0 and packed[place - 1] >> np.uint64(ROW_BITS) == key
        if before or (place + 1 < len(packed) and packed[place + 1] >> np.uint64(ROW_BITS) == key):
            packed[n] = packed[place]
            n += 1
    return n


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
def pairs_between(packed, counts, start, stop):  # type: ignore[no-untyped-def]
    """A tile of the pairs of the places from `start` to `stop`: rows, and by pair the places of its two rows among them, the earlier row left."""
    mask = (np.uint64(1) << np.uint64(ROW_BITS)) - np.uint64(1)
    first = start - (counts[start + 1] - counts[start])
    rows = np.empty(stop - first, np.int64)
    for place in range(first, stop):
        rows[place - first] = np.int64(packed[place] & mask)
    left, right = np.empty(counts[stop] - counts[start], np.int32), np.empty(counts[stop] - counts[start], np.int32)
    n = 0
    for place in range(start, stop):
        for other in range(place - (counts[place + 1] - counts[place]), place):
            left[n] = other - first
            right[n] = place - first
            n += 1
    return rows, left, right


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


@nb.njit(**_JIT)
def pairs_across(some, others, halved):  # type: ignore[no-untyped-def]
    """Pairs of rows of one key from two sorted lists, smaller row << 32 | larger row; `halved` gives each pair of a list with itself once."""
    shift, mask = np.uint64(ROW_BITS), (np.uint64(1) << np.uint64(ROW_BITS)) - np.uint64(1)
    pairs = np.empty(64, np.uint64)
    n = 0
    first = 0
    for place in range(len(some)):
        key = some[place] >> shift
        if place == 0 or key != some[place - 1] >> shift:
            first += np.searchsorted(others[first:], key << shift)
        row = some[place] & mask
        at = first
        while at < len(others) and others[at] >> shift == key:
            other = others[at] & mask
            at += 1
            if other == row or (halved and other > row):
                continue
            if n == len(pairs):
                grown = np.empty(2 * n, np.uint64)
                grown[:n] = pairs
                pairs = grown
            pairs[n] = (min(row, other) << np.uint64(32)) | max(row, other)
            n += 1
    return pairs[:n]
