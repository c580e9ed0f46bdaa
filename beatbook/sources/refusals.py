"""A row that could not be taken, as it is kept: where it stood, why, and its raw text to a limit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beatbook.sources.statements import Row, RowRefused
from beatbook.vocabulary.errors import BeatbookError

RAW_LIMIT = 10_000  # characters
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused row. `whole` says that `raw` is all of its fields as JSON, so that it can be mended here."""

    file: str
    number: int
    column: str
    reason: str
    raw: str
    whole: bool

    def sentence(self) -> str:
        """Where it stood and why, in one line."""
        where = f"{self.file}, row {self.number}" if self.number else self.file
        return f"{where}, column {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"

    def fingerprint(self, feed: str) -> bytes:
        """Equal for the same row refused again for the same reason, so that loading a file twice does not list it twice."""
        text = "\0".join((feed, self.file, str(self.number), self.column, self.reason, self.raw))
        return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def refusal_of(row: Row, refusal: BeatbookError) -> Refusal:
    """The refusal of one row, safe to store: NUL bytes and stray bytes are shown as signs."""
    column, reason = (refusal.column, refusal.reason) if isinstance(refusal, RowRefused) else ("marking", str(refusal))
    raw, whole = raw_text(row.fields)
    return Refusal(_safe(row.file), row.number, _safe(column)[:200], _safe(reason)[:REASON_LIMIT], raw, whole)


def raw_text(fields: Mapping[str, Any]) -> tuple[str, bool]:
    """The fields as JSON, cut at RAW_LIMIT, and whether that is all of them, unchanged."""
    text = json.dumps(fields, ensure_ascii=False, default=str)
    safe = _safe(text)
    return safe[:RAW_LIMIT], len(safe) <= RAW_LIMIT and safe == text


def _safe(text: str) -> str:
    return text.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()
