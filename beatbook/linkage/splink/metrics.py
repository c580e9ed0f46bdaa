"""String metrics compiled by Numba, on the bytes of UTF-8, bit for bit as DuckDB computes them.

Invariant: symmetric; the bounds never fall below the metric.
"""

import numba as nb
import numpy as np
from numba.extending import intrinsic

_JIT = {"nogil": True, "cache": True}
ONE = np.uint64(1)


@intrinsic
def _set_bits(typing, bits):  # type: ignore[no-untyped-def]
    def instruction(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.ctpop(arguments[0])

    return nb.uint64(nb.uint64), instruction


@nb.njit(**_JIT)
def popcount(x):  # type: ignore[no-untyped-def]
    """Bits that are set in 64, in one machine instruction."""
    return np.int64(_set_bits(x))


@nb.njit(**_JIT)
def first_apart(x):  # type: ignore[no-untyped-def]
    """How many of the lowest bytes of a 32-bit number are nought: signs that two beginnings share, of their exclusive or."""
    if x == 0:
        return 4
    if x & np.uint32(0xFF):
        return 0
    if x & np.uint32(0xFF00):
        return 1
    return 2 if x & np.uint32(0xFF0000) else 3


@nb.njit(**_JIT)
def signature(signs, start, stop):  # type: ignore[no-untyped-def]
    """Which signs a string has, by their last five bits: one bit for a first and another for a second occurrence."""
    found = np.uint64(0)
    for place in range(start, stop):
        bit = ONE << np.uint64(signs[place] & 31)
        found |= (bit << np.uint64(32)) if found & bit else bit
    return found


@nb.njit(**_JIT)
def signatures(signs, first, stops):  # type: ignore[no-untyped-def]
    """Signatures of strings that lie one after another from `first`, by where each ends."""
    result = np.empty(len(stops), np.uint64)
    for place in range(len(stops)):
        result[place] = signature(signs, first, stops[place])
        first = stops[place]
    return result


@nb.njit(**_JIT)
def most_jaro(la, sa, lb, sb):  # type: ignore[no-untyped-def]
    """Jaro similarity can be no more than this, by lengths and signatures alone."""
    common = popcount(sa & sb) + min(la - popcount(sa), lb - popcount(sb))
    common = min(common, min(la, lb))
    if common == 0:
        return 0.0
    return (common / la + common / lb + 1.0) / 3.0


@nb.njit(**_JIT)
def _jaro_short(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    window = max(la, lb) // 2 - 1 if max(la, lb) > 1 else 0
    seen_a = np.uint64(0)
    seen_b = np.uint64(0)
    matches = 0
    for i in range(la):
        low = i - window if i > window else 0
        high = min(lb, i + window + 1)
        sign = signs[a + i]
        for j in range(low, high):
            if signs[b + j] == sign and not (seen_b >> np.uint64(j)) & ONE:
                seen_a |= ONE << np.uint64(i)
                seen_b |= ONE << np.uint64(j)
                matches += 1
                break
    if matches == 0:
        return 0.0
    turns = 0
    j = 0
    for i in range(la):
        if (seen_a >> np.uint64(i)) & ONE:
            while not (seen_b >> np.uint64(j)) & ONE:
                j += 1
            if signs[a + i] != signs[b + j]:
                turns += 1
            j += 1
    return (matches / la + matches / lb + (matches - turns // 2) / matches) / 3.0


@nb.njit(**_JIT)
def _jaro_long(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    window = max(la, lb) // 2 - 1
    seen_a = np.zeros(la, np.uint8)
    seen_b = np.zeros(lb, np.uint8)
    matches = 0
    for i in range(la):
        for j in range(max(0, i - window), min(lb, i + window + 1)):
            if signs[b + j] == signs[a + i] and not seen_b[j]:
                seen_a[i] = 1
                seen_b[j] = 1
                matches += 1
                break
    if matches == 0:
        return 0.0
    turns = 0
    j = 0
    for i in range(la):
        if seen_a[i]:
            while not seen_b[j]:
                j += 1
            if signs[a + i] != signs[b + j]:
                turns += 1
            j += 1
    return (matches / la + matches / lb + (matches - turns // 2) / matches) / 3.0


@nb.njit(**_JIT)
def jaro(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Jaro similarity of two strings in a buffer of bytes, by start and length; 0 when one is empty."""
    if la == 0 or lb == 0:
        return 0.0
    if la <= 64 and lb <= 64:
        return _jaro_short(signs, a, la, b, lb)
    return _jaro_long(signs, a, la, b, lb)


@nb.njit(**_JIT)
def common_beginning(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Signs that two strings begin with alike, at most four."""
    same = 0
    while same < min(la, lb, 4) and signs[a + same] == signs[b + same]:
        same += 1
    return same


@nb.njit(**_JIT)
def jaro_winkler(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Jaro-Winkler similarity; the common beginning counts only above 0.7."""
    found = jaro(signs, a, la, b, lb)
    if found > 0.7:
        found += common_beginning(signs, a, la, b, lb) * 0.1 * (1.0 - found)
    return found


@nb.njit(**_JIT)
def _levenshtein_short(signs, a, la, b, lb, limit):  # type: ignore[no-untyped-def]
    # Source: Hyyrö 2003, A bit-vector algorithm for computing Levenshtein and Damerau edit distances.
    rising = ~np.uint64(0)
    falling = np.uint64(0)
    last = ONE << np.uint64(la - 1)
    distance = la
    for j in range(lb):
        sign = signs[b + j]
        here = np.uint64(0)
        for i in range(la):
            here |= np.uint64(signs[a + i] == sign) << np.uint64(i)
        diagonal = (((here & rising) + rising) ^ rising) | here | falling
        up = falling | ~(diagonal | rising)
        down = diagonal & rising
        if up & last:
            distance += 1
        if down & last:
            distance -= 1
        up = (up << ONE) | ONE
        down = down << ONE
        rising = down | ~(diagonal | up)
        falling = up & diagonal
    return min(distance, limit + 1)


@nb.njit(**_JIT)
def levenshtein(signs, a, la, b, lb, limit):  # type: ignore[no-untyped-def]
    """Insertions, deletions and substitutions between two strings; anything above `limit` comes out as limit + 1.

    Source: Ukkonen 1985, Algorithms for approximate string matching: only the band of width 2 limit + 1 is filled.
    """
    if abs(la - lb) > limit:
        return limit + 1
    if la == 0 or lb == 0:
        return max(la, lb)
    if la <= 64:
        return _levenshtein_short(signs, a, la, b, lb, limit)
    big = limit + 1
    row = np.empty(lb + 1, np.int64)
    for j in range(lb + 1):
        row[j] = min(j, big)
    for i in range(1, la + 1):
        low = max(1, i - limit)
        high = min(lb, i + limit)
        diagonal = row[low - 1]
        row[low - 1] = min(i, big) if low == 1 else big
        least = row[low - 1]
        for j in range(low, high + 1):
            above = row[j] if j < i + limit else big
            cost = 0 if signs[a + i - 1] == signs[b + j - 1] else 1
            best = min(diagonal + cost, above + 1, row[j - 1] + 1)
            diagonal = row[j]
            row[j] = min(best, big)
            least = min(least, row[j])
        if least > limit:
            return big
    return min(row[lb], big)


@nb.njit(**_JIT)
def one_edit(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Insertions, deletions and substitutions between two strings; 2 stands for any more than one."""
    if abs(la - lb) > 1:
        return 2.0
    same = 0
    while same < min(la, lb) and signs[a + same] == signs[b + same]:
        same += 1
    if same == la and same == lb:
        return 0.0
    skip_a, skip_b = same + (la >= lb), same + (lb >= la)
    while skip_a < la and signs[a + skip_a] == signs[b + skip_b]:
        skip_a += 1
        skip_b += 1
    return 1.0 if skip_a == la else 2.0


@nb.njit(**_JIT)
def damerau_levenshtein(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Edits with swaps of neighbours, between which others may stand (the unrestricted form).

    Source: Lowrance & Wagner 1975, An extension of the string-to-string correction problem.
    """
    if la == 0 or lb == 0:
        return max(la, lb)
    most = la + lb
    table = np.empty((la + 2, lb + 2), np.int64)
    last = np.zeros(256, np.int64)
    table[0, 0] = most
    for i in range(la + 1):
        table[i + 1, 0] = most
        table[i + 1, 1] = i
    for j in range(lb + 1):
        table[0, j + 1] = most
        table[1, j + 1] = j
    for i in range(1, la + 1):
        column = 0
        for j in range(1, lb + 1):
            row = last[signs[b + j - 1]]
            before = column
            cost = 1
            if signs[a + i - 1] == signs[b + j - 1]:
                cost = 0
                column = j
            table[i + 1, j + 1] = min(
                table[i, j] + cost, table[i + 1, j] + 1, table[i, j + 1] + 1, table[row, before] + (i - row - 1) + 1 + (j - before - 1)
            )
        last[signs[a + i - 1]] = i
    return table[la + 1, lb + 1]


@nb.njit(**_JIT)
def jaccard(signs, a, la, b, lb):  # type: ignore[no-untyped-def]
    """Shared signs as a share of all signs that two strings have."""
    seen = np.zeros(256, np.uint8)
    for i in range(la):
        seen[signs[a + i]] |= 1
    for j in range(lb):
        seen[signs[b + j]] |= 2
    both = 0
    either = 0
    for sign in range(256):
        either += seen[sign] > 0
        both += seen[sign] == 3
    return both / either if either else 0.0
