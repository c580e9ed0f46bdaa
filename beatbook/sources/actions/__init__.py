"""What the sources room does: takes what systems say, publishes it, and tells them what was found here."""

from beatbook.sources.actions.loads import LoadBusy, load_paths

__all__ = [
    "LoadBusy",
    "load_paths",
]
