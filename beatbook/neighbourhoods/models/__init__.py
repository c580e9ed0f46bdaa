"""Tables of the neighbourhoods room: what a force publishes, and what its teams write."""

from beatbook.neighbourhoods.models.published import (
    Force,
    Meeting,
    Neighbourhood,
    Postcode,
    Priority,
    PublishedCount,
    RefusedLine,
    TeamMember,
)
from beatbook.neighbourhoods.models.written import (
    BeatVisit,
    LastRead,
    Lesson,
    PanelDecision,
    PartnerTask,
    Problem,
    ProblemStep,
    ReviewRequest,
    ReviewStep,
    ScrutinyPack,
    TaskStep,
)

__all__ = [
    "BeatVisit",
    "Force",
    "LastRead",
    "Lesson",
    "Meeting",
    "Neighbourhood",
    "PanelDecision",
    "PartnerTask",
    "Postcode",
    "Priority",
    "Problem",
    "ProblemStep",
    "PublishedCount",
    "RefusedLine",
    "ReviewRequest",
    "ReviewStep",
    "ScrutinyPack",
    "TaskStep",
    "TeamMember",
]
