"""A table of records into columns, each distinct value parsed once.

Invariant: the columns are, bit for bit, those of `Encoder.append` with the evidence of each row.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder, Values, pnc_number
from beatbook.linkage.evidence import MAX_EMAILS, MAX_NAMES, MAX_PHONES, Name, born_in, names_in
from beatbook.linkage.frequencies import hash_of
from beatbook.vocabulary.identifiers import address_key, normalise_email, normalise_phone, normalise_pnc_id, normalise_reference
from beatbook.vocabulary.names import MAX_TOKENS, fold, tokens_of
from beatbook.vocabulary.postcodes import normalise_postcode

Codes = NDArray[np.int64]
_SLICE = 100_000


def encode_table(encoder: Encoder, table: pa.Table, high: NDArray[np.uint64], low: NDArray[np.uint64]) -> None:
    """Append all rows of the table to the encoder's columns; `high` and `low` are the halves of their ids."""
    encoder.reserve(table.num_rows)
    distinct = {name: _Distinct(table[name]) for name in table.column_names}
    for start in range(0, table.num_rows, _SLICE):
        stop = min(start + _SLICE, table.num_rows)
        rows = _Rows(encoder, distinct, start, stop)
        encoder.append_values({"high": high[start:stop], "low": low[start:stop]} | rows.values())


class _Distinct:
    """One column as numbers into its distinct values, -1 where it says nothing, or as lists."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self.parsed: dict[str, NDArray[Any]] = {}
        self.lists: list[Any] | None = None
        if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            self.lists = column.to_pylist()
            return
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        encoded = pa.chunked_array(column).combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        self.codes = np.asarray(encoded.indices.fill_null(-1)).astype(np.int32)
        self.values = [value if isinstance(value, str) else str(value) for value in encoded.dictionary.to_pylist()]

    def each(self, name: str, parse: Callable[[str], Any], empty: Any, dtype: Any) -> NDArray[Any]:
        """The parsed distinct values, with `empty` last, so that the number -1 finds it."""
        if name not in self.parsed:
            self.parsed[name] = np.array([*map(parse, self.values), empty], dtype)
        return self.parsed[name]


class _Rows:
    """Values of some rows for each column of the encoder."""

    def __init__(self, encoder: Encoder, columns: dict[str, _Distinct], start: int, stop: int) -> None:
        self.encoder, self.columns, self.start, self.stop = encoder, columns, start, stop

    def values(self) -> Values:
        return self._names() | self._birth() | self._home() | self._phones() | self._emails() | self._identity()

    def _text(self, name: str, parse: Callable[[str], Any], empty: Any, dtype: Any) -> NDArray[Any]:
        column = self.columns.get(name)
        if column is None or column.lists is not None:
            return np.array([empty] * (self.stop - self.start), dtype)
        found: NDArray[Any] = column.each(name, parse, empty, dtype)[column.codes[self.start : self.stop]]
        return found

    def _items(self, name: str, row: int) -> Any:
        column = self.columns.get(name)
        if column is None:
            return None
        if column.lists is not None:
            return column.lists[row]
        code = column.codes[row]
        return column.values[code] if code >= 0 else None

    def _names(self) -> Values:
        n = self.stop - self.start
        tokens = np.full((n, MAX_NAMES, MAX_TOKENS), -1, np.int32)
        n_tokens, n_forenames = np.zeros((n, MAX_NAMES), np.int8), np.zeros((n, MAX_NAMES), np.int8)
        ours = self._text("forenames", self._token_row, self._token_row(""), np.int32)
        theirs = self._text("surname", self._token_row, self._token_row(""), np.int32)
        n_last = np.minimum(theirs[:, MAX_TOKENS], MAX_TOKENS - 1)
        n_first = np.minimum(ours[:, MAX_TOKENS], MAX_TOKENS - n_last)
        plain = (n_first > 0) & (n_last > 0)
        if "other_names" in self.columns:
            plain &= np.array([not self._items("other_names", row) for row in range(self.start, self.stop)], np.bool_)
        for spot in range(MAX_TOKENS):
            after = np.clip(spot - n_first, 0, MAX_TOKENS - 1)
            last = np.where(after < n_last, theirs[np.arange(n), after], -1)
            tokens[:, 0, spot] = np.where(plain, np.where(spot < n_first, ours[:, spot], last), -1)
        n_tokens[:, 0], n_forenames[:, 0] = np.where(plain, n_first + n_last, 0), np.where(plain, n_first, 0)
        known: dict[Any, tuple[Name, ...]] = {}
        for place in np.flatnonzero(~plain).tolist():
            for spot, name in enumerate(self._names_of(self.start + place, known)):
                n_tokens[place, spot], n_forenames[place, spot] = len(name.tokens), min(name.forenames, len(name.tokens))
                tokens[place, spot, : len(name.tokens)] = [self.encoder.token(token) for token in name.tokens]
        return {"tokens": tokens, "n_tokens": n_tokens, "n_forenames": n_forenames}

    def _names_of(self, row: int, known: dict[Any, tuple[Name, ...]]) -> tuple[Name, ...]:
        content = {name: self._items(name, row) for name in ("forenames", "surname", "full_name", "other_names")}
        others = content["other_names"]
        key = (content["forenames"], content["surname"], content["full_name"], tuple(others) if isinstance(others, list) else others)
        if key not in known:
            known[key] = names_in(content)
        return known[key]

    def _token_row(self, text: str) -> list[int]:
        tokens = [self.encoder.token(token) for token in tokens_of(text)]
        return [*tokens, *[-1] * (MAX_TOKENS - len(tokens)), len(tokens)]

    def _birth(self) -> Values:
        born = self._text("date_of_birth", lambda text: born_in(text) or (0, 0, 0), (0, 0, 0), np.int32).reshape(-1, 3)
        distinct, places = np.unique(born[:, 0] * 10_000 + born[:, 1] * 100 + born[:, 2], return_inverse=True)
        told = [self.encoder.birth((day // 10_000, day // 100 % 100, day % 100)) if day else (False, 0.0, 0.0) for day in distinct.tolist()]
        digits = np.array([[int(sign) for sign in f"{day:08d}"] for day in distinct.tolist()], np.int8).reshape(-1, 8)
        default, bits, year_bits = (np.array(part) for part in zip(*told, strict=True))
        return {"digits": digits[places], "born_default": default[places], "born_bits": bits[places], "year_bits": year_bits[places]}

    def _home(self) -> Values:
        def postcode(text: str) -> int:
            code = normalise_postcode(text)
            return self.encoder.place(code, is_postcode=True) if code else -1

        def place(text: str | None) -> int:
            return self.encoder.place(text, is_postcode=False) if text else -1

        address = self._text("address", lambda text: place(address_key(text)), -1, np.int32)
        named = self._text("place", lambda text: place(fold(text)), -1, np.int32)
        return {"postcode": self._text("postcode", postcode, -1, np.int32), "place": np.where(address >= 0, address, named)}

    def _several(self, name: str, normalise: Callable[[str], str | None], most: int) -> list[tuple[int, int, str]]:
        # Row, place and value of up to `most` distinct values a row.
        found = []
        if name in self.columns:
            for row in range(self.start, self.stop):
                items = self._items(name, row)
                texts = [items] if isinstance(items, str) else [item for item in items or () if isinstance(item, str)]
                values = dict.fromkeys(filter(None, map(normalise, texts)))
                found += [(row - self.start, place, value) for place, value in enumerate(list(values)[:most])]
        return found

    def _phones(self) -> Values:
        n = self.stop - self.start
        phones, bits = np.zeros((n, MAX_PHONES), np.int64), np.zeros((n, MAX_PHONES))
        for row, place, phone in self._several("phones", normalise_phone, MAX_PHONES):
            known = self.encoder.frequencies
            phones[row, place], bits[row, place] = known.phone_number(phone), known.phone_bits(phone)
        return {"phones": phones, "phone_bits": bits}

    def _emails(self) -> Values:
        emails = np.zeros((self.stop - self.start, MAX_EMAILS, 2), np.uint64)
        for row, place, email in self._several("emails", normalise_email, MAX_EMAILS):
            emails[row, place] = hash_of("email:" + email), hash_of("local:" + email.partition("@")[0])
        return {"emails": emails}

    def _identity(self) -> Values:
        def pnc(text: str) -> int:
            found = normalise_pnc_id(text)
            return pnc_number(found) if found else 0

        def custody(text: str) -> int:
            found = normalise_reference(text)
            return hash_of("custody:" + found) if found else 0

        def occupation(text: str) -> int:
            found = fold(text)
            return hash_of("occupation:" + found) if found else 0

        def occupation_bits(text: str) -> float:
            found = fold(text)
            return self.encoder.frequencies.occupation_bits(found) if found else 0.0

        column = self.columns.get("occupation")
        bits = np.zeros(self.stop - self.start)
        if column is not None and column.lists is None:
            bits = column.each("bits", occupation_bits, 0.0, np.float64)[column.codes[self.start : self.stop]]
        return {
            "pnc_id": self._text("pnc_id", pnc, 0, np.int64),
            "custody_number": self._text("custody_number", custody, 0, np.uint64),
            "sex": self._text("sex", lambda text: {"M": 1, "F": 2}.get(text.upper()[:1], 0), 0, np.int8),
            "occupation": self._text("occupation", occupation, 0, np.uint64),
            "occupation_bits": bits,
        }
