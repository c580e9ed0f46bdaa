"""Named loaders of the compiled modules: Numba costs a second to import, so that only what links or explains pays for it.

Where compiled code is cached is the environment's affair (NUMBA_CACHE_DIR); the package itself may be read-only.
"""

from functools import cache
from types import ModuleType


@cache
def load_kernel() -> ModuleType:
    """The compiled comparisons, `beatbook.linkage.kernel`."""
    from beatbook.linkage import kernel  # noqa: PLC0415 - named loader

    return kernel


@cache
def load_blocking() -> ModuleType:
    """The compiled blocking, `beatbook.linkage.blocking`."""
    from beatbook.linkage import blocking  # noqa: PLC0415 - named loader

    return blocking
