"""String comparisons compiled for the kernel: edit distance with swaps, Jaro-Winkler as rapidfuzz defines it, digit slips, hashes."""

import numba as nb
import numpy as np
from numba.extending import intrinsic

_JIT = {"nogil": True, "cache": True}


@intrinsic
def ones(typing, bits):  # type: ignore[no-untyped-def]
    """How many bits of a 32-bit number are set, in one machine instruction."""

    def instruction(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.ctpop(arguments[0])

    return nb.uint32(nb.uint32), instruction


@nb.njit(**_JIT)
def mix(value, salt):  # type: ignore[no-untyped-def]
    """A 64-bit hash of a hash and a salt (splitmix64)."""
    z = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(salt) + np.uint64(1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@nb.njit(**_JIT)
def hash_without(signs, length, skipped):  # type: ignore[no-untyped-def]
    """Hash of a string with the sign at `skipped` left out; -1 leaves none out (FNV-1a)."""
    h = np.uint64(0xCBF29CE484222325)
    for place in range(length):
        if place != skipped:
            h = (h ^ np.uint64(signs[place])) * np.uint64(0x100000001B3)
    return h


@nb.njit(**_JIT)
def slips(a, la, b, lb, limit):  # type: ignore[no-untyped-def]
    """Edits and swaps of neighbours between two strings of at most 63 signs (optimal string alignment); limit + 1 stands for any more.

    Source: Hyyrö 2003, A bit-vector algorithm for computing Levenshtein and Damerau edit distances.
    """
    if abs(la - lb) > limit:
        return limit + 1
    start = 0  # what both begin or end with costs nothing
    while start < la and start < lb and a[start] == b[start]:
        start += 1
    while la > start and lb > start and a[la - 1] == b[lb - 1]:
        la -= 1
        lb -= 1
    la -= start
    lb -= start
    if la == 0 or lb == 0:
        return max(la, lb)
    if limit == 1:  # what is left is one sign for another, or two neighbours swapped, or more than one slip
        swapped_only = la == 2 and lb == 2 and a[start] == b[start + 1] and a[start + 1] == b[start]
        return 1 if swapped_only or (la == 1 and lb == 1) else 2
    one = np.uint64(1)
    rising = ~np.uint64(0)
    falling = np.uint64(0)
    diagonal = np.uint64(0)
    before = np.uint64(0)
    last = one << np.uint64(la - 1)
    distance = la
    for j in range(lb):
        here = np.uint64(0)
        for i in range(la):
            if a[start + i] == b[start + j]:
                here |= one << np.uint64(i)
        swapped = (((~diagonal) & here) << one) & before
        diagonal = (((here & rising) + rising) ^ rising) | here | falling | swapped
        up = falling | ~(diagonal | rising)
        down = diagonal & rising
        if up & last:
            distance += 1
        if down & last:
            distance -= 1
        up = (up << one) | one
        down = down << one
        rising = down | ~(diagonal | up)
        falling = up & diagonal
        before = here
    return min(distance, limit + 1)


@nb.njit(**_JIT)
def jaro_winkler(a, la, b, lb):  # type: ignore[no-untyped-def]
    """Jaro-Winkler similarity, 0 to 1; the common beginning counts only above 0.7, as in rapidfuzz."""
    if la == 0 or lb == 0:
        return 0.0
    window = max(0, max(la, lb) // 2 - 1)
    seen_a = 0
    seen_b = 0
    matches = 0
    for i in range(la):
        for j in range(max(0, i - window), min(lb, i + window + 1)):
            if not (seen_b >> j) & 1 and a[i] == b[j]:
                seen_a |= 1 << i
                seen_b |= 1 << j
                matches += 1
                break
    if matches == 0:
        return 0.0
    half_turns = 0
    j = 0
    for i in range(la):
        if (seen_a >> i) & 1:
            while not (seen_b >> j) & 1:
                j += 1
            if a[i] != b[j]:
                half_turns += 1
            j += 1
    m = float(matches)
    jaro = (m / la + m / lb + (m - half_turns // 2) / m) / 3.0
    if jaro <= 0.7:
        return jaro
    same = 0
    while same < min(la, lb, 4) and a[same] == b[same]:
        same += 1
    return jaro + 0.1 * same * (1.0 - jaro)


@nb.njit(**_JIT)
def digits_one_slip(x, y):  # type: ignore[no-untyped-def]
    """Do two numbers of the same length differ by one digit, or by two neighbours swapped?"""
    different = 0
    first = np.int64(-1)
    swapped = False
    place = 0
    last_x = np.int64(-1)
    last_y = np.int64(-1)
    while x > 0 or y > 0:
        if (x > 0) != (y > 0):
            return False
        p, q = x % 10, y % 10
        if p != q:
            different += 1
            if different == 1:
                first = np.int64(place)
            elif different == 2:
                swapped = place == first + 1 and p == last_y and q == last_x
            else:
                return False
        last_x, last_y = p, q
        x //= 10
        y //= 10
        place += 1
    return different == 1 or (different == 2 and swapped)
