"""The kernel: level vectors and weights of pairs of rows over dictionary-encoded columns, compiled.

Invariant: a pair's levels and weight depend on its two rows and the frozen model alone, never on other rows or on their order. Threads are the
caller's own (`nogil`): Numba's parallel mode aborts a process that several threads enter. In the arguments `t` is the table of name tokens,
`s` the table of postcodes and places, `c` the columns of records (columns.py).
"""

import numba as nb
import numpy as np

from beatbook.linkage.levels import BITS_PER_BIN, NAME_BINS
from beatbook.linkage.strings import digits_one_slip, jaro_winkler, ones, slips

UNSAID, AGREE, DIFFER, MORE_AGREE, MORE_DIFFER = 0.0, 1.0, 2.0, 4.0, 5.0  # evidence.Forenames
EXACT, NICKNAME, SLIP, SIMILAR, INITIAL, APART = 5, 4, 3, 2, 1, 0
BRIEF_SPECIAL = np.uint64(3 << 62)  # a nickname or a formal name that has one; a single letter
MEMO = 1 << 15  # pairs of tokens whose level is remembered within a chunk: 256 KiB
_PHONE_RANKS = np.array([0, 5, 4, 2, 3, 1])  # which level tells most where records give several numbers
_JIT = {"nogil": True, "cache": True}


@nb.njit(inline="always", **_JIT)
def token_level(t, x, y):  # type: ignore[no-untyped-def]
    """How alike two name tokens are: exact, nickname, one slip or same sound, similar, initial, apart.

    Tokens whose sets of letters differ by more than four signs are apart without a closer look.
    """
    if x == y:
        return EXACT
    if t.formal[x, 0] != 0 or t.formal[y, 0] != 0:
        for f in range(6):
            if (t.formal[x, f] != 0 and t.formal[x, f] == t.own[y]) or (t.formal[y, f] != 0 and t.formal[y, f] == t.own[x]):
                return NICKNAME
        if t.formal[x, 0] != 0 and t.formal[x, 0] == t.formal[y, 0]:
            return SIMILAR
    la, lb = t.length[x], t.length[y]
    if la == 1 or lb == 1:
        return INITIAL if t.signs[x, 0] == t.signs[y, 0] and la != lb else APART
    heard_alike = t.sound[x] == t.sound[y] and t.signs[x, 0] == t.signs[y, 0]
    only_a = np.int64(ones(t.letters[x] & ~t.letters[y]))
    only_b = np.int64(ones(t.letters[y] & ~t.letters[x]))
    shorter, longer = min(la, lb), max(la, lb)
    if only_a + only_b > 4 or shorter < 3 or longer - shorter > 6:
        return SIMILAR if heard_alike else APART
    level = _spelling_level(t.signs[x], la, t.signs[y], lb, only_a, only_b, t.sound[x] == t.sound[y])
    return SIMILAR if level == APART and heard_alike else level


@nb.njit(**_JIT)
def _spelling_level(a, la, b, lb, only_a, only_b, same_sound):  # type: ignore[no-untyped-def]
    # Letters that only one side has bound how alike the two can be from above, which spares most pairs the closer look.
    shorter, longer = min(la, lb), max(la, lb)
    most = 2 if shorter >= 7 else 1
    n_slips = slips(a, la, b, lb, most) if only_a <= most and only_b <= most else 3
    if n_slips == 1 and longer >= 4:
        return SLIP
    matches = float(min(la - only_a, lb - only_b))
    bound = (matches / la + matches / lb + 1.0) / 3.0
    same = 0
    while same < min(shorter, 4) and a[same] == b[same]:
        same += 1
    bound += 0.1 * same * (1.0 - bound)
    if bound < 0.85 or (bound < 0.9 and not same_sound):
        alike = 0.0
    else:
        alike = jaro_winkler(a, la, b, lb)
    if alike >= 0.85 and same_sound:
        return SLIP
    return SIMILAR if alike >= 0.9 or (n_slips == 2 and most == 2) else APART


@nb.njit(**_JIT)
def _flag_spellings(letters, lengths, sounds, x_letters, x_length, x_sound, flags):  # type: ignore[no-untyped-def]
    # Flags all tokens that could be spelt or sound like one: a little too many, by the bounds of token_level and _spelling_level, without branches.
    la = np.int32(x_length)
    for y in range(len(flags)):
        lb = lengths[y]
        only_a = np.int32(ones(x_letters & ~letters[y]))
        only_b = np.int32(ones(letters[y] & ~x_letters))
        apart = abs(la - lb)
        shared = min(la - only_a, lb - only_b)
        slipped = (only_a <= 2) & (only_b <= 2) & (apart <= 2)
        similar = np.int32(2000) * shared * (la + lb) >= np.int32(2999) * la * lb
        spelt = (slipped | similar) & (only_a + only_b <= 4)
        flags[y] = spelt | (sounds[y] == x_sound) | (lb == 1) | (la == 1)


@nb.njit(**_JIT)
def _flag_all(hashes, rows, sought, flags):  # type: ignore[no-untyped-def]
    at = np.searchsorted(hashes, sought)
    while at < len(hashes) and hashes[at] == sought:
        flags[rows[at]] = 1
        at += 1


@nb.njit(**_JIT)
def token_masses(t, known, which, out):  # type: ignore[no-untyped-def]
    """Share of names in the frozen model that match each token in `which` at each level or a better one, into out (n_tokens, 6).

    `known` is the frozen model's tokens (columns.Known); most are ruled out many at a time before any is compared.
    """
    flags = np.zeros((len(known.share) + 7) // 8 * 8, np.uint8)
    words = flags.view(np.uint64)
    for k in range(len(which)):
        x = which[k]
        own_flags = flags[: len(known.share)]
        _flag_spellings(known.letters, known.lengths, known.sounds, t.letters[x], t.length[x], np.uint32(t.sound[x]), own_flags)
        for f in range(6):
            if t.formal[x, f] != 0:
                _flag_all(known.own, known.own_row, t.formal[x, f], flags)
        if t.formal[x, 0] != 0:
            _flag_all(known.formal, known.formal_row, t.formal[x, 0], flags)
        _flag_all(known.formal, known.formal_row, t.own[x], flags)
        for word in range(len(words)):
            if words[word] != 0:
                for y in range(8 * word, min(8 * word + 8, len(known.share))):
                    if flags[y]:
                        level = token_level(t, x, y)
                        if level > 0:
                            out[k, level] += known.share[y]
        for level in range(4, 0, -1):
            out[k, level] += out[k, level + 1]


@nb.njit(**_JIT)
def _are_like(signs, length, p, q):  # type: ignore[no-untyped-def]
    if signs[p, 0] != signs[q, 0]:
        return False
    return jaro_winkler(signs[p], length[p], signs[q], length[q]) >= 0.8


@nb.njit(**_JIT)
def _used_in_full(length, tokens, n, used):  # type: ignore[no-untyped-def]
    # How many names of more than a letter are used.
    found = 0
    for x in range(n):
        if (used >> x) & 1 and length[tokens[x]] > 1:
            found += 1
    return found


@nb.njit(**_JIT)
def _more_differ(signs, length, ours, na, used_a, theirs, nb_, used_b):  # type: ignore[no-untyped-def]
    # Does each of two names that agree so far give a further forename that none of the other's is like?
    left_a, left_b = False, False
    for x in range(na):
        if not (used_a >> x) & 1 and length[ours[x]] > 1:
            left_a = True
            for y in range(nb_):
                if not (used_b >> y) & 1 and length[theirs[y]] > 1:
                    left_b = True
                    if _are_like(signs, length, ours[x], theirs[y]):
                        return False
    return left_a and left_b


@nb.njit(**_JIT)
def _forenames(signs, length, ours, na, used_a, theirs, nb_, used_b):  # type: ignore[no-untyped-def]
    # Forenames (evidence.py) of two aligned names: different when none fits, or when both first ones are left over, as of twins "Ann May", "Eve May".
    if na == 0 or nb_ == 0:
        return UNSAID
    none_used = (used_a & ((1 << na) - 1)) == 0 and (used_b & ((1 << nb_) - 1)) == 0
    first_left = not (used_a & 1) and not (used_b & 1) and length[ours[0]] > 1 and length[theirs[0]] > 1
    if none_used or first_left:
        for x in range(na if none_used else 1):
            for y in range(nb_ if none_used else 1):
                if _are_like(signs, length, ours[x], theirs[y]):
                    return AGREE
        return DIFFER
    agreeing = min(_used_in_full(length, ours, na, used_a), _used_in_full(length, theirs, nb_, used_b))
    if agreeing == 0:
        return UNSAID
    if _more_differ(signs, length, ours, na, used_a, theirs, nb_, used_b):
        return MORE_DIFFER
    return MORE_AGREE if agreeing > 1 else AGREE


@nb.njit(inline="always", **_JIT)
def _cell(memo, x, y):  # type: ignore[no-untyped-def]
    pair = (np.uint64(x) << np.uint64(30) | np.uint64(y)) << np.uint64(3)
    return pair, np.int64(((pair * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & np.uint64(len(memo) - 1))


@nb.njit(inline="always", **_JIT)
def _quick_level(brief, memo, x, y):  # type: ignore[no-untyped-def]
    # token_level, where letters and sounds alone tell it or it was found before (the three low bits of a memo's cell); else -1.
    if x == y:
        return EXACT
    p, q = brief[x], brief[y]
    if (p | q) & BRIEF_SPECIAL == 0 and ones(np.uint32(p ^ q)) > 4 and ((p ^ q) >> np.uint64(32)) != 0:
        return APART
    pair, cell = _cell(memo, x, y)
    if memo[cell] & ~np.uint64(7) == pair:
        return np.int64(memo[cell] & np.uint64(7))
    return -1


@nb.njit(inline="always", **_JIT)
def _token_gains(t, ours, na, theirs, nb_, memo, gains):  # type: ignore[no-untyped-def]
    # What each two tokens of two names would gain, in bits; returns how many gain anything.
    n = 0
    for x in range(na):
        p = ours[x]
        for y in range(nb_):
            q = theirs[y]
            level = _quick_level(t.brief, memo, p, q)
            if level < 0:
                level = token_level(t, p, q)
                pair, cell = _cell(memo, p, q)
                memo[cell] = pair | np.uint64(level)
            gains[x, y] = 0.0
            if level > 0:
                gains[x, y] = min(t.bits[p, level], t.bits[q, level]) + 0.001 * level
                n += 1
    return n


@nb.njit(**_JIT)
def _best_first(na, nb_, gains):  # type: ignore[no-untyped-def]
    # Best-first alignment of two bags of tokens: bits of agreement, and which tokens of either side are used.
    used_a = 0
    used_b = 0
    bits = 0.0
    while True:
        best = 0.0
        bx = -1
        by = -1
        for x in range(na):
            if not (used_a >> x) & 1:
                for y in range(nb_):
                    if not (used_b >> y) & 1 and gains[x, y] > best:
                        best, bx, by = gains[x, y], x, y
        if bx < 0:
            return bits, used_a, used_b
        used_a |= 1 << bx
        used_b |= 1 << by
        bits += best


@nb.njit(**_JIT)
def _together(near, sizes, tokens, n, used):  # type: ignore[no-untyped-def]
    # How much likelier tokens are met together than each alone (circles.py), in bits; at least 0.
    likelier = 0.0
    for circle in range(len(sizes)):
        share = sizes[circle]
        for x in range(n):
            if (used >> x) & 1:
                share *= near[tokens[x], circle]
        likelier += share
    return np.log2(likelier) if likelier > 1.0 else 0.0


@nb.njit(**_JIT)
def _unmatched(na, nb_, used_a, used_b):  # type: ignore[no-untyped-def]
    # Tokens left over on both sides, at most two.
    return min(2, na - np.int64(ones(np.uint32(used_a))), nb_ - np.int64(ones(np.uint32(used_b))))


@nb.njit(**_JIT)
def compare_names(t, tokens, n_tokens, n_forenames, first, second, levels, bits):  # type: ignore[no-untyped-def]
    """Levels and bits of names (evidence.Field.NAME), and in the last column what the forenames say: those of the best aligned pair of names."""
    gains = np.zeros((8, 8))
    memo = np.zeros(MEMO, np.uint64)
    for k in range(len(first)):
        i, j = first[k], second[k]
        best = -1e9
        for u in range(3):
            na = np.int64(n_tokens[i, u])
            if na == 0:
                break
            for v in range(3):
                nb_ = np.int64(n_tokens[j, v])
                if nb_ == 0:
                    break
                ours, theirs = tokens[i, u], tokens[j, v]
                used_a = 0
                used_b = 0
                gained = 0.0
                if _token_gains(t, ours, na, theirs, nb_, memo, gains) > 0:
                    gained, used_a, used_b = _best_first(na, nb_, gains)
                    if used_a & (used_a - 1):
                        ours_together = _together(t.near, t.circle_sizes, ours, na, used_a)
                        theirs_together = _together(t.near, t.circle_sizes, theirs, nb_, used_b)
                        gained = max(0.0, gained - max(ours_together, theirs_together))
                said = _forenames(t.signs, t.length, ours, np.int64(n_forenames[i, u]), used_a, theirs, np.int64(n_forenames[j, v]), used_b)
                left = 3 if said == DIFFER else _unmatched(na, nb_, used_a, used_b)
                merit = gained - 6.0 * left
                if merit > best:
                    best = merit
                    levels[k, 0] = 1 + left * NAME_BINS + min(NAME_BINS - 1, int(gained / BITS_PER_BIN))
                    bits[k, 0] = gained
                    levels[k, 10] = said


@nb.njit(**_JIT)
def _birth_level(p, q, default):  # type: ignore[no-untyped-def]
    odd = 0
    odd_year = 0
    first = -1
    for k in range(8):
        if p[k] != q[k]:
            odd += 1
            if k < 4:
                odd_year += 1
            if first < 0:
                first = k
    same_month = p[4] == q[4] and p[5] == q[5]
    same_day = p[6] == q[6] and p[7] == q[7]
    if (p[4] + p[5] == 0) or (q[4] + q[5] == 0) or (p[6] + p[7] == 0) or (q[6] + q[7] == 0):
        return (5 if same_month and p[4] + p[5] > 0 else 7) if odd_year == 0 else (8 if odd_year == 1 else 9)
    if odd == 0:
        return 2 if default else 1
    if default:
        return 3 if odd_year == 0 else (8 if odd_year == 1 else 9)
    if (
        odd == 1
        or (odd_year == 0 and p[4] == q[6] and p[5] == q[7] and p[6] == q[4] and p[7] == q[5])
        or (odd == 2 and first < 7 and p[first] == q[first + 1] and p[first + 1] == q[first])
    ):
        return 4
    if (odd_year == 0 and (same_month or same_day)) or (same_month and same_day):
        return 5
    if odd == 2:
        return 6
    if odd_year == 0:
        return 7
    return 8 if odd_year == 1 else 9


@nb.njit(**_JIT)
def compare_births(digits, default_day, born_bits, year_bits, first, second, levels, bits):  # type: ignore[no-untyped-def]
    """Levels and bits of dates of birth (evidence.Field.BORN)."""
    for k in range(len(first)):
        i, j = first[k], second[k]
        if digits[i, 0] and digits[j, 0]:
            level = _birth_level(digits[i], digits[j], default_day[i] or default_day[j])
            levels[k, 1] = level
            if level <= 2:
                bits[k, 1] = year_bits[i] if level == 2 else born_bits[i]


@nb.njit(**_JIT)
def compare_homes(signs, length, number, surprise, postcode, place_of, first, second, levels, bits):  # type: ignore[no-untyped-def]
    """Levels and bits of postcode and place together (evidence.Field.HOME)."""
    for k in range(len(first)):
        i, j = first[k], second[k]
        near = 0
        x, y = postcode[i], postcode[j]
        if x >= 0 and y >= 0:
            if x == y:
                near = 1
                bits[k, 2] = surprise[x]
            else:
                la, lb = length[x], length[y]
                same = 0
                while same < min(la, lb) and signs[x, same] == signs[y, same]:
                    same += 1
                if slips(signs[x], la, signs[y], lb, 1) <= 1:
                    near = 2
                elif same >= max(la, lb) - 2:
                    near = 3
                elif la == lb and same >= la - 3:
                    near = 4
                else:
                    near = 5 if same >= 2 else 6
        place = 0
        x, y = place_of[i], place_of[j]
        if x >= 0 and y >= 0:
            if x == y:
                place = 1
                if near != 1:
                    bits[k, 2] = surprise[x]
            elif number[x] == number[y] and length[x] > 5 and slips(signs[x], length[x], signs[y], length[y], 2) <= 2:
                place = 2
            else:
                place = 3
        levels[k, 2] = near * 4 + place


@nb.njit(**_JIT)
def _phone_level(p, q):  # type: ignore[no-untyped-def]
    # Numbers of a person: the same, one slip, different; of a place: the same, different. One of each says nothing of each other.
    if p == q:
        return 1 if p > 0 else 4
    if p > 0 and q > 0:
        return 2 if digits_one_slip(p, q) else 3
    return 5 if p < 0 and q < 0 else 0


@nb.njit(**_JIT)
def compare_contacts(phones, phone_bits, emails, first, second, levels, bits):  # type: ignore[no-untyped-def]
    """Levels and bits of phones and e-mails (evidence.Field.PHONE, EMAIL)."""
    for k in range(len(first)):
        i, j = first[k], second[k]
        if phones[i, 0] and phones[j, 0]:
            best = 0
            for x in range(3):
                for y in range(3):
                    p, q = phones[i, x], phones[j, y]
                    if p and q:
                        found = _phone_level(p, q)
                        if found == best and (found == 1 or found == 4):
                            bits[k, 3] = max(bits[k, 3], phone_bits[i, x])
                        elif _PHONE_RANKS[found] > _PHONE_RANKS[best]:
                            bits[k, 3] = phone_bits[i, x] if found == 1 or found == 4 else 0.0
                            best = found
            levels[k, 3] = best
        if emails[i, 0, 0] and emails[j, 0, 0]:
            levels[k, 4] = 3
            for x in range(2):
                for y in range(2):
                    if emails[i, x, 0] and emails[j, y, 0]:
                        if emails[i, x, 0] == emails[j, y, 0]:
                            levels[k, 4] = 1
                        elif levels[k, 4] == 3 and emails[i, x, 1] == emails[j, y, 1]:
                            levels[k, 4] = 2


@nb.njit(**_JIT)
def compare_identities(pnc_id, custody_number, sex, occupation, occupation_bits, first, second, levels, bits):  # type: ignore[no-untyped-def]
    """Levels and bits of the remaining fields (evidence.Field.PNC_ID, CUSTODY_NUMBER, SEX, OCCUPATION)."""
    for k in range(len(first)):
        i, j = first[k], second[k]
        if pnc_id[i] and pnc_id[j]:
            same = pnc_id[i] == pnc_id[j]
            levels[k, 5] = 1 if same else (2 if digits_one_slip(pnc_id[i], pnc_id[j]) else 3)
        if custody_number[i] and custody_number[i] == custody_number[j]:
            levels[k, 6] = 1
        if sex[i] and sex[j]:
            levels[k, 7] = 1 if sex[i] == sex[j] else 2
        if occupation[i] and occupation[j]:
            levels[k, 8] = 1 if occupation[i] == occupation[j] else 2
            bits[k, 8] = occupation_bits[i]


@nb.njit(**_JIT)
def _guard(levels, digits, default_day, i, j):  # type: ignore[no-untyped-def]
    # Relatives: different forenames, though both give one. Generations: full birth dates twelve years or more apart.
    if levels[5] == 1 or levels[6] == 1:
        return 0
    if levels[5] == 3:
        return 3
    left = (levels[0] - 1) // NAME_BINS
    if levels[0] and left == 3:
        return 1
    if levels[1] >= 8 and not default_day[i] and not default_day[j]:
        p, q = digits[i], digits[j]
        years = abs((p[2] - q[2]) * 10 + (p[3] - q[3]) + (p[1] - q[1]) * 100 + (p[0] - q[0]) * 1000)
        if years >= 12:
            return 2
    return 0


@nb.njit(**_JIT)
def find_guards(digits, default_day, first, second, levels):  # type: ignore[no-untyped-def]
    """The guard of each pair (evidence.Guard), once its levels are known."""
    for k in range(len(first)):
        levels[k, 9] = _guard(levels[k], digits, default_day, first[k], second[k])


@nb.njit(**_JIT)
def in_order(high, low, left, right):  # type: ignore[no-untyped-def]
    """Put the rows of each pair in the order of their ids, in place: a comparison never depends on which was met first."""
    for k in range(len(left)):
        i, j = left[k], right[k]
        if high[j] < high[i] or (high[j] == high[i] and low[j] < low[i]):
            left[k], right[k] = j, i


def compare_pairs(t, s, c, left, right, levels, bits):  # type: ignore[no-untyped-def]
    """Level vectors (n_pairs, 11; the last two are the guard and the forenames) and bits of the agreeing values (n_pairs, 9) of pairs of rows.

    Field by field, each a compiled loop over arrays of its own: passing whole tables to a function for each pair costs more than comparing does.
    """
    first, second = left.copy(), right.copy()
    in_order(c.high, c.low, first, second)
    compare_names(t, c.tokens, c.n_tokens, c.n_forenames, first, second, levels, bits)
    compare_births(c.digits, c.born_default, c.born_bits, c.year_bits, first, second, levels, bits)
    compare_homes(s.signs, s.length, s.number, s.bits, c.postcode, c.place, first, second, levels, bits)
    compare_contacts(c.phones, c.phone_bits, c.emails, first, second, levels, bits)
    compare_identities(c.pnc_id, c.custody_number, c.sex, c.occupation, c.occupation_bits, first, second, levels, bits)
    find_guards(c.digits, c.born_default, first, second, levels)


@nb.njit(**_JIT)
def weigh_pairs(levels, bits, table, typical, guard_bits, prior, fields, out):  # type: ignore[no-untyped-def]
    """Weight in bits per field (n_pairs, 9) and, in the last column, their sum with the prior and the guard, always added in one order."""
    for k in range(len(levels)):
        total = prior
        for f in range(9):
            level = levels[k, f]
            weight = table[f, level]
            expected = typical[f, level]
            if level > 0 and expected >= 0:
                surprise = bits[k, f] - expected
                weight += min(max(surprise, -2.0), 12.0) if f == 0 else min(max(surprise, -4.0), 4.0)
            fields[k, f] = weight
            total += weight
        out[k] = total + guard_bits[levels[k, 9]]
