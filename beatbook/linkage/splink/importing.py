"""Reads a model that somebody brings: Beatbook's own form, an adopted model, or Splink's own file with what it needs beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook.linkage.levels import JOIN_BITS

if TYPE_CHECKING:
    from beatbook.linkage.opening import AnyModel


@dataclass(frozen=True, slots=True)
class Given:
    """What comes beside a Splink model: files of term frequencies, the record's field by column, and the weight in bits from which records join."""

    frequencies: tuple[Path, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    threshold: float = JOIN_BITS


def read_given(text: str, given: Given) -> "AnyModel":
    """A model of any form, made ready for publishing.

    Raises:
        ModelUnreadable: Beatbook's form, but damaged.
        SplinkModelUnreadable: Splink's form, but damaged, or its term frequencies cannot be read.
        ColumnMissing: a column of a Splink model is no field of a record.
        FrequenciesMissing: a Splink model adjusts by term frequencies that were not given.
    """
    from beatbook.linkage.splink.adopt import adopt, is_splinks_own, read_any_model  # noqa: PLC0415 - named loader: compiled
    from beatbook.linkage.splink.settings import read_settings  # noqa: PLC0415 - as above
    from beatbook.linkage.splink.term_frequencies import TermFrequencies, read_splink_files, read_term_frequencies  # noqa: PLC0415 - as above

    if not is_splinks_own(text):
        return read_any_model(text)
    shares: dict[str, Mapping[str, float]] = {}
    for path in given.frequencies:
        read = read_term_frequencies(path.read_text(encoding="utf-8")) if path.suffix == ".json" else read_splink_files([path])
        shares |= read.shares
    return adopt(read_settings(text), TermFrequencies(shares), fields=given.fields, threshold=given.threshold)
