"""Levels and weights for many pairs at once: the kernel, run in chunks on threads of our own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.engine import load_kernel
from beatbook.linkage.evidence import N_FIELDS, VECTOR
from beatbook.linkage.model import Model
from beatbook.linkage.threads import in_threads

CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Compared:
    """Level vectors (n_pairs, 11) and bits of the agreeing values (n_pairs, 9)."""

    levels: NDArray[np.uint8]
    bits: NDArray[np.float64]


def compare(encoder: Encoder, left: NDArray[np.int64], right: NDArray[np.int64]) -> Compared:
    """Level vectors of pairs of rows."""
    levels = np.zeros((len(left), VECTOR), np.uint8)
    bits = np.zeros((len(left), N_FIELDS))
    tokens, places, records = encoder.tokens, encoder.places, encoder.records

    def one(start: int) -> None:
        part = slice(start, start + CHUNK)
        load_kernel().compare_pairs(tokens, places, records, left[part], right[part], levels[part], bits[part])

    in_threads(one, list(range(0, len(left), CHUNK)))
    return Compared(levels, bits)


def compare_chunk(encoder: Encoder, left: NDArray[np.int64], right: NDArray[np.int64]) -> Compared:
    """Level vectors of pairs of rows, in the thread of the caller."""
    compared = Compared(np.zeros((len(left), VECTOR), np.uint8), np.zeros((len(left), N_FIELDS)))
    load_kernel().compare_pairs(encoder.tokens, encoder.places, encoder.records, left, right, compared.levels, compared.bits)
    return compared


def weigh(
    compared: Compared,
    table: NDArray[np.float64],
    typical: NDArray[np.float64],
    guard_bits: NDArray[np.float64],
    prior: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bits per field (n_pairs, 9), and the total with prior and guard."""
    fields = np.empty((len(compared.levels), N_FIELDS))
    total = np.empty(len(compared.levels))
    load_kernel().weigh_pairs(compared.levels, compared.bits, table, typical, guard_bits, prior, fields, total)
    return fields, total


def weigh_by(model: Model, compared: Compared) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bits per field (n_pairs, 9), and the total with prior and guard, under a model."""
    return weigh(compared, *model.weights_for_kernel(), model.prior)
