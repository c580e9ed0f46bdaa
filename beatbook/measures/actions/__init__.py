"""What the measures room does: takes records in, counts them, and publishes counts that were made safe."""

from beatbook.measures.actions.refreshing import adopt_measures, count_cells, refresh_measures
from beatbook.measures.actions.releasing import publish_counts

__all__ = ["adopt_measures", "count_cells", "publish_counts", "refresh_measures"]
