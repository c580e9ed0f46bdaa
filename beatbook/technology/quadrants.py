"""Where an application stands: tolerate, invest, migrate or eliminate, by how well it does the job and how sound it is.

Source: the TIME model as application portfolio tools use it; three of five or more counts as fit.
"""

from enum import StrEnum

from beatbook.technology.facts import RED_RATED, Application

FIT = 3


class Quadrant(StrEnum):
    """The four, and the fifth for what nobody has assessed."""

    INVEST = "invest"
    MIGRATE = "migrate"
    TOLERATE = "tolerate"
    ELIMINATE = "eliminate"
    UNKNOWN = "not assessed"

    @property
    def words(self) -> str:
        """What it means, in one line."""
        return _WORDS[self]


_WORDS = {
    Quadrant.INVEST: "does the job, and is sound",
    Quadrant.MIGRATE: "does the job, and is not sound",
    Quadrant.TOLERATE: "is sound, and does the job poorly",
    Quadrant.ELIMINATE: "does the job poorly, and is not sound",
    Quadrant.UNKNOWN: "nobody has said",
}


def quadrant_of(application: Application) -> Quadrant:
    """The quadrant of an application."""
    functional, technical = application.functional_fit, application.technical_fit
    if functional is None or technical is None:
        return Quadrant.UNKNOWN
    if functional >= FIT:
        return Quadrant.INVEST if technical >= FIT else Quadrant.MIGRATE
    return Quadrant.TOLERATE if technical >= FIT else Quadrant.ELIMINATE


def is_red_rated(application: Application) -> bool:
    """Does the government's framework call this legacy system red-rated?"""
    return (application.legacy_score or 0) >= RED_RATED
