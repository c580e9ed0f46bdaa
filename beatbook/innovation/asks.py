"""What bids ask of a round of the fund, and the rules of the round."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from beatbook.money.pence import half_even
from beatbook.vocabulary.errors import BeatbookError


class AskIncomplete(BeatbookError):
    """An ask has a number that cannot be, such as money below nought or a chance above one."""


class Stage(StrEnum):
    """How far an idea has come; money for one stage is not money for the next."""

    IDEA = "idea"
    PROOF = "proof of concept"
    SCALE = "scale"


class Verdict(StrEnum):
    """What a proof of concept showed."""

    STOP = "stop"
    REPEAT = "repeat"
    SCALE = "scale"


class Aim(StrEnum):
    """What the fund makes as large as it can."""

    EXPECTED = "expected benefit"
    CAUTIOUS = "benefit that nine in ten would reach"


@dataclass(frozen=True, slots=True)
class Ask:
    """One bid's ask for one stage.

    `benefit_pence` is low, middle and high if it succeeds, `chance` that it does (0 to 1); `verdict` the recorded result of its proof of concept,
    None when there is none; `twins` names the group of bids that would do the same; `depends_on` are asks without which it is of no use.
    """

    code: str
    stage: Stage
    pence: int
    benefit_pence: tuple[int, int, int]
    chance: Fraction = Fraction(1)
    region: str = ""
    depends_on: frozenset[str] = frozenset()
    twins: str = ""
    verdict: Verdict | None = None

    def __post_init__(self) -> None:
        low, middle, high = self.benefit_pence
        if self.pence < 0 or not 0 <= low <= middle <= high or not 0 <= self.chance <= 1:
            raise AskIncomplete(f"Ask {self.code}: money is not below nought, low is not above high, and a chance is from 0 to 1.")

    def worth(self, aim: Aim) -> int:
        """What the fund counts for it, in pence."""
        return half_even(self.chance * self.benefit_pence[1 if aim is Aim.EXPECTED else 0])

    @property
    def may_be_funded(self) -> bool:
        """Money to scale only after a result that says so."""
        return self.stage is not Stage.SCALE or self.verdict is Verdict.SCALE


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the fund: its money, what is kept for a stage (`ring_fences`), what a region gets at least (`floors`), what was funded before."""

    budget_pence: int
    ring_fences: Mapping[Stage, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    aim: Aim = Aim.EXPECTED
    funded_before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if min(self.budget_pence, *self.ring_fences.values(), *self.floors.values(), 0) < 0:
            raise AskIncomplete("A round’s money is not below nought.")
