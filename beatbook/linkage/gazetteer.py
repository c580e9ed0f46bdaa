"""A list of known addresses with their UPRNs, used when a force has one: which of them an address line means, or none when that is not plain.

Invariant: the answer is a function of the line, the postcode and the list; a line that may mean two addresses means none.
"""

import csv
from collections.abc import Iterable, Mapping

from beatbook.linkage.things_addresses import compare_addresses, keys_of_address, read_address
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.identifiers import address_key
from beatbook.vocabulary.postcodes import normalise_postcode

_COLUMNS = {"uprn", "address"}


class GazetteerUnreadable(BeatbookError):
    """The list of addresses is no CSV with the columns UPRN, ADDRESS and, if it has one, POSTCODE: correct the row that is named."""


class Gazetteer:
    """Known addresses by their keys. Two rows of one normal form name neither."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._by_key: dict[str, str] = {}
        self._by_line: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        for uprn, line, postcode in rows:
            street = address_key(line)
            if street is None:
                continue
            key = f"{street} {normalise_postcode(postcode) or ''}".strip()
            if key not in self._by_key:
                for shared in keys_of_address(key):
                    self._near.setdefault(shared, []).append(key)
            for known, text in ((self._by_key, key), (self._by_line, street)):
                known[text] = uprn if known.get(text, uprn) == uprn else ""

    def __len__(self) -> int:
        return sum(bool(uprn) for uprn in self._by_key.values())

    def uprn_of(self, key: str) -> str | None:
        """The UPRN of an address key: its own, that of the one street of this name when it has no postcode, or that of the one address a slip away."""
        found = self._by_key.get(key) or (None if read_address(key).postcode else self._by_line.get(key))
        return found or self._nearest(key)

    def _nearest(self, key: str) -> str | None:
        if key in self._by_key:
            return None
        address = read_address(key)
        near = {other for shared in keys_of_address(key) for other in self._near.get(shared, ())}
        found = {self._by_key[other] for other in near if compare_addresses(address, read_address(other)).joins}
        return next(iter(found)) or None if len(found) == 1 else None


def read_gazetteer(lines: Iterable[str], *, name: str = "gazetteer") -> Gazetteer:
    """A gazetteer from the lines of a CSV file with a heading; columns other than UPRN, ADDRESS and POSTCODE are left alone.

    Raises:
        GazetteerUnreadable: a column is missing, or a row has no whole number for its UPRN.
    """
    rows = csv.DictReader(lines)
    heads = {head.strip().lower(): head for head in rows.fieldnames or ()}
    if not heads.keys() >= _COLUMNS:
        raise GazetteerUnreadable(f"{name} has no column {', '.join(sorted(_COLUMNS - heads.keys())).upper()}.")
    return Gazetteer(_row(number, row, heads, name) for number, row in enumerate(rows, 2))


def _row(number: int, row: Mapping[str, str | None], heads: Mapping[str, str], name: str) -> tuple[str, str, str]:
    uprn = (row[heads["uprn"]] or "").strip().lstrip("0")
    if not (uprn.isascii() and uprn.isdecimal() and len(uprn) <= 12):
        raise GazetteerUnreadable(f"{name}, row {number}: UPRN is not a whole number of up to twelve figures.")
    return uprn, row[heads["address"]] or "", (row[heads["postcode"]] or "" if "postcode" in heads else "")
