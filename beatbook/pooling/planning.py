"""Who moves when to which offer, at the least cost: a programme of yes-or-no choices for HiGHS.

Invariant: a plan's cost is the exact sum of its choices in pence, each at the price of the tier that the plan's own volume reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatbook.pooling.blocking import blocking_rules
from beatbook.pooling.columns import POUND, Columns, written
from beatbook.pooling.costing import Choice, moving, staying
from beatbook.pooling.first_guess import first_guess
from beatbook.pooling.needs import Problem, Rule
from beatbook.solver.programme import Answer, Outcome, Programme
from beatbook.vocabulary.errors import BeatbookError

GAP = 0.001
SECONDS = 60.0


class NoPlan(BeatbookError):
    """No plan keeps every rule: the message names those of which one must give way."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        super().__init__(
            "No plan keeps every rule. What stands in the way: " + "; or ".join(self.rules or ("several rules together",)) + "."
        )


class NoPlanYet(BeatbookError):
    """No plan was found in the time: allow more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What each force does, what it costs by the problem's way of counting, and how far it can be from the best.

    `gap` is relative: no plan costs less than (1 - gap) times this one.
    """

    choices: tuple[Choice, ...]
    cost_pence: int
    stay_pence: int
    gap: float
    proved: bool
    seconds: float

    @property
    def saving_pence(self) -> int:
        """What is saved against everybody staying."""
        return self.stay_pence - self.cost_pence

    @property
    def moves(self) -> tuple[Choice, ...]:
        """Those who move."""
        return tuple(choice for choice in self.choices if not choice.stays)


def best_plan(problem: Problem, *, gap: float = GAP, seconds: float = SECONDS, begin: Plan | None = None) -> Plan:
    """The cheapest plan under the problem's rules, or the best found in the time, with its gap.

    Raises:
        NoPlan: the rules leave no plan; names the rules that stand in the way.
        NoPlanYet: none was found in the time.
    """
    programme, columns = written(problem)
    start = begin.choices if begin is not None else first_guess(problem)
    answer = programme.solved(gap=gap, seconds=seconds, start=None if start is None else _start(problem, programme, columns, start))
    if answer.outcome is Outcome.IMPOSSIBLE:
        raise NoPlan(blocking_rules(problem, seconds=min(seconds, 5.0)))
    if not answer.is_there:
        raise NoPlanYet(f"No plan was found in {seconds:.0f} seconds.")
    return _plan(problem, columns, answer)


def _start(problem: Problem, programme: Programme, columns: Columns, choices: Sequence[Choice]) -> list[float]:
    """The choices as values of every column of the programme."""
    values = [0.0] * len(programme.costs)
    chosen = {(choice.force, choice.offer, choice.tier) for choice in choices}
    suppliers = {offer.code: offer.supplier for offer in problem.offers}
    for column, choice, _ in columns.choices:
        if (choice.force, choice.offer, choice.tier) in chosen:
            values[column] = 1.0
            if choice.offer is not None and choice.tier is not None:
                values[columns.tiers[choice.offer, choice.tier]] = 1.0
                if suppliers[choice.offer] in columns.suppliers:
                    values[columns.suppliers[suppliers[choice.offer]]] = 1.0
    return values


def _plan(problem: Problem, columns: Columns, answer: Answer) -> Plan:
    chosen = [(choice, need) for column, choice, need in columns.choices if answer.is_chosen(column)]
    choices = at_reached_tiers(problem, [choice for choice, _ in chosen])
    counted = problem.rules.is_discounted
    cost = sum(choice.counted(counted) for choice in choices)
    stay = sum(staying(need, problem.years).counted(counted) for need in problem.needs)
    gap = max(0.0, 1 - answer.bound * POUND / cost) if cost else 0.0
    return Plan(tuple(choices), cost, stay, gap if gap > 1e-9 else 0.0, answer.outcome is Outcome.PROVED, answer.seconds)


def volumes(problem: Problem, choices: Sequence[Choice]) -> dict[str, int]:
    """Users bought for by offer."""
    users = {need.force: need.users for need in problem.needs}
    bought: dict[str, int] = {}
    for choice in choices:
        if choice.offer is not None:
            bought[choice.offer] = bought.get(choice.offer, 0) + users[choice.force]
    return bought


def at_reached_tiers(problem: Problem, choices: Sequence[Choice]) -> list[Choice]:
    """The same moves at the price of the tier that their volume reaches: an answer found in haste may have opened a lower one."""
    bought, offers = volumes(problem, choices), {offer.code: offer for offer in problem.offers}
    needs = {need.force: need for need in problem.needs}
    found = []
    for choice in choices:
        reached = None if choice.offer is None else offers[choice.offer].tier_at(bought[choice.offer])
        if choice.offer is not None and reached is not None and choice.start is not None and reached != choice.tier:
            choice = moving(needs[choice.force], offers[choice.offer], reached, choice.start, problem.years)
        found.append(choice)
    return found


def without_no_loser(problem: Problem) -> Problem:
    """The same problem where some may pay more than if they stayed: what the rule costs is the difference."""
    return replace(problem, rules=replace(problem.rules, no_loser=False))
