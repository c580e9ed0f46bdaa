"""Reads links in bulk, as arrays: a hundred thousand links as Python objects cost more than grouping them."""

from typing import Any

import numpy as np

from beatbook.linkage.everyone import ID, AllLinks
from beatbook.linkage.evidence import STORED
from beatbook.linkage.named_sql import sql

_HEADER, _TRAILER = 19, 2  # of PostgreSQL's binary COPY form
_ROW = np.dtype(
    [
        ("n", ">i2"),
        ("n_a", ">i4"),
        ("a", ID),
        ("n_b", ">i4"),
        ("b", ID),
        ("n_weight", ">i4"),
        ("weight", ">f8"),
        ("n_levels", ">i4"),
        ("levels", np.uint8, (STORED,)),
    ]
)


def read_links(cursor: Any, version: str) -> AllLinks:
    """Every link of one model that the role may see, each pair once."""
    with cursor.copy(f"COPY ({sql('all_links')}) TO STDOUT (FORMAT BINARY)", {"model": version}) as copy:
        raw = b"".join(bytes(part) for part in copy)
    rows = np.frombuffer(raw[_HEADER:-_TRAILER], _ROW)
    return AllLinks(rows["a"].copy(), rows["b"].copy(), rows["weight"].astype(np.float64), rows["levels"].copy())
