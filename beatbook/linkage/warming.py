"""Compiles the kernel and blocking on two tiny records, so that what compiling costs is not counted as linking; once in a process."""

from functools import cache
from uuid import UUID

import numpy as np

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.crowds import crowded_rows
from beatbook.linkage.engine import load_blocking
from beatbook.linkage.evidence import N_FIELDS, Evidence, Name
from beatbook.linkage.frequencies import count_frequencies
from beatbook.linkage.levels import MAX_LEVELS
from beatbook.linkage.scoring import compare, weigh
from beatbook.linkage.sweep import group_rows, recount_common


@cache
def warm_up() -> None:
    """Run every compiled function that linking needs, or load it from the cache of an earlier process."""
    records = [
        Evidence(names=(Name(("ann", "marsh"), 1),), postcode="ZZ11AA"),
        Evidence(names=(Name(("anne", "march"), 1),), postcode="ZZ11AB"),
    ]
    encoder = Encoder(count_frequencies(records))
    encoder.append([UUID(int=1), UUID(int=2)], records)
    packed = candidates.sorted_keys(encoder, 0, 2, np.empty(0, np.uint64))
    candidates.pairs_within(packed)
    candidates.pairs_across(packed, packed)
    compared = compare(encoder, np.array([0]), np.array([1]))
    weigh(compared, np.zeros((N_FIELDS, MAX_LEVELS)), np.zeros((N_FIELDS, MAX_LEVELS)), np.zeros(8), 0.0)
    crowded_rows(encoder)
    recount_common(encoder, np.ones(2, np.bool_), 1)
    met = np.zeros(2, np.uint32)
    groups = group_rows(encoder, np.empty(0, np.uint64))
    load_blocking().next_pairs(groups.members, groups.starts, groups.places, met, 0, 2, met.copy(), met.copy(), 1)
