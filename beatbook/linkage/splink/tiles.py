"""Scores tiles of pairs: the rows of a tile are gathered once, and each test runs over all pairs of the tile before the next one does.

Invariant: a pair's weight depends on its two rows and the model alone, to the last bit, however pairs are cut into tiles.
"""

import numba as nb
import numpy as np

from beatbook.linkage.splink.kernel import outcome, recalled, tested
from beatbook.linkage.splink.metrics import first_apart, one_edit, popcount

_JIT = {"nogil": True, "cache": True}
UNDECIDED = np.uint8(255)
MISSING, EQUAL, METRIC = 0, 1, 2  # chains.Link
LONGEST = 32  # strings up to here have a row and a column in the tables of `least_common`


@nb.njit(**_JIT)
def least_common(metric, bound):  # type: ignore[no-untyped-def]
    """By beginning in common (0 to 4) and lengths, how many signs two strings must share for a similarity to reach a bound; 255: it cannot."""
    found = np.full((5, LONGEST + 1, LONGEST + 1), 255, np.uint8)
    for same in range(5):
        for la in range(LONGEST + 1):
            for lb in range(LONGEST + 1):
                for common in range(min(la, lb) + 1):
                    most = (common / la + common / lb + 1.0) / 3.0 if common > 0 else 0.0
                    if metric == 1 and most > 0.7:
                        most += same * 0.1 * (1.0 - most)
                    if most >= bound - 1e-9:
                        found[same, la, lb] = common
                        break
    return found


@nb.njit(**_JIT)
def _gathered(codes, rows):  # type: ignore[no-untyped-def]
    """Codes of a tile's rows, slot by slot."""
    found = np.empty((codes.shape[1], len(rows)), np.int32)
    for place in range(len(rows)):
        row = rows[place]
        for slot in range(codes.shape[1]):
            found[slot, place] = codes[row, slot]
    return found


@nb.njit(**_JIT)
def _flag_missing(column, a, b, n, level, levels):  # type: ignore[no-untyped-def]
    for pair in range(n):
        if (levels[pair] == UNDECIDED) & ((column[a[pair]] < 0) | (column[b[pair]] < 0)):
            levels[pair] = level


@nb.njit(**_JIT)
def _flag_equal(column, a, b, n, level, levels):  # type: ignore[no-untyped-def]
    for pair in range(n):
        code = column[a[pair]]
        if (code == column[b[pair]]) & (code >= 0) & (levels[pair] == UNDECIDED):
            levels[pair] = level


@nb.njit(**_JIT)
def _flag_gaps(column, numbers, a, b, n, tests, cuts, levels):  # type: ignore[no-untyped-def]
    own = np.full(len(column), np.nan)
    for place in range(len(column)):
        if column[place] >= 0:
            own[place] = numbers[column[place]]
    for pair in range(n):
        if levels[pair] == UNDECIDED:
            gap = abs(own[a[pair]] - own[b[pair]])
            for test in range(len(tests)):
                if tested(gap, tests[test, 2], cuts[test]):
                    levels[pair] = tests[test, 3]
                    break


@nb.njit(**_JIT)
def _spelt(column, signs, starts, marks):  # type: ignore[no-untyped-def]
    """Of each row's string: signature, length, how many signs it has beyond those of its signature, and its first four bytes."""
    mark, length = np.zeros(len(column), np.uint64), np.zeros(len(column), np.int32)
    beyond, begins = np.zeros(len(column), np.int32), np.zeros(len(column), np.uint32)
    for place in range(len(column)):
        code = column[place]
        if code >= 0:
            start, stop = starts[code], starts[code + 1]
            mark[place] = marks[code]
            length[place] = stop - start
            beyond[place] = stop - start - popcount(marks[code])
            for sign in range(min(4, stop - start)):
                begins[place] |= np.uint32(signs[start + sign]) << np.uint32(8 * sign)
    return mark, length, beyond, begins


@nb.njit(**_JIT)
def _flag_metric(column, register, least, a, b, n, tests, cuts, levels, model, memo):  # type: ignore[no-untyped-def]
    """Measures pairs that are undecided and that signatures and lengths do not tell to lie beyond every cut."""
    metric, bound = model[4][register, 0], model[5][register]
    signs, starts = model[6], model[7]
    mark, length, beyond, begins = _spelt(column, signs, starts, model[8])
    for pair in range(n):
        if levels[pair] != UNDECIDED:
            continue
        x, y = a[pair], b[pair]
        c, d = column[x], column[y]
        if c < 0 or d < 0:
            continue
        la, lb = length[x], length[y]
        common = popcount(mark[x] & mark[y]) + min(beyond[x], beyond[y])
        if metric <= 1:
            if la <= LONGEST and lb <= LONGEST:
                same = min(first_apart(begins[x] ^ begins[y]), la, lb) if metric == 1 else 0
                if common < least[same, la, lb]:
                    continue
        elif metric <= 3 and max(la, lb) - common > bound:
            continue
        value = one_edit(signs, starts[c], la, starts[d], lb) if metric == 2 and bound == 1.0 else recalled(c, d, register, model, memo)
        for test in range(len(tests)):
            if tested(value, tests[test, 2], cuts[test]):
                levels[pair] = tests[test, 3]
                break


@nb.njit(**_JIT)
def _follow_chain(head, tests, cuts, least, local, a, b, n, levels, model, memo):  # type: ignore[no-untyped-def]
    """Levels of a comparison that is a chain: tests of one kind on one slot are taken together."""
    levels[:n] = UNDECIDED
    test = 0
    while test < head[0]:
        kind, what, level = tests[test, 0], tests[test, 1], np.uint8(tests[test, 3])
        after = test + 1
        if kind == MISSING:
            _flag_missing(local[what], a, b, n, level, levels)
        elif kind == EQUAL:
            _flag_equal(local[what], a, b, n, level, levels)
        else:
            while after < head[0] and tests[after, 0] == kind and tests[after, 1] == what:
                after += 1
            if kind == METRIC:
                column = local[model[4][what, 1]]
                _flag_metric(column, what, least[what], a, b, n, tests[test:after], cuts[test:after], levels, model, memo)
            else:
                _flag_gaps(local[what], model[9], a, b, n, tests[test:after], cuts[test:after], levels)
        test = after
    other = np.uint8(head[1])
    for pair in range(n):
        if levels[pair] == UNDECIDED:
            levels[pair] = other


@nb.njit(**_JIT)
def _adjusted(x, y, local, tf, adjust):  # type: ignore[no-untyped-def]
    """Bits by which the rarer a value the more it counts: weight x (log2 u - log2 of the greater frequency)."""
    slot, column = np.int64(adjust[0]), np.int64(adjust[1])
    a, b = local[slot, x], local[slot, y]
    first = tf[a, column] if a >= 0 else np.nan
    second = tf[b, column] if b >= 0 else np.nan
    if np.isnan(first):
        first = second
    if np.isnan(first):
        return 0.0
    if second > first:
        first = second
    return adjust[2] * (adjust[3] - max(first, adjust[4]))


@nb.njit(**_JIT)
def _add(found, n, weights, totals):  # type: ignore[no-untyped-def]
    for pair in range(n):
        totals[pair] += weights[found[pair]]


@nb.njit(**_JIT)
def _add_rarity(found, a, b, n, local, tf, adjust, totals, more):  # type: ignore[no-untyped-def]
    """Adds what term frequencies say to levels that are adjusted; `more` tells it by pair where it is not empty."""
    if len(more):
        more[:n] = 0.0
    if adjust[:, 0].max() < 0.0:
        return
    for pair in range(n):
        if adjust[found[pair], 0] >= 0.0:
            bits = _adjusted(a[pair], b[pair], local, tf, adjust[found[pair]])
            totals[pair] += bits
            if len(more):
                more[pair] = bits


@nb.njit(**_JIT)
def _without_hopeless(least, turns, a, b, at, n, totals, levels, adjusted):  # type: ignore[no-untyped-def]
    """Keeps the pairs that weigh `least` or more so far, with what the first turns said of them; their number."""
    kept = 0
    for pair in range(n):
        if totals[pair] >= least:
            if kept != pair:
                a[kept], b[kept], at[kept], totals[kept] = a[pair], b[pair], at[pair], totals[pair]
                for turn in range(min(turns, len(levels))):
                    levels[turn, kept] = levels[turn, pair]
                for turn in range(min(turns, len(adjusted))):
                    adjusted[turn, kept] = adjusted[turn, pair]
            kept += 1
    return kept


@nb.njit(**_JIT)
def _all_equal(slots, local, x, y):  # type: ignore[no-untyped-def]
    """Does a rule of plain form propose a pair?"""
    for place in range(len(slots)):
        slot = slots[place]
        if slot < 0:
            break
        if local[slot, x] < 0 or local[slot, x] != local[slot, y]:
            return False
    return True


@nb.njit(**_JIT)
def _owned(asked, rows, local, pairs, model, memo, outside):  # type: ignore[no-untyped-def]
    """Keeps the pairs that a rule proposes and, unless it is asked alone, no earlier one does; their number."""
    a, b, at = pairs
    rule, alone = asked[0], asked[1] != 0
    entries, rules = model[3], model[14]
    values, stamps = np.zeros(len(model[4])), np.full(len(model[4]), -1, np.int64)
    n = len(a)
    for program in range(rule, rule - 1 if alone else -1, -1):
        kept = 0
        for pair in range(n):
            x, y = a[pair], b[pair]
            if rules[program, 0] >= 0:
                proposed = _all_equal(rules[program], local, x, y)
            else:
                proposed = outcome(entries[program], rows[x], rows[y], at[pair], model, memo, values, stamps, outside) == 1
            if proposed == (program == rule):
                a[kept], b[kept], at[kept] = x, y, at[pair]
                kept += 1
        n = kept
    return n


@nb.njit(**_JIT)
def score_tile(rows, left, right, asked, model, outside, bits, floor, memo):  # type: ignore[no-untyped-def]
    """Pairs of a tile, each given by the places of its two rows among `rows`, that a rule owns and that weigh `floor` or more.

    `asked` is the rule (-1 for none), whether it alone counts, how many comparisons are made, and whether levels and adjustments are wanted. `model`
    are codes, steps, thresholds, entries, registers, bounds, bytes, starts, signatures, numbers, term frequencies, the heads, tests and cuts of chains,
    plain rules, and `least_common` by register; `bits` the prior, the weights, what adjusts them, and the most (n_comparisons + 1,) that the
    comparisons from one on can add. Returns rows left and right, weights in bits, levels and adjustments (n, n_comparisons or 0).
    """
    prior, weights, adjust, most_after = bits
    local = _gathered(model[0], rows)
    a, b, at = left.copy(), right.copy(), np.arange(len(left), dtype=np.int32)
    n = _owned(asked, rows, local, (a, b, at), model, memo, outside) if asked[0] >= 0 else len(a)
    n_comparisons = asked[2]
    found, totals = np.empty(n, np.uint8), np.full(n, prior)
    levels = np.empty((n_comparisons if asked[3] else 0, n), np.uint8)
    adjusted = np.empty((n_comparisons if asked[4] else 0, n))
    values, stamps = np.zeros(len(model[4])), np.full(len(model[4]), -1, np.int64)
    first = len(model[3]) - len(weights)
    for turn in range(n_comparisons):
        if model[11][turn, 0] >= 0:
            _follow_chain(model[11][turn], model[12][turn], model[13][turn], model[15], local, a, b, n, found, model, memo)
        else:
            entry = model[3][first + turn]
            for pair in range(n):
                found[pair] = outcome(entry, rows[a[pair]], rows[b[pair]], at[pair], model, memo, values, stamps, outside)
        if len(levels):
            levels[turn, :n] = found[:n]
        _add(found, n, weights[turn], totals)
        more = adjusted[turn] if len(adjusted) else totals[:0]
        _add_rarity(found, a, b, n, local, model[10], adjust[turn], totals, more)
        if floor > -np.inf:
            n = _without_hopeless(floor - most_after[turn + 1], turn + 1, a, b, at, n, totals, levels, adjusted)
    if floor > -np.inf:
        n = _without_hopeless(floor, n_comparisons, a, b, at, n, totals, levels, adjusted)
    return _told(rows, a, b, n, totals, levels, adjusted)


@nb.njit(**_JIT)
def _told(rows, a, b, n, totals, levels, adjusted):  # type: ignore[no-untyped-def]
    ones, others = np.empty(n, np.int32), np.empty(n, np.int32)
    for pair in range(n):
        ones[pair], others[pair] = rows[a[pair]], rows[b[pair]]
    said, more = np.empty((n, len(levels)), np.uint8), np.empty((n, len(adjusted)))
    for turn in range(len(levels)):
        said[:, turn] = levels[turn, :n]
    for turn in range(len(adjusted)):
        more[:, turn] = adjusted[turn, :n]
    return ones, others, totals[:n].copy(), said, more
