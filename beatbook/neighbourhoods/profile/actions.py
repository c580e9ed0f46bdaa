"""Keeps up to where somebody has read what changed in their neighbourhood."""

from beatbook.neighbourhoods.models import LastRead
from beatbook.neighbourhoods.work.actions import add_row
from beatbook.sources.queries import current_watermark
from beatbook.vocabulary.viewer import Viewer


def mark_read(area: str, *, viewer: Viewer) -> None:
    """From now on only what changes after this is new to this viewer."""
    add_row(LastRead, {"area": area, "watermark": str(current_watermark(viewer=viewer))}, viewer=viewer)
