"""Term frequencies: for each value of a column its share among the rows that have one; they travel with a model, named by their content.

Invariant: frozen once a model is published; a value that is not in the table adjusts nothing, as in Splink.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from beatbook.linkage.splink.distinct import Distinct, as_distinct
from beatbook.linkage.splink.errors import ColumnMissing, FrequenciesMissing, SplinkModelUnreadable

FORMAT = 1


@dataclass(frozen=True)
class TermFrequencies:
    """Shares by column and value, both as text for JSON."""

    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """Name of this table: the first twelve hex digits of the SHA-256 of its content."""
        return sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The table as JSON; floats keep every bit."""
        return json.dumps({"format": FORMAT, "shares": self.shares}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def of(self, column: str) -> Mapping[str, float]:
        """Shares of one column.

        Raises:
            FrequenciesMissing: there are none.
        """
        if column not in self.shares:
            raise FrequenciesMissing(f"The model adjusts by the term frequencies of {column}, which were not given with it.")
        return self.shares[column]

    def need(self, columns: tuple[str, ...]) -> None:
        """Check that every column's frequencies are there.

        Raises:
            FrequenciesMissing: one's are not.
        """
        for column in columns:
            self.of(column)


def read_term_frequencies(text: str) -> TermFrequencies:
    """A table from its JSON.

    Raises:
        SplinkModelUnreadable: it is no such table.
    """
    try:
        parts = json.loads(text)
        shares = {str(column): {str(value): float(share) for value, share in values.items()} for column, values in parts["shares"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SplinkModelUnreadable("This is no table of term frequencies.") from error
    if parts.get("format") != FORMAT or not all(0 < share <= 1 for values in shares.values() for share in values.values()):
        raise SplinkModelUnreadable("This table of term frequencies has another form, or a share that is not above 0 and at most 1.")
    return TermFrequencies(shares)


def from_splink_table(table: pa.Table) -> TermFrequencies:
    """Frequencies from a table that Splink exports: a column and beside it `tf_<column>`, of one column or of several.

    Raises:
        SplinkModelUnreadable: no two columns are such a pair.
    """
    names = [name for name in table.column_names if f"tf_{name}" in table.column_names]
    if not names:
        raise SplinkModelUnreadable("The table has no column tf_<name> beside <name>: export it with compute_tf_table.")
    shares = {}
    for name in names:
        values, found = table[name].to_pylist(), table[f"tf_{name}"].to_pylist()
        shares[name] = {
            as_key(value): float(share) for value, share in zip(values, found, strict=True) if value is not None and share is not None
        }
    return TermFrequencies(shares)


def read_splink_files(paths: list[Path]) -> TermFrequencies:
    """Frequencies from the CSV or Parquet files that Splink exported, one column in each.

    Raises:
        SplinkModelUnreadable: a file is no such table.
    """
    shares: dict[str, Mapping[str, float]] = {}
    for path in paths:
        try:
            table = parquet.read_table(path) if path.suffix == ".parquet" else arrow_csv.read_csv(path)
        except (pa.ArrowException, OSError) as error:
            raise SplinkModelUnreadable(f"{path.name} cannot be read as a table: {error}") from error
        shares |= from_splink_table(table).shares
    return TermFrequencies(shares)


def count_term_frequencies(table: pa.Table | Distinct, columns: tuple[str, ...]) -> TermFrequencies:
    """Frequencies as Splink computes them: the share of each value among the rows that have one.

    Raises:
        ColumnMissing: the table lacks a column.
    """
    distinct, shares = as_distinct(table), {}
    for name in columns:
        if name not in distinct:
            raise ColumnMissing(f"The table has no column {name}, whose term frequencies are asked for.")
        places, values = distinct.column(name)
        counts = np.bincount(places, minlength=len(values))[:-1]
        found = (counts / max(int(counts.sum()), 1)).tolist()
        shares[name] = {as_key(value): share for value, share in zip(values, found, strict=False)}
    return TermFrequencies(shares)


def as_key(value: object) -> str:
    """A value as the text under which a table keeps it."""
    return value if isinstance(value, str) else str(value)
