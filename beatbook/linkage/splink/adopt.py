"""A Splink model as a model of Beatbook: settings, term frequencies, which field each column is, and at what weight records join.

Invariant: named by its content; weight = f(record a, record b, model version) and nothing else.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.model import Model, read_model
from beatbook.linkage.splink.engine import Engine, Wanted, tile_of
from beatbook.linkage.splink.errors import ColumnMissing, SplinkModelUnreadable
from beatbook.linkage.splink.explanation import Explained, columns_of, explain
from beatbook.linkage.splink.expressions import columns_in
from beatbook.linkage.splink.linking import link_rows
from beatbook.linkage.splink.settings import Settings, read_settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies, read_term_frequencies

FORM = "splink"
FORMAT = 1
USUAL_NAMES = {
    "first_name": "forenames", "forename": "forenames", "forenames": "forenames", "last_name": "surname", "surname": "surname",
    "dob": "date_of_birth", "date_of_birth": "date_of_birth", "postcode": "postcode", "sex": "sex", "gender": "sex", "address": "address",
    "occupation": "occupation", "email": "emails", "phone": "phones", "aliases": "other_names", "pnc_id": "pnc_id", "full_name": "full_name",
}  # fmt: skip
LISTS = ("emails", "phones", "other_names")


@dataclass(frozen=True)
class AdoptedModel:
    """A Splink model with what linking needs beside it. `fields` says for each column which field of a record's content it is.

    A column that is no array takes the first value of a field that holds a list.
    """

    settings: Settings
    frequencies: TermFrequencies = field(repr=False)
    fields: Mapping[str, str]
    threshold: float = JOIN_BITS
    floor: float = -4.0

    @cached_property
    def version(self) -> str:
        """Name of this model: the first twelve hex digits of the SHA-256 of its content."""
        return sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The whole model as JSON, term frequencies and all."""
        parts = {
            "form": FORM,
            "format": FORMAT,
            "settings": self.settings.to_dict(),
            "term_frequencies": json.loads(self.frequencies.to_json()),
            "fields": dict(self.fields),
            "threshold": self.threshold,
            "floor": self.floor,
        }
        return json.dumps(parts, sort_keys=True, separators=(",", ":"))

    @cached_property
    def fields_by_comparison(self) -> tuple[tuple[str, ...], ...]:
        """For each comparison the fields of a record that it reads."""
        result = []
        for comparison in self.settings.comparisons:
            columns = [column.name for level in comparison.levels if level.condition is not None for column in columns_in(level.condition)]
            result.append(tuple(dict.fromkeys(self.fields[name] for name in columns)))
        return tuple(result)

    def table_of(self, contents: Sequence[Mapping[str, Any]]) -> pa.Table:
        """Records' contents as the columns that the model reads."""
        columns = {name: _column(name, self.fields[name], contents, self._arrays) for name in columns_of(self.settings)}
        return pa.table(columns) if columns else pa.table({"": pa.nulls(len(contents))})

    @cached_property
    def _arrays(self) -> frozenset[str]:
        text = json.dumps(self.settings.to_dict())
        exploded = {name for rule in self.settings.rules for name in rule.exploded}
        marks = ("list_intersect", "array_length", "list_transform", "array_intersect")
        return frozenset(exploded | {name for name in self.fields if any(f'{mark}(\\"{name}_' in text.lower() for mark in marks)})

    def weigh_pairs(self, contents: Sequence[Mapping[str, Any]], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Weights in bits of pairs of records by their places; the earlier of two ids must be left."""
        engine = self._engine(contents)
        return engine.score(tile_of(left, right), engine.memo()).weights

    def links(self, records: Sequence[tuple[UUID, Mapping[str, Any]]]) -> list[tuple[UUID, UUID, float]]:
        """Links of all records with each other that weigh the floor or more: smaller id, larger id, bits."""
        ordered = sorted(records, key=lambda record: record[0])
        found = link_rows(self._engine([content for _, content in ordered]), floor=self.floor)
        rows = zip(found.left.tolist(), found.right.tolist(), found.weights.tolist(), strict=True)
        return [(ordered[a][0], ordered[b][0], weight) for a, b, weight in rows]

    def explain(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> Explained:
        """Why two records weigh what they weigh, also where no rule would have proposed them; the smaller id first."""
        engine = self._engine([a, b])
        return explain(engine, engine.score(tile_of(np.array([0]), np.array([1])), engine.memo(), Wanted(detail=True)))

    def _engine(self, contents: Sequence[Mapping[str, Any]]) -> Engine:
        engine = Engine(self.settings, self.frequencies)
        engine.rows.append(self.table_of(contents))
        return engine


def adopt(
    settings: Settings, frequencies: TermFrequencies, *, fields: Mapping[str, str] | None = None, threshold: float = JOIN_BITS
) -> AdoptedModel:
    """A Splink model made ready for publishing; columns of usual names find their field themselves.

    Raises:
        LevelNotTrained: a level has no m or u.
        FrequenciesMissing: a column's term frequencies are not there.
        ColumnMissing: a column is mapped to no field.
    """
    settings.need_trained()
    frequencies.need(settings.tf_columns)
    mapped = {name: (fields or {}).get(name) or USUAL_NAMES.get(name, "") for name in columns_of(settings)}
    unknown = sorted(name for name, known in mapped.items() if not known)
    if unknown:
        raise ColumnMissing(f"Say which field of a record each of these columns is: {', '.join(unknown)}.")
    if not math.isfinite(threshold):
        raise SplinkModelUnreadable("The threshold is no number.")
    return AdoptedModel(settings, frequencies, mapped, threshold)


def read_any_model(text: str) -> Model | AdoptedModel:
    """A model of either form from its JSON: Beatbook's own, or an adopted Splink model.

    Raises:
        ModelUnreadable: Beatbook's form, but damaged.
        SplinkModelUnreadable: Splink's form, but damaged, or Splink's bare JSON that has not been adopted with its term frequencies.
    """
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return read_model(text)
    if not isinstance(parts, dict) or ("comparisons" not in parts and parts.get("form") != FORM):
        return read_model(text)
    if "comparisons" in parts:
        return adopt(read_settings(parts), TermFrequencies())
    try:
        if parts["format"] != FORMAT:
            raise SplinkModelUnreadable(f"The adopted model has form {parts['format']}; this version reads form {FORMAT}.")
        frequencies = read_term_frequencies(json.dumps(parts["term_frequencies"]))
        model = adopt(read_settings(parts["settings"]), frequencies, fields=parts["fields"], threshold=float(parts["threshold"]))
        return AdoptedModel(model.settings, frequencies, model.fields, model.threshold, float(parts["floor"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SplinkModelUnreadable(f"The adopted model lacks a part ({type(error).__name__}).") from error


def is_splinks_own(text: str) -> bool:
    """Is this the JSON that Splink itself saves, not yet adopted?"""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(parts, dict) and "comparisons" in parts


def _column(name: str, source: str, contents: Sequence[Mapping[str, Any]], arrays: frozenset[str]) -> pa.Array:
    values = [content.get(source) for content in contents]
    if name in arrays:
        return pa.array([[value] if isinstance(value, str) else value for value in values], pa.list_(pa.string()))
    return pa.array([(value[0] if value else None) if isinstance(value, list) else value for value in values], pa.string())
