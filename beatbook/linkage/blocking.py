"""Blocking, compiled: which rows are worth comparing, because they share a key made of their own values.

Invariant: a key is a function of one row; two rows are candidates exactly when they share a key that the frozen model does not call too common.
"""

import numba as nb
import numpy as np

from beatbook.linkage.levels import HASH_BITS, ROW_BITS
from beatbook.linkage.strings import hash_without, mix

MAX_KEYS = 512
_JIT = {"nogil": True, "cache": True}
_POWERS = np.array([10**7, 10**6, 10**5, 10**4, 10**3, 10**2, 10, 1], np.uint64)


@nb.njit(**_JIT)
def _put(out, n, rule, a, b):  # type: ignore[no-untyped-def]
    if n < len(out):
        out[n] = mix(mix(a, rule), b) >> np.uint64(64 - HASH_BITS)
        return n + 1
    return n


@nb.njit(**_JIT)
def row_keys(t, s, c, i, out):  # type: ignore[no-untyped-def]
    """Blocking keys of one row into `out`, and their number; every key is a function of the row's own values."""
    n = 0
    sounds = np.zeros(96, np.uint64)
    n_sounds = 0
    d = c.digits[i]
    year = np.uint64(0)
    day = np.uint64(0)
    if d[0]:
        year = np.uint64(((d[0] * 10 + d[1]) * 10 + d[2]) * 10 + d[3])
        if not c.born_default[i] and d[4] + d[5] > 0 and d[6] + d[7] > 0:
            day = np.uint64(((d[4] * 10 + d[5]) * 10 + d[6]) * 10 + d[7])
    district = s.district[c.postcode[i]] if c.postcode[i] >= 0 else np.uint64(0)
    place = s.own[c.place[i]] if c.place[i] >= 0 else np.uint64(0)
    initials = np.uint32(0)
    for u in range(3):
        count = c.n_tokens[i, u]
        for x in range(count):
            token = c.tokens[i, u, x]
            length = t.length[token]
            initials |= np.uint32(1) << np.uint32(t.signs[token, 0] & 31)
            if length < 2:
                continue
            n = _put(out, n, np.uint64(1), t.own[token], np.uint64(0))
            for f in range(4):
                sound = t.sound[token] if f == 3 else t.formal_sound[token, f]
                fresh = sound != 0
                for k in range(n_sounds):
                    if sounds[k] == sound:
                        fresh = False
                if fresh and n_sounds < 24:
                    sounds[n_sounds] = sound
                    n_sounds += 1
            if length > 4 and count <= 4:
                for gone in range(-1, length):
                    h = hash_without(t.signs[token], length, gone)
                    if year:
                        n = _put(out, n, np.uint64(2), h, year)
                    if district:
                        n = _put(out, n, np.uint64(3), h, district)
                    if place:
                        n = _put(out, n, np.uint64(4), h, place)
    for x in range(n_sounds):
        if year:
            n = _put(out, n, np.uint64(5), sounds[x], year)
        if day:
            n = _put(out, n, np.uint64(6), sounds[x], day)
        if district:
            n = _put(out, n, np.uint64(7), sounds[x], district)
        if place:
            n = _put(out, n, np.uint64(8), sounds[x], place)
        for y in range(x + 1, n_sounds):
            n = _put(out, n, np.uint64(9), min(sounds[x], sounds[y]), max(sounds[x], sounds[y]))
    if day:
        born = year * np.uint64(10000) + day
        n = _put(out, n, np.uint64(10), born, np.uint64(0))
        month, of_month = day // np.uint64(100), day % np.uint64(100)
        for letter in range(32):
            if (initials >> np.uint32(letter)) & np.uint32(1):
                n = _put(
                    out,
                    n,
                    11,
                    year * np.uint64(10000) + min(month, of_month) * np.uint64(100) + max(month, of_month),
                    letter,
                )
                for gone in range(8):
                    power = _POWERS[gone]
                    blank = born - ((born // power) % np.uint64(10)) * power
                    n = _put(out, n, np.uint64(12 + gone), blank, np.uint64(letter))
    if c.postcode[i] >= 0:
        code = c.postcode[i]
        n = _put(out, n, np.uint64(20), s.own[code], np.uint64(0))
        for letter in range(32):
            if (initials >> np.uint32(letter)) & np.uint32(1):
                for gone in range(s.length[code]):
                    n = _put(
                        out,
                        n,
                        21,
                        hash_without(s.signs[code], s.length[code], gone),
                        letter,
                    )
        if year:
            n = _put(out, n, np.uint64(22), district, year)
    if place:
        n = _put(out, n, np.uint64(23), place, np.uint64(0))
        if year:
            n = _put(out, n, np.uint64(24), place, year)
    for x in range(3):
        if c.phones[i, x]:
            n = _put(out, n, np.uint64(25), np.uint64(c.phones[i, x]), np.uint64(0))
    for x in range(2):
        if c.emails[i, x, 0]:
            n = _put(out, n, np.uint64(26), c.emails[i, x, 0], np.uint64(0))
    if c.pnc_id[i]:
        n = _put(out, n, np.uint64(27), np.uint64(c.pnc_id[i]), np.uint64(0))
    if c.custody_number[i]:
        n = _put(out, n, np.uint64(28), c.custody_number[i], np.uint64(0))
    return n


@nb.njit(**_JIT)
def fill_keys(t, s, c, start, stop, out, ends):  # type: ignore[no-untyped-def]
    """Keys of rows start to stop, each packed with its row in the low 24 bits, end to end in `out`; ends[k] is where row k's keys end."""
    n = 0
    buffer = np.zeros(MAX_KEYS, np.uint64)
    for i in range(start, stop):
        count = row_keys(t, s, c, i, buffer)
        for k in range(count):
            if n < len(out):
                out[n] = (buffer[k] << np.uint64(ROW_BITS)) | np.uint64(i)
            n += 1
        ends[i - start] = n
    return n


@nb.njit(**_JIT)
def join_within(packed, out):  # type: ignore[no-untyped-def]
    """Pairs of rows that share a key in one sorted array, as (smaller row << 32 | larger row); returns their number, also when out is too small."""
    n = 0
    start = 0
    mask = np.uint64((1 << ROW_BITS) - 1)
    while start < len(packed):
        end = start + 1
        key = packed[start] >> np.uint64(ROW_BITS)
        while end < len(packed) and packed[end] >> np.uint64(ROW_BITS) == key:
            end += 1
        for x in range(start, end):
            i = packed[x] & mask
            for y in range(x + 1, end):
                j = packed[y] & mask
                if i != j:
                    if n < len(out):
                        out[n] = (i << np.uint64(32)) | j
                    n += 1
        start = end
    return n


@nb.njit(**_JIT)
def _first_at_least(values, sought):  # type: ignore[no-untyped-def]
    low = 0
    high = len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < sought:
            low = middle + 1
        else:
            high = middle
    return low


@nb.njit(**_JIT)
def without_common(packed, common):  # type: ignore[no-untyped-def]
    """Drop from `packed`, in place, the keys in the sorted array `common`; returns how many are left at its front."""
    n = 0
    for x in range(len(packed)):
        key = packed[x] >> np.uint64(ROW_BITS)
        y = _first_at_least(common, key)
        if y == len(common) or common[y] != key:
            packed[n] = packed[x]
            n += 1
    return n


@nb.njit(**_JIT)
def join_across(packed, other, out):  # type: ignore[no-untyped-def]
    """Pairs of rows that share a key between two sorted arrays, found by binary search from the first; packed as in join_within."""
    n = 0
    mask = np.uint64((1 << ROW_BITS) - 1)
    for x in range(len(packed)):
        key = packed[x] >> np.uint64(ROW_BITS)
        i = packed[x] & mask
        y = _first_at_least(other, key << np.uint64(ROW_BITS))
        while y < len(other) and other[y] >> np.uint64(ROW_BITS) == key:
            j = other[y] & mask
            if i != j:
                if n < len(out):
                    out[n] = (min(i, j) << np.uint64(32)) | max(i, j)
                n += 1
            y += 1
    return n
