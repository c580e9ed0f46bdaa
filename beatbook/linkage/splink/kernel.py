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
    popcount,
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


@nb.njit(inline="always", **_JIT)
def _recalled(a, b, register, model, memo):  # type: ignore[no-untyped-def]
    """A register's metric of two values, from the memo where it is there."""
    key = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
    place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48))
    if memo[0][register, place] != key:
        memo[0][register, place] = key
        memo[1][register, place] = _measured(model[4][register, 0], model[5][register], a, b, model[6], model[7], model[8])
    return memo[1][register, place]


@nb.njit(inline="always", **_JIT)
def _outcome(at, left, right, pair, model, memo, values, stamps, outside):  # type: ignore[no-untyped-def]
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
                        values[register] = _recalled(a, b, register, model, memo)
                        stamps[register] = pair
                    holds = _tested(values[register], steps[at, 3], thresholds[at])
                else:
                    holds = _tested(abs(numbers[a] - numbers[b]), steps[at, 3], thresholds[at])
        at = steps[at, 5] if holds else steps[at, 6]
    return -1 - at


@nb.njit(inline="always", **_JIT)
def _adjusted(i, j, codes, tf, adjust, comparison, level):  # type: ignore[no-untyped-def]
    """Bits by which the rarer a value the more it counts: weight x (log2 u - log2 of the greater frequency)."""
    slot, column = np.int64(adjust[comparison, level, 0]), np.int64(adjust[comparison, level, 1])
    a, b = codes[i, slot], codes[j, slot]
    first = tf[a, column] if a >= 0 else np.nan
    second = tf[b, column] if b >= 0 else np.nan
    if np.isnan(first):
        first = second
    more = 0.0
    if not np.isnan(first):
        if second > first:
            first = second
        more = adjust[comparison, level, 2] * (adjust[comparison, level, 3] - max(first, adjust[comparison, level, 4]))
    return more


@nb.njit(**_JIT)
def _beyond(metric, bound, a, b, starts, marks):  # type: ignore[no-untyped-def]
    """Is a metric surely on the far side of its bound? By lengths and signatures alone, and for Jaro-Winkler as if all of the beginning agreed."""
    la, lb = starts[a + 1] - starts[a], starts[b + 1] - starts[b]
    if metric == 4 or la == 0 or lb == 0:
        return False
    if metric >= 2:
        common = popcount(marks[a] & marks[b]) + min(la - popcount(marks[a]), lb - popcount(marks[b]))
        return max(la, lb) - common > bound
    if bound <= 0.0:
        return False
    most = most_jaro(la, marks[a], lb, marks[b])
    if metric == 1 and most > 0.7:
        most += 0.4 * (1.0 - most)
    return most < bound - 1e-9


@nb.njit(inline="always", **_JIT)
def _plain_outcome(left, right, turn, plain, cuts, codes, registers, bounds, signs, starts, marks, keys, known):  # type: ignore[no-untyped-def]
    """Outcome of a comparison of plain form."""
    a, b = codes[left, plain[turn, 0]], codes[right, plain[turn, 0]]
    found = plain[turn, 4]
    if a < 0 or b < 0:
        found = plain[turn, 2]
    elif a == b:
        found = plain[turn, 3]
    else:
        register = plain[turn, 1]
        if register >= 0 and not _beyond(registers[register, 0], bounds[register], a, b, starts, marks):
            key = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
            place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48))
            if keys[register, place] != key:
                keys[register, place] = key
                known[register, place] = _measured(registers[register, 0], bounds[register], a, b, signs, starts, marks)
            for cut in range(plain[turn, 5]):
                if _tested(known[register, place], np.int64(cuts[turn, cut, 0]), cuts[turn, cut, 1]):
                    found = np.int64(cuts[turn, cut, 2])
                    break
    return found


@nb.njit(inline="always", **_JIT)
def _all_equal(left, right, rule, rules, codes):  # type: ignore[no-untyped-def]
    """Does a rule of plain form propose a pair?"""
    for place in range(rules.shape[1]):
        slot = rules[rule, place]
        if slot < 0:
            break
        if codes[left, slot] < 0 or codes[left, slot] != codes[right, slot]:
            return False
    return True


@nb.njit(**_JIT)
def score_pairs(left, right, rule, alone, n_rules, model, outside, bits, floor, memo, out):  # type: ignore[no-untyped-def]
    """Scores pairs (n,) that a rule proposed; those it does not own, or that weigh less than `floor`, are left out. Returns how many are kept.

    `model` are codes, steps, thresholds, entries, registers, bounds, bytes, starts, signatures, numbers, term frequencies and plain forms; `bits` the
    prior, the weights, what adjusts them, and the most (n_comparisons + 1,) that the comparisons from one on can add, for leaving early. `out` are the
    places of kept pairs, and by kept pair levels and adjustments (n, n_comparisons or 0) and totals in bits. A `rule` of -1 asks for no rule; `alone` lets no
    earlier rule own a pair.
    """
    prior, weights, adjust, most_after = bits
    kept, levels, totals, adjusted = out
    codes, _, _, entries, registers, bounds, signs, starts, marks, _, tf, plain, cuts, rules = model
    keys, known = memo
    values = np.zeros(len(registers))
    stamps = np.full(len(registers), -1, np.int64)
    n_kept = 0
    for pair in range(len(left)):
        i, j = left[pair], right[pair]
        total = prior
        owned = True
        for turn in range(-1 - rule, len(entries) - n_rules):
            program = -1 - turn if turn < 0 else n_rules + turn
            if alone and turn < 0 and program != rule:
                continue
            if turn >= 0 and plain[turn, 0] >= 0:
                found = _plain_outcome(i, j, turn, plain, cuts, codes, registers, bounds, signs, starts, marks, keys, known)
            elif turn < 0 and rules[program, 0] >= 0:
                found = np.int64(_all_equal(i, j, program, rules, codes))
            else:
                found = _outcome(entries[program], i, j, pair, model, memo, values, stamps, outside)
            if turn < 0:
                if (found == 1) != (program == rule):
                    owned = False
                    break
                continue
            total += weights[turn, found]
            more = 0.0
            if adjust[turn, found, 0] >= 0.0:
                more = _adjusted(i, j, codes, tf, adjust, turn, found)
                total += more
            if levels.shape[1]:
                levels[n_kept, turn] = found
            if adjusted.shape[1]:
                adjusted[n_kept, turn] = more
            if total + most_after[turn + 1] < floor:
                owned = False
                break
        if owned and total >= floor:
            kept[n_kept] = pair
            totals[n_kept] = total
            n_kept += 1
    return n_kept


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
