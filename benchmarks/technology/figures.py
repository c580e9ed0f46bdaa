"""How the figures are printed: one JSON line each, and nothing else on standard output."""

import json
import os
import sys

from beatbook.solver.programme import Programme


def tell(name: str, value: float, unit: str, target: float | None, met: bool | None) -> None:
    """Prints one figure; a figure without a target has neither target nor met."""
    print(json.dumps({"name": name, "value": value, "unit": unit, "target": target, "met": met}), flush=True)


def wake_solver() -> None:
    """Solves something small with standard output turned aside: HiGHS greets with its version the first time, whatever it is told."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        programme = Programme()
        programme.choice(1.0)
        programme.solved()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
