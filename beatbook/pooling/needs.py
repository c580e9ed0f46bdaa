"""What forces need and pay now, and the rules under which they buy together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from beatbook.pooling.offers import Offer
from beatbook.vocabulary.errors import BeatbookError


class NeedIncomplete(BeatbookError):
    """A need has a number that cannot be, such as a cost below nought or a contract that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one force buys for one capability.

    `users` and `price_pence` (each user, each year) are today's; `months_left` of its contract when the plan begins; `exit_fee_pence` for each
    year of contract left when it moves; `switching_pence` once, by offer; `eligible` the offers that do what it needs, safely, by its standards;
    `leaves_by` the last year in which it can begin to move, where its system closes; `budget_pence` the most it can spend in each year.
    """

    force: str
    users: int
    price_pence: int
    months_left: int = 0
    exit_fee_pence: int = 0
    switching_pence: Mapping[str, int] = field(default_factory=dict)
    eligible: frozenset[str] = frozenset()
    supplier: str = ""
    leaves_by: int | None = None
    budget_pence: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        numbers = (self.users, self.price_pence, self.months_left, self.exit_fee_pence, *self.switching_pence.values(), *self.budget_pence)
        if any(number < 0 for number in numbers):
            raise NeedIncomplete(f"The need of {self.force} holds a number below nought.")


class Rule(StrEnum):
    """The families of rules, any one of which can make a plan impossible."""

    NO_LOSER = "nobody pays more than if they stayed"
    MOST_SUPPLIERS = "no more than so many suppliers"
    LOCK_IN = "no supplier holds more than a share of all users"
    MOST_LOTS = "no supplier wins more than so many lots"
    SMALL_SHARE = "small suppliers get a share of the users who move"
    BUDGETS = "no force spends more in a year than its budget"
    CLOSING = "forces whose system closes move in time"
    ELIGIBILITY = "an offer must do what a force needs"
    FLOORS = "an offer needs the users of its lowest tier"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one plan; None means that there is no such rule."""

    no_loser: bool = True
    most_suppliers: int | None = None
    lock_in_share: Fraction | None = None
    most_lots: int | None = None
    small_share: Fraction | None = None
    is_discounted: bool = False  # costs at 3.5 % real, as in an appraisal


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a plan is worked out from.

    Raises:
        NeedIncomplete: no year, or two needs of one force, or two offers of one code.
    """

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    years: int
    rules: Rules = Rules()

    def __post_init__(self) -> None:
        if self.years < 1:
            raise NeedIncomplete("A plan has at least one year.")
        for names in ([need.force for need in self.needs], [offer.code for offer in self.offers]):
            if len(set(names)) != len(names):
                raise NeedIncomplete("A force or an offer is there twice.")

    @property
    def users(self) -> int:
        """Users of all forces."""
        return sum(need.users for need in self.needs)
