"""The public pages of a neighbourhood."""

from beatbook.neighbourhoods.views.areas import force_areas, force_file
from beatbook.neighbourhoods.views.ground import ground_file, neighbourhood
from beatbook.neighbourhoods.views.mapping import explore, explore_data
from beatbook.neighbourhoods.views.searches import searches
from beatbook.neighbourhoods.views.start import your_area

__all__ = ["explore", "explore_data", "force_areas", "force_file", "ground_file", "neighbourhood", "searches", "your_area"]
