"""Blind scores of a bid, and a council's votes. Invariant: nobody with a declared conflict counts, and a spread is shown, never averaged away."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

CRITERIA = ("Need", "Benefit to the public", "Can it be done", "Can others use it", "Value for money")
MOST_POINTS = 10
WIDE = 4  # points between the lowest and the highest from which assessors should talk before anybody decides


@dataclass(frozen=True, slots=True)
class Score:
    """One assessor's points (0 to 10) for one criterion, with the reason."""

    assessor: str
    criterion: str
    points: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest, middle and highest points for one criterion, from how many assessors."""

    criterion: str
    low: int
    middle: Fraction
    high: int
    assessors: int

    @property
    def is_wide(self) -> bool:
        """Do the assessors differ so much that the middle says little?"""
        return self.high - self.low >= WIDE


def spreads(scores: Sequence[Score], conflicted: frozenset[str] = frozenset()) -> list[Spread]:
    """For each criterion that anybody scored, without those who declared a conflict."""
    found = []
    for criterion in dict.fromkeys(score.criterion for score in scores):
        points = sorted(score.points for score in scores if score.criterion == criterion and score.assessor not in conflicted)
        if points:
            found.append(Spread(criterion, points[0], Fraction(median(points)).limit_denominator(2), points[-1], len(points)))
    return found


class Sector(StrEnum):
    """The three sides of the council. Source: the response to the Flanagan review, paragraph 103."""

    SAFETY = "community safety services"
    ACADEMIA = "academia"
    INDUSTRY = "industry"


class Say(StrEnum):
    """What a member says of a bid."""

    FOR = "for"
    AGAINST = "against"
    CONFLICT = "conflict of interest"


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's say, and the side that the member sits for."""

    member: str
    sector: Sector
    say: Say


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a vote stands: for, against, set aside for conflict; the sides not yet heard; and whether the council advises the bid."""

    votes_for: int
    against: int
    conflicts: int
    unheard: tuple[Sector, ...]

    @property
    def is_advised(self) -> bool:
        """More for than against, with every side heard."""
        return not self.unheard and self.votes_for > self.against


def outcome(votes: Sequence[Vote]) -> Outcome:
    """The vote as it stands; a member's last say counts, and one with a conflict is heard for nobody."""
    last = {vote.member: vote for vote in votes}
    counted = [vote for vote in last.values() if vote.say is not Say.CONFLICT]
    heard = {vote.sector for vote in counted}
    return Outcome(
        sum(vote.say is Say.FOR for vote in counted),
        sum(vote.say is Say.AGAINST for vote in counted),
        len(last) - len(counted),
        tuple(sector for sector in Sector if sector not in heard),
    )
