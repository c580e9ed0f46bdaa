"""Answers of the neighbourhoods room, each for a viewer."""

from beatbook.neighbourhoods.queries.outlines import outlines_of
from beatbook.neighbourhoods.queries.places import (
    Ground,
    boundary_of,
    find_grounds,
    ground_at,
    ground_of,
    grounds_of,
    postcode_place,
)
from beatbook.neighbourhoods.queries.teams import (
    ForceView,
    MeetingView,
    MemberView,
    PriorityView,
    force_named,
    forces,
    meetings_of,
    members_of,
    priorities_of,
)

__all__ = [
    "ForceView",
    "Ground",
    "MeetingView",
    "MemberView",
    "PriorityView",
    "boundary_of",
    "find_grounds",
    "force_named",
    "forces",
    "ground_at",
    "ground_of",
    "grounds_of",
    "meetings_of",
    "members_of",
    "outlines_of",
    "postcode_place",
    "priorities_of",
]
