"""Dictionary-encoded columns: each distinct token, postcode and place is parsed and measured once, each record is a row of small numbers.

Invariant: append only; what a row or a distinct value holds is a function of the record (or value) and the frozen frequencies.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.circles import CIRCLES, nearness
from beatbook.linkage.engine import load_kernel
from beatbook.linkage.evidence import MAX_EMAILS, MAX_NAMES, MAX_PHONES, Evidence
from beatbook.linkage.frequencies import Frequencies, hash_of
from beatbook.linkage.levels import MAX_SIGNS
from beatbook.linkage.threads import in_threads
from beatbook.vocabulary.names import MAX_TOKENS, formal_names, sound_of

PLACE_SIGNS = 32
# Bits taken off an agreement that is not exact, by level 0 to 5: how seldom a true pair agrees just so. Source: linkage-accuracy recipe.
_LEVEL_COST = np.array([0.0, 5.0, 5.0, 3.0, 4.0, 0.5])
_MOST_INITIAL_BITS = 8.0


class Tokens(NamedTuple):
    """Distinct name tokens, one row each."""

    signs: NDArray[np.uint16]
    length: NDArray[np.int64]
    letters: NDArray[np.uint32]
    own: NDArray[np.uint64]
    sound: NDArray[np.uint64]
    formal: NDArray[np.uint64]
    formal_sound: NDArray[np.uint64]
    bits: NDArray[np.float64]
    measured: NDArray[np.bool_]
    brief: NDArray[np.uint64]
    near: NDArray[np.float64]
    circle_sizes: NDArray[np.float64]


class Known(NamedTuple):
    """Tokens of the frozen frequencies, laid out for ruling most of them out at once; formal names and own hashes are sorted, with their rows."""

    share: NDArray[np.float64]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.int32]
    sounds: NDArray[np.uint32]
    own: NDArray[np.uint64]
    own_row: NDArray[np.int64]
    formal: NDArray[np.uint64]
    formal_row: NDArray[np.int64]


class Places(NamedTuple):
    """Distinct postcodes and places, one row each."""

    signs: NDArray[np.uint16]
    length: NDArray[np.int64]
    number: NDArray[np.uint64]
    own: NDArray[np.uint64]
    district: NDArray[np.uint64]
    bits: NDArray[np.float64]


class Records(NamedTuple):
    """Records, one row each; 0 or -1 where the record says nothing. A phone below nought is that of a place (frequencies.py). A row `in_crowd` is
    spoken for by another and makes no keys (crowds.py)."""

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    tokens: NDArray[np.int32]
    n_tokens: NDArray[np.int8]
    n_forenames: NDArray[np.int8]
    digits: NDArray[np.int8]
    born_default: NDArray[np.bool_]
    born_bits: NDArray[np.float64]
    year_bits: NDArray[np.float64]
    postcode: NDArray[np.int32]
    place: NDArray[np.int32]
    phones: NDArray[np.int64]
    phone_bits: NDArray[np.float64]
    emails: NDArray[np.uint64]
    pnc_id: NDArray[np.int64]
    custody_number: NDArray[np.uint64]
    sex: NDArray[np.int8]
    occupation: NDArray[np.uint64]
    occupation_bits: NDArray[np.float64]
    marking: NDArray[np.int32]
    in_crowd: NDArray[np.bool_]


Values = dict[str, NDArray[Any]]


_TOKEN_SHAPES: dict[str, tuple[tuple[int, ...], Any, int]] = {
    "signs": ((MAX_SIGNS,), np.uint16, 0),
    "length": ((), np.int64, 0),
    "letters": ((), np.uint32, 0),
    "own": ((), np.uint64, 0),
    "sound": ((), np.uint64, 0),
    "formal": ((6,), np.uint64, 0),
    "formal_sound": ((3,), np.uint64, 0),
    "bits": ((6,), np.float64, 0),
    "measured": ((), np.bool_, 0),
    "brief": ((), np.uint64, 0),
    "near": ((CIRCLES,), np.float64, 1),
}
_PLACE_SHAPES: dict[str, tuple[tuple[int, ...], Any, int]] = {
    "signs": ((PLACE_SIGNS,), np.uint16, 0),
    "length": ((), np.int64, 0),
    "number": ((), np.uint64, 0),
    "own": ((), np.uint64, 0),
    "district": ((), np.uint64, 0),
    "bits": ((), np.float64, 0),
}
_RECORD_SHAPES: dict[str, tuple[tuple[int, ...], Any, int]] = {
    "high": ((), np.uint64, 0),
    "low": ((), np.uint64, 0),
    "tokens": ((MAX_NAMES, MAX_TOKENS), np.int32, -1),
    "n_tokens": ((MAX_NAMES,), np.int8, 0),
    "n_forenames": ((MAX_NAMES,), np.int8, 0),
    "digits": ((8,), np.int8, 0),
    "born_default": ((), np.bool_, 0),
    "born_bits": ((), np.float64, 0),
    "year_bits": ((), np.float64, 0),
    "postcode": ((), np.int32, -1),
    "place": ((), np.int32, -1),
    "phones": ((MAX_PHONES,), np.int64, 0),
    "phone_bits": ((MAX_PHONES,), np.float64, 0),
    "emails": ((MAX_EMAILS, 2), np.uint64, 0),
    "pnc_id": ((), np.int64, 0),
    "custody_number": ((), np.uint64, 0),
    "sex": ((), np.int8, 0),
    "occupation": ((), np.uint64, 0),
    "occupation_bits": ((), np.float64, 0),
    "marking": ((), np.int32, 0),
    "in_crowd": ((), np.bool_, 0),
}


class Growing:
    """Arrays of one length that grow together by doubling."""

    def __init__(self, shapes: dict[str, tuple[tuple[int, ...], Any, int]], room: int = 1024) -> None:
        self._empty = {name: empty for name, (_, _, empty) in shapes.items()}
        self.arrays = {name: np.full((room, *shape), empty, dtype) for name, (shape, dtype, empty) in shapes.items()}
        self.n = 0

    def reserve(self, extra: int, *, exact: bool = False) -> None:
        """Make room for so many more rows, and unless it is to be exact for as many again."""
        room = len(next(iter(self.arrays.values())))
        if self.n + extra > room:
            wider = self.n + extra if exact else max(room * 2, self.n + extra)
            for name, array in self.arrays.items():
                grown = np.full((wider, *array.shape[1:]), self._empty[name], array.dtype)
                grown[: self.n] = array[: self.n]
                self.arrays[name] = grown


def _spell(text: str, signs: NDArray[np.uint16]) -> int:
    written = text[: len(signs)]
    for place, sign in enumerate(written):
        signs[place] = ord(sign) & 0xFFFF
    return len(written)


def _letters(token: str) -> int:
    found = 0
    for sign in token[:MAX_SIGNS]:
        found |= 1 << ((ord(sign) - 97) % 32)
    return found


def pnc_number(pnc_id: str) -> int:
    """A PNC id as a number, without its check letter."""
    # The check letter follows from the digits, so that a slip changes it too: it is left out of the comparison.
    return (100 + int(pnc_id[:2])) * 10_000_000 + int(pnc_id[3:10])


class Encoder:
    """Columns of all records seen so far, and the dictionaries of their distinct values, measured against frozen frequencies."""

    def __init__(self, frequencies: Frequencies) -> None:
        self.frequencies = frequencies
        self._default_days = frequencies.default_days()
        self._circle_sizes = np.array(frequencies.circle_sizes or (1.0,) + (0.0,) * (CIRCLES - 1))
        self._tokens, self._places, self._records = (
            Growing(_TOKEN_SHAPES),
            Growing(_PLACE_SHAPES),
            Growing(_RECORD_SHAPES),
        )
        self._token_ids: dict[str, int] = {}
        self._place_ids: dict[str, int] = {}
        self._born: dict[tuple[int, int, int], tuple[bool, float, float]] = {}
        for token in frequencies.tokens:
            self.token(token)
        self._known = self._known_tokens()

    @property
    def tokens(self) -> Tokens:
        """The table of name tokens for the kernel."""
        return Tokens(**self._tokens.arrays, circle_sizes=self._circle_sizes)

    @property
    def places(self) -> Places:
        """The table of postcodes and places for the kernel."""
        return Places(**self._places.arrays)

    @property
    def records(self) -> Records:
        """The columns of records for the kernel."""
        return Records(**self._records.arrays)

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self._records.n

    def append(self, ids: Sequence[UUID], evidence: Sequence[Evidence]) -> tuple[int, int]:
        """Add records; returns the first row and the row after the last."""
        start = self._records.n
        self._records.reserve(len(ids))
        for record_id, record in zip(ids, evidence, strict=True):
            self._write(self._records.n, record_id, record)
            self._records.n += 1
        self._measure_tokens(start, self._records.n)
        return start, self._records.n

    def reserve(self, extra: int) -> None:
        """Make room for exactly so many more records."""
        self._records.reserve(extra, exact=True)

    def append_values(self, values: Values) -> None:
        """Add records given column by column, as a whole table is encoded."""
        n, start = len(values["high"]), self._records.n
        self._records.reserve(n)
        for name, column in values.items():
            self._records.arrays[name][start : start + n] = column
        self._records.n += n
        self._measure_tokens(start, self._records.n)

    def copy_rows(self, rows: NDArray[np.int64]) -> tuple[int, int]:
        """Append rows that are here already once more; returns the first new row and the row after the last."""
        start = self._records.n
        self.append_values(
            {name: column[rows] for name, column in self._records.arrays.items()} | {"in_crowd": np.zeros(len(rows), np.bool_)}
        )
        return start, self._records.n

    def keep_rows(self, rows: NDArray[np.int64]) -> None:
        """Keep these rows alone, which are in order."""
        kept = {name: column[rows] for name, column in self._records.arrays.items()}
        self.forget_rows()
        self.append_values(kept)

    def forget_rows(self) -> None:
        """Empty the columns; the dictionaries stay. For comparing a pair now and then."""
        for name, (_, _, empty) in _RECORD_SHAPES.items():
            self._records.arrays[name][: self._records.n] = empty
        self._records.n = 0

    def token_texts(self) -> list[str]:
        """The name tokens in the order of their rows."""
        return list(self._token_ids)

    def _known_tokens(self) -> Known:
        n, a = self._tokens.n, self._tokens.arrays
        by_own = np.argsort(a["own"][:n], kind="stable")
        row, column = np.nonzero(a["formal"][:n])
        formal = a["formal"][row, column]
        by_formal = np.argsort(formal, kind="stable")
        return Known(
            np.array(self.frequencies.token_shares(), np.float64),
            a["letters"][:n].copy(),
            a["length"][:n].astype(np.int32),
            a["sound"][:n].astype(np.uint32),
            a["own"][by_own],
            by_own,
            formal[by_formal],
            row[by_formal],
        )

    def token(self, token: str) -> int:
        """The row of a name token in the table of tokens, where it is put when it is new."""
        known = self._token_ids.get(token)
        if known is not None:
            return known
        self._tokens.reserve(1)
        row, arrays = self._tokens.n, self._tokens.arrays
        arrays["length"][row] = _spell(token, arrays["signs"][row])
        arrays["letters"][row] = _letters(token)
        arrays["own"][row] = hash_of(token)
        arrays["sound"][row] = hash_of("~" + sound_of(token))
        formal = formal_names(token)
        arrays["formal"][row, : len(formal)] = [hash_of(name) for name in formal]
        arrays["formal_sound"][row, : len(formal[:3])] = [hash_of("~" + sound_of(name)) for name in formal[:3]]
        # Letters in the low half; above them thirty bits of the sound, and whether only a closer look will do.
        special = (1 << 63 if formal else 0) | (1 << 62 if len(token) == 1 else 0)
        arrays["brief"][row] = int(arrays["letters"][row]) | (int(arrays["sound"][row]) & 0x3FFFFFFF) << 32 | special
        arrays["near"][row] = nearness(self.frequencies.circle_sizes, self.frequencies.circles.get(token))
        self._tokens.n += 1
        self._token_ids[token] = row
        return row

    def _measure_tokens(self, start: int, stop: int) -> None:
        # Bits of information in agreeing on a token at a level: the share of tokens in the frozen model that would agree so, or better.
        used = np.unique(self._records.arrays["tokens"][start:stop])
        used = used[used >= 0]
        fresh = used[~self._tokens.arrays["measured"][used]].astype(np.int64)
        if len(fresh) == 0:
            return
        masses = np.zeros((len(fresh), 6))
        tokens = self.tokens
        bounds = list(range(0, len(fresh), 256))
        measure = load_kernel().token_masses
        in_threads(lambda at: measure(tokens, self._known, fresh[at : at + 256], masses[at : at + 256]), bounds)
        unseen = 0.5 / max(1, self.frequencies.n_names)
        bits = -np.log2(np.clip(masses, unseen, 1.0))
        bits[:, 1] = np.minimum(bits[:, 1], _MOST_INITIAL_BITS)
        bits = np.maximum(bits - _LEVEL_COST, 0.0)
        bits[:, 0] = 0.0
        self._tokens.arrays["bits"][fresh] = bits
        self._tokens.arrays["measured"][fresh] = True

    def place(self, text: str, *, is_postcode: bool) -> int:
        """The row of a postcode or place in their table, where it is put when it is new."""
        name = ("postcode:" if is_postcode else "place:") + text
        known = self._place_ids.get(name)
        if known is not None:
            return known
        self._places.reserve(1)
        row, arrays = self._places.n, self._places.arrays
        arrays["length"][row] = _spell(text, arrays["signs"][row])
        arrays["own"][row] = hash_of(name)
        arrays["number"][row] = hash_of("".join(sign if sign.isdigit() else " " for sign in text).strip())
        arrays["district"][row] = hash_of("district:" + text[:-3]) if is_postcode else 0
        arrays["bits"][row] = self.frequencies.postcode_bits(text) if is_postcode else self.frequencies.place_bits(text)
        self._places.n += 1
        self._place_ids[name] = row
        return row

    def birth(self, born: tuple[int, int, int]) -> tuple[bool, float, float]:
        """Of a date of birth: whether its day stands for "not known", its surprise in bits, and that of its year."""
        known = self._born.get(born)
        if known is None:
            year, month, day = born
            year_bits = self.frequencies.year_bits(year)
            bits = year_bits + (self.frequencies.day_bits(month, day) if day else 0.0)
            known = self._born[born] = (
                month * 100 + day in self._default_days and day > 0,
                bits,
                year_bits,
            )
        return known

    def _write(self, row: int, record_id: UUID, record: Evidence) -> None:
        a = self._records.arrays
        a["high"][row], a["low"][row] = (
            record_id.int >> 64,
            record_id.int & 0xFFFFFFFFFFFFFFFF,
        )
        for place, name in enumerate(record.names):
            a["n_tokens"][row, place] = len(name.tokens)
            a["n_forenames"][row, place] = min(name.forenames, len(name.tokens))
            for spot, token in enumerate(name.tokens):
                a["tokens"][row, place, spot] = self.token(token)
        if record.born:
            year, month, day = record.born
            a["digits"][row] = [int(sign) for sign in f"{year:04d}{month:02d}{day:02d}"]
            a["born_default"][row], a["born_bits"][row], a["year_bits"][row] = self.birth(record.born)
        if record.postcode:
            a["postcode"][row] = self.place(record.postcode, is_postcode=True)
        if record.place:
            a["place"][row] = self.place(record.place, is_postcode=False)
        for place, phone in enumerate(record.phones):
            a["phones"][row, place] = self.frequencies.phone_number(phone)
            a["phone_bits"][row, place] = self.frequencies.phone_bits(phone)
        for place, email in enumerate(record.emails):
            a["emails"][row, place] = (
                hash_of("email:" + email),
                hash_of("local:" + email.partition("@")[0]),
            )
        a["pnc_id"][row] = pnc_number(record.pnc_id) if record.pnc_id else 0
        a["custody_number"][row] = hash_of("custody:" + record.custody_number) if record.custody_number else 0
        a["sex"][row] = {"M": 1, "F": 2}.get(record.sex or "", 0)
        if record.occupation:
            a["occupation"][row] = hash_of("occupation:" + record.occupation)
            a["occupation_bits"][row] = self.frequencies.occupation_bits(record.occupation)
