"""Blocking, compiled: which rows are worth comparing, because they share a key made of their own values.

Invariant: a key is a function of one row; two rows are candidates exactly when they share a key that the frozen model does not call too common.
"""

import numba as nb
import numpy as np

from beatbook.linkage.evidence import MAX_EMAILS, MAX_NAMES, MAX_PHONES
from beatbook.linkage.levels import HASH_BITS, ROW_BITS
from beatbook.linkage.strings import hash_without, mix

MAX_KEYS = 512
_JIT = {"nogil": True, "cache": True}
_POWERS = np.array([10**7, 10**6, 10**5, 10**4, 10**3, 10**2, 10, 1], np.uint64)
NOTHING = np.uint64(0)


# What a key is made of. The number goes into the key's hash, so that a rule keeps its number for as long as models live.
TOKEN = np.uint64(1)
SPELLING_YEAR = np.uint64(2)  # a token, or the token with one letter left out, beside the year of birth
SPELLING_DISTRICT = np.uint64(3)
SPELLING_PLACE = np.uint64(4)
SOUND_YEAR = np.uint64(5)
SOUND_DAY = np.uint64(6)
SOUND_DISTRICT = np.uint64(7)
SOUND_PLACE = np.uint64(8)
TWO_SOUNDS = np.uint64(9)
BORN = np.uint64(10)
BORN_TURNED_INITIAL = np.uint64(11)  # day and month in either order, beside an initial
BORN_BLANK_INITIAL = np.uint64(12)  # 12 to 19, one for each digit left blank
POSTCODE = np.uint64(20)
POSTCODE_SLIP_INITIAL = np.uint64(21)  # the postcode with one sign left out
DISTRICT_YEAR = np.uint64(22)
PLACE = np.uint64(23)
PLACE_YEAR = np.uint64(24)
PHONE = np.uint64(25)
EMAIL = np.uint64(26)
PNC_ID = np.uint64(27)
CUSTODY_NUMBER = np.uint64(28)
# Rules of one kind, as bits, so that a pass over one rule is spared the work of the others.
SPELLING_RULES = np.uint64(0b11100)
NAME_RULES = np.uint64(0b11110)
SOUND_RULES = np.uint64(0b11111 << 5)
BIRTH_RULES = np.uint64(0b1111111111 << 10)
PLACE_RULES = np.uint64(0b11111 << 20)


@nb.njit(inline="always", **_JIT)
def _put(rules, out, n, rule, a, b):  # type: ignore[no-untyped-def]
    if n < len(out) and (rules >> rule) & np.uint64(1):
        out[n] = mix(mix(a, rule), b) >> np.uint64(64 - HASH_BITS)
        return n + 1
    return n


@nb.njit(inline="always", **_JIT)
def _year_of(d):  # type: ignore[no-untyped-def]
    return np.uint64(((d[0] * 10 + d[1]) * 10 + d[2]) * 10 + d[3])


@nb.njit(inline="always", **_JIT)
def _day_of(c, i):  # type: ignore[no-untyped-def]
    # Month and day as four digits; 0 when one is not given or stands for "not known".
    d = c.digits[i]
    if d[0] and not c.born_default[i] and d[4] + d[5] > 0 and d[6] + d[7] > 0:
        return np.uint64(((d[4] * 10 + d[5]) * 10 + d[6]) * 10 + d[7])
    return np.uint64(0)


@nb.njit(inline="always", **_JIT)
def _initials(t, c, i):  # type: ignore[no-untyped-def]
    found = np.uint32(0)
    for u in range(MAX_NAMES):
        for x in range(c.n_tokens[i, u]):
            found |= np.uint32(1) << np.uint32(t.signs[c.tokens[i, u, x], 0] & 31)
    return found


@nb.njit(inline="always", **_JIT)
def _put_spelling(rules, t, token, year, district, place, out, n):  # type: ignore[no-untyped-def]
    # The token, and the token with each one letter left out, beside a year or a place.
    for gone in range(-1, t.length[token]):
        h = hash_without(t.signs[token], t.length[token], gone)
        if year:
            n = _put(rules, out, n, SPELLING_YEAR, h, year)
        if district:
            n = _put(rules, out, n, SPELLING_DISTRICT, h, district)
        if place:
            n = _put(rules, out, n, SPELLING_PLACE, h, place)
    return n


@nb.njit(inline="always", **_JIT)
def _put_names(rules, t, c, i, year, district, place, out, n):  # type: ignore[no-untyped-def]
    for u in range(MAX_NAMES):
        count = c.n_tokens[i, u]
        for x in range(count):
            token = c.tokens[i, u, x]
            if t.length[token] < 2:
                continue
            n = _put(rules, out, n, TOKEN, t.own[token], NOTHING)
            if t.length[token] > 4 and count <= 4 and rules & SPELLING_RULES:
                n = _put_spelling(rules, t, token, year, district, place, out, n)
    return n


@nb.njit(inline="always", **_JIT)
def _sounds(t, c, i, sounds):  # type: ignore[no-untyped-def]
    # Distinct sounds of the names and of their formal forms, into `sounds`; returns their number.
    n_sounds = 0
    for u in range(MAX_NAMES):
        for x in range(c.n_tokens[i, u]):
            token = c.tokens[i, u, x]
            if t.length[token] < 2:
                continue
            for f in range(4):
                sound = t.sound[token] if f == 3 else t.formal_sound[token, f]
                fresh = sound != 0
                for k in range(n_sounds):
                    if sounds[k] == sound:
                        fresh = False
                if fresh and n_sounds < len(sounds):
                    sounds[n_sounds] = sound
                    n_sounds += 1
    return n_sounds


@nb.njit(inline="always", **_JIT)
def _put_sounds(rules, t, c, i, year, day, district, place, out, n):  # type: ignore[no-untyped-def]
    sounds = np.zeros(24, np.uint64)
    n_sounds = _sounds(t, c, i, sounds)
    for x in range(n_sounds):
        if year:
            n = _put(rules, out, n, SOUND_YEAR, sounds[x], year)
        if day:
            n = _put(rules, out, n, SOUND_DAY, sounds[x], day)
        if district:
            n = _put(rules, out, n, SOUND_DISTRICT, sounds[x], district)
        if place:
            n = _put(rules, out, n, SOUND_PLACE, sounds[x], place)
        for y in range(x + 1, n_sounds):
            n = _put(rules, out, n, TWO_SOUNDS, min(sounds[x], sounds[y]), max(sounds[x], sounds[y]))
    return n


@nb.njit(inline="always", **_JIT)
def _put_births(rules, year, day, initials, out, n):  # type: ignore[no-untyped-def]
    born = year * np.uint64(10000) + day
    n = _put(rules, out, n, BORN, born, NOTHING)
    month, of_month = day // np.uint64(100), day % np.uint64(100)
    either_way = year * np.uint64(10000) + min(month, of_month) * np.uint64(100) + max(month, of_month)
    for letter in range(32):
        if (initials >> np.uint32(letter)) & np.uint32(1):
            n = _put(rules, out, n, BORN_TURNED_INITIAL, either_way, np.uint64(letter))
            for gone in range(8):
                power = _POWERS[gone]
                blank = born - ((born // power) % np.uint64(10)) * power
                n = _put(rules, out, n, BORN_BLANK_INITIAL + np.uint64(gone), blank, np.uint64(letter))
    return n


@nb.njit(inline="always", **_JIT)
def _put_places(rules, s, c, i, year, district, place, initials, out, n):  # type: ignore[no-untyped-def]
    code = c.postcode[i]
    if code >= 0:
        n = _put(rules, out, n, POSTCODE, s.own[code], NOTHING)
        for letter in range(32):
            if (initials >> np.uint32(letter)) & np.uint32(1) and (rules >> POSTCODE_SLIP_INITIAL) & np.uint64(1):
                for gone in range(s.length[code]):
                    n = _put(rules, out, n, POSTCODE_SLIP_INITIAL, hash_without(s.signs[code], s.length[code], gone), np.uint64(letter))
        if year:
            n = _put(rules, out, n, DISTRICT_YEAR, district, year)
    if place:
        n = _put(rules, out, n, PLACE, place, NOTHING)
        if year:
            n = _put(rules, out, n, PLACE_YEAR, place, year)
    return n


@nb.njit(inline="always", **_JIT)
def _put_identifiers(rules, c, i, out, n):  # type: ignore[no-untyped-def]
    for x in range(MAX_PHONES):
        if c.phones[i, x]:
            n = _put(rules, out, n, PHONE, np.uint64(c.phones[i, x]), NOTHING)
    for x in range(MAX_EMAILS):
        if c.emails[i, x, 0]:
            n = _put(rules, out, n, EMAIL, c.emails[i, x, 0], NOTHING)
    if c.pnc_id[i]:
        n = _put(rules, out, n, PNC_ID, np.uint64(c.pnc_id[i]), NOTHING)
    if c.custody_number[i]:
        n = _put(rules, out, n, CUSTODY_NUMBER, c.custody_number[i], NOTHING)
    return n


@nb.njit(inline="always", **_JIT)
def row_keys(t, s, c, i, rules, out):  # type: ignore[no-untyped-def]
    """Blocking keys of one row into `out`, and their number, by the rules whose bits are set; a key is a function of the row's own values."""
    year, day = _year_of(c.digits[i]), _day_of(c, i)
    district = s.district[c.postcode[i]] if c.postcode[i] >= 0 else NOTHING
    place = s.own[c.place[i]] if c.place[i] >= 0 else NOTHING
    n = 0
    if rules & NAME_RULES:
        n = _put_names(rules, t, c, i, year, district, place, out, n)
    if rules & SOUND_RULES:
        n = _put_sounds(rules, t, c, i, year, day, district, place, out, n)
    if day and rules & BIRTH_RULES:
        n = _put_births(rules, year, day, _initials(t, c, i), out, n)
    if rules & PLACE_RULES:
        n = _put_places(rules, s, c, i, year, district, place, _initials(t, c, i), out, n)
    return _put_identifiers(rules, c, i, out, n)


@nb.njit(**_JIT)
def fill_keys(t, s, c, start, stop, rules, out, ends):  # type: ignore[no-untyped-def]
    """Keys of rows start to stop, each packed with its row in the low 24 bits, end to end in `out`; ends[k] is where row k's keys end."""
    n = 0
    buffer = np.zeros(MAX_KEYS, np.uint64)
    for i in range(start, stop):
        count = 0 if c.in_crowd[i] else row_keys(t, s, c, i, rules, buffer)
        for k in range(count):
            if n < len(out):
                out[n] = (buffer[k] << np.uint64(ROW_BITS)) | np.uint64(i)
            n += 1
        ends[i - start] = n
    return n


@nb.njit(**_JIT)
def _hash_names(c, i):  # type: ignore[no-untyped-def]
    h = np.uint64(0)
    for u in range(MAX_NAMES):
        h = mix(h, c.n_tokens[i, u] * 16 + c.n_forenames[i, u])
        for x in range(c.n_tokens[i, u]):
            h = mix(h, c.tokens[i, u, x])
    return h


@nb.njit(**_JIT)
def hash_contents(c, start, stop, out):  # type: ignore[no-untyped-def]
    """Hash of the compared content and the marking of rows start to stop, each packed with its row in the low 24 bits."""
    for i in range(start, stop):
        h = mix(_hash_names(c, i), c.marking[i])
        for k in range(8):
            h = mix(h, c.digits[i, k])
        h = mix(mix(h, c.postcode[i] + 1), c.place[i] + 1)
        for x in range(MAX_PHONES):
            h = mix(h, c.phones[i, x])
        for x in range(MAX_EMAILS):
            h = mix(h, c.emails[i, x, 0])
        h = mix(mix(mix(h, c.pnc_id[i]), c.custody_number[i]), c.sex[i])
        h = mix(h, c.occupation[i])
        out[i - start] = (h >> np.uint64(64 - HASH_BITS)) << np.uint64(ROW_BITS) | np.uint64(i)


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


LAST = np.uint32(1 << 31)


@nb.njit(**_JIT)
def shared_members(packed, common, members):  # type: ignore[no-untyped-def]
    """Rows of the sorted keys that two or more rows share and `common` (sorted) does not hold, the last of each key marked; their number."""
    n = 0
    y = 0
    start = 0
    mask = np.uint64((1 << ROW_BITS) - 1)
    while start < len(packed):
        key = packed[start] >> np.uint64(ROW_BITS)
        end = start + 1
        while end < len(packed) and packed[end] >> np.uint64(ROW_BITS) == key:
            end += 1
        if end - start > 1:
            while y < len(common) and common[y] < key:
                y += 1
            if y == len(common) or common[y] != key:
                for x in range(start, end):
                    members[n] = np.uint32(packed[x] & mask)
                    n += 1
                members[n - 1] |= LAST
        start = end
    return n


@nb.njit(**_JIT)
def common_in(packed, counts, most, keys):  # type: ignore[no-untyped-def]
    """Keys of the sorted array that more than `most` of the rows that count share, into `keys`; their number."""
    n = 0
    start = 0
    mask = np.uint64((1 << ROW_BITS) - 1)
    while start < len(packed):
        key = packed[start] >> np.uint64(ROW_BITS)
        found = 0
        while start < len(packed) and packed[start] >> np.uint64(ROW_BITS) == key:
            found += counts[packed[start] & mask]
            start += 1
        if found > most:
            keys[n] = key
            n += 1
    return n


@nb.njit(**_JIT)
def count_rows(members, n_rows):  # type: ignore[no-untyped-def]
    """How often each row is among the members."""
    counts = np.zeros(n_rows, np.int64)
    for x in range(len(members)):
        counts[members[x] & ~LAST] += 1
    return counts


@nb.njit(**_JIT)
def place_rows(members, at, places):  # type: ignore[no-untyped-def]
    """Where each row is among the members, from `at` of the row on."""
    for x in range(len(members)):
        row = members[x] & ~LAST
        places[at[row]] = x
        at[row] += 1


@nb.njit(**_JIT)
def next_pairs(members, starts, places, met, row, stop, left, right, enough):  # type: ignore[no-untyped-def]
    """Pairs of rows from `row` on with the later rows of their groups, each once, until there are enough; their number and the row to go on with."""
    n = 0
    while row < stop and n < enough:
        for x in range(starts[row], starts[row + 1]):
            place = np.int64(places[x])
            while members[place] & LAST == 0:
                place += 1
                other = members[place] & ~LAST
                if met[other] != row + 1:
                    met[other] = row + 1
                    left[n] = row
                    right[n] = other
                    n += 1
        row += 1
    return n, row
