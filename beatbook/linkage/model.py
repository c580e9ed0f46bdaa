"""A linkage model: how many bits each level of agreement is worth, with the frequencies it was trained on. Frozen; named by its content.

Invariant: weight = f(record a, record b, model version) and nothing else.
"""

import base64
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.evidence import Guard
from beatbook.linkage.frequencies import Frequencies
from beatbook.linkage.levels import JOIN_BITS, MAX_LEVELS
from beatbook.vocabulary.errors import BeatbookError

FORMAT = 1


class ModelUnreadable(BeatbookError):
    """A model file is damaged or of a form this version does not know: train a model anew with `beatbook link --retrain`."""


@dataclass(frozen=True)
class Model:
    """Levels' weights in bits: `table[field][level]`; `typical[field][level]` is the surprise that the table already counts, -1 for none.

    `prior` is the weight of two records taken at random; a pair joins at `threshold` bits, which training chooses; links lighter than
    `floor` are not kept. `m` and `u` are the shares of each level among true and random pairs. Source: Fellegi & Sunter 1969.
    """

    frequencies: Frequencies = field(repr=False)
    common_keys: NDArray[np.uint64] = field(repr=False)
    table: tuple[tuple[float, ...], ...] = field(repr=False)
    typical: tuple[tuple[float, ...], ...] = field(repr=False)
    m: tuple[tuple[float, ...], ...] = field(repr=False)
    u: tuple[tuple[float, ...], ...] = field(repr=False)
    prior: float
    threshold: float = JOIN_BITS
    floor: float = -4.0
    guard_bits: tuple[float, ...] = (0.0, -30.0, -30.0, -30.0)

    @cached_property
    def version(self) -> str:
        """Name of this model: the first twelve hex digits of the SHA-256 of its content."""
        return sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The whole model as JSON; floats keep every bit."""
        frequencies = asdict(self.frequencies)
        for name in ("years", "days", "places", "phones", "occupations"):
            frequencies[name] = {str(value): count for value, count in frequencies[name].items()}
        if not frequencies["landlines"]:
            del frequencies["landlines"]  # as models of before were written, whose name is that of their content
        keys = base64.b64encode(np.ascontiguousarray(self.common_keys, "<u8").tobytes()).decode()
        parts: dict[str, Any] = {
            "format": FORMAT,
            "frequencies": frequencies,
            "common_keys": keys,
        }
        for name in (
            "table",
            "typical",
            "m",
            "u",
            "prior",
            "threshold",
            "floor",
            "guard_bits",
        ):
            parts[name] = getattr(self, name)
        return json.dumps(parts, separators=(",", ":"), sort_keys=True)

    def weights_for_kernel(
        self,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Table and typical surprise padded to (9, 64), and the guards' bits."""
        return (
            _padded(self.table, 0.0),
            _padded(self.typical, -1.0),
            np.array(self.guard_bits),
        )


def read_model(text: str) -> Model:
    """A model from its JSON.

    Raises:
        ModelUnreadable: it is not JSON, of another form, or lacks a part.
    """
    try:
        parts = json.loads(text)
        if parts["format"] != FORMAT:
            raise ModelUnreadable(f"The model has form {parts['format']}; this version reads form {FORMAT}.")
        counts = parts["frequencies"]
        for name in ("years", "days", "places", "phones", "occupations"):
            counts[name] = {int(value): int(count) for value, count in counts[name].items()}
        counts.setdefault("landlines", False)
        counts["circle_sizes"] = tuple(counts.get("circle_sizes", ()))
        counts["circles"] = {token: tuple(shares) for token, shares in counts.get("circles", {}).items()}
        model = Model(
            frequencies=Frequencies(**counts),
            common_keys=np.frombuffer(base64.b64decode(parts["common_keys"]), "<u8").astype(np.uint64),
            prior=float(parts["prior"]),
            threshold=float(parts["threshold"]),
            floor=float(parts["floor"]),
            guard_bits=tuple(float(bits) for bits in parts["guard_bits"]),
            **{name: _tuples(parts[name]) for name in ("table", "typical", "m", "u")},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelUnreadable(f"The model cannot be read ({type(error).__name__}). Train one anew: beatbook link --retrain.") from error
    if len(model.guard_bits) != len(Guard):
        raise ModelUnreadable("The model has another number of guards. Train one anew: beatbook link --retrain.")
    return model


def _tuples(rows: list[list[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in rows)


def _padded(rows: tuple[tuple[float, ...], ...], empty: float) -> NDArray[np.float64]:
    table = np.full((len(rows), MAX_LEVELS), empty)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table
