"""Which asks a round funds, for the most benefit under its rules, and what would have funded each of the others.

Invariant: an allocation keeps every rule to the penny; an ask to scale without a recorded result is never put to the solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatbook.innovation.asks import Ask, Round, Stage
from beatbook.solver.programme import Outcome, Programme, Term
from beatbook.vocabulary.errors import BeatbookError

POUND = 100.0
SECONDS = 20.0


class NoAllocation(BeatbookError):
    """No choice of asks keeps the round's rules: the message names the rule that must give way."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """The asks that are funded, by code, what they cost and bring; how far the answer can be from the best."""

    funded: frozenset[str]
    spent_pence: int
    worth_pence: int
    gap: float


@dataclass(frozen=True, slots=True)
class NearestChange:
    """The least that would fund a rejected ask: so much less money asked for, or so much more counted benefit; None where that cannot do it."""

    code: str
    less_pence: int | None
    more_benefit_pence: int | None
    reason: str = ""


@dataclass(slots=True)
class _Written:
    programme: Programme
    columns: dict[str, int]
    money_rows: list[tuple[list[Term], float, bool]]  # terms, bound, and whether the bound is an upper one


def allocated(asks: Sequence[Ask], round_: Round, *, seconds: float = SECONDS) -> Allocation:
    """The asks that bring the most within the rules.

    Raises:
        NoAllocation: no choice keeps the floors, the ring-fences and the budget.
    """
    open_asks = [ask for ask in asks if ask.may_be_funded]
    written = _written(open_asks, round_)
    answer = written.programme.solved(seconds=seconds)
    if answer.outcome is Outcome.IMPOSSIBLE:
        raise NoAllocation(_in_the_way(open_asks, round_))
    if not answer.is_there:
        raise NoAllocation(f"No allocation was found in {seconds:.0f} seconds.")
    funded = frozenset(code for code, column in written.columns.items() if answer.is_chosen(column))
    found = _added_up(open_asks, round_, funded, answer.gap)
    broken = broken_rule(open_asks, round_, funded)
    if broken:
        raise NoAllocation(broken)
    return found


def _added_up(asks: Sequence[Ask], round_: Round, funded: frozenset[str], gap: float) -> Allocation:
    chosen = [ask for ask in asks if ask.code in funded]
    return Allocation(funded, sum(ask.pence for ask in chosen), sum(ask.worth(round_.aim) for ask in chosen), gap)


def _written(asks: Sequence[Ask], round_: Round) -> _Written:
    programme = Programme()
    columns = {ask.code: programme.choice(-ask.worth(round_.aim) / POUND) for ask in asks}
    written = _Written(programme, columns, _money_rows(asks, round_, columns))
    for terms, bound, is_upper in written.money_rows:
        programme.at_most(terms, bound) if is_upper else programme.at_least(terms, bound)
    for ask in asks:
        for needed in ask.depends_on - round_.funded_before:
            own = [(columns[needed], -1.0)] if needed in columns else []
            programme.at_most([(columns[ask.code], 1.0), *own], 0)
    for group in sorted({ask.twins for ask in asks if ask.twins}):
        same = [(columns[ask.code], 1.0) for ask in asks if ask.twins == group and ask.stage is Stage.SCALE]
        programme.at_most(same, 1)
    return written


def _money_rows(asks: Sequence[Ask], round_: Round, columns: dict[str, int]) -> list[tuple[list[Term], float, bool]]:
    rows = [([(columns[ask.code], ask.pence / POUND) for ask in asks], round_.budget_pence / POUND, True)]
    for stage, kept in round_.ring_fences.items():
        others = [(columns[ask.code], ask.pence / POUND) for ask in asks if ask.stage is not stage]
        rows.append((others, (round_.budget_pence - kept) / POUND, True))
    for region, floor in round_.floors.items():
        rows.append(([(columns[ask.code], ask.pence / POUND) for ask in asks if ask.region == region], floor / POUND, False))
    return rows


def broken_rule(asks: Sequence[Ask], round_: Round, funded: frozenset[str]) -> str:
    """The first rule that a set of funded asks breaks, in words and counted in whole pence; empty when it keeps all of them."""
    chosen = [ask for ask in asks if ask.code in funded]
    spent = sum(ask.pence for ask in chosen)
    if spent > round_.budget_pence:
        return "It spends more than the round has."
    for stage, kept in round_.ring_fences.items():
        if sum(ask.pence for ask in chosen if ask.stage is not stage) > round_.budget_pence - kept:
            return f"It spends money that is kept for {stage.value}."
    for region, floor in round_.floors.items():
        if sum(ask.pence for ask in chosen if ask.region == region) < floor:
            return f"{region} gets less than its floor."
    if any(not ask.may_be_funded for ask in chosen):
        return "It scales what has no recorded result."
    if any(not ask.depends_on <= funded | round_.funded_before for ask in chosen):
        return "It funds an ask without what it depends on."
    scaled = [ask.twins for ask in chosen if ask.twins and ask.stage is Stage.SCALE]
    return "It scales two twins." if len(scaled) != len(set(scaled)) else ""


def _in_the_way(asks: Sequence[Ask], round_: Round) -> str:
    """Which rule must give way: each is left out in turn."""
    for region, floor in round_.floors.items():
        if sum(ask.pence for ask in asks if ask.region == region) < floor:
            return f"The bids of {region} ask for less than its floor: lower the floor, or invite more bids."
    for region in round_.floors:
        without = replace(round_, floors={name: floor for name, floor in round_.floors.items() if name != region})
        if _written(asks, without).programme.solved(seconds=5.0).is_there:
            return f"The floor of {region} cannot be kept within the budget and the ring-fences."
    for stage in round_.ring_fences:
        without = replace(round_, ring_fences={name: kept for name, kept in round_.ring_fences.items() if name != stage})
        if _written(asks, without).programme.solved(seconds=5.0).is_there:
            return f"The money kept for {stage.value} leaves too little for the floors."
    return "The floors together ask for more than the round has."


def nearest_change(code: str, asks: Sequence[Ask], round_: Round, best: Allocation, *, seconds: float = 5.0) -> NearestChange:
    """What would fund a rejected ask while everything else stays as it is."""
    ask = next(one for one in asks if one.code == code)
    if not ask.may_be_funded:
        said = "its proof of concept did not say scale" if ask.verdict else "it has no recorded result of a proof of concept"
        return NearestChange(code, None, None, f"Not open to money to scale: {said}.")
    open_asks = [one for one in asks if one.may_be_funded]
    missing = sorted(ask.depends_on - round_.funded_before - {one.code for one in open_asks})
    if missing:
        return NearestChange(code, None, None, f"It depends on {', '.join(missing)}, which cannot be funded in this round.")
    return NearestChange(code, _less(ask, open_asks, round_, best, seconds), _more(ask, open_asks, round_, best, seconds))


def _more(ask: Ask, asks: Sequence[Ask], round_: Round, best: Allocation, seconds: float) -> int | None:
    """The best allocation with the ask in it falls short of the best by so much."""
    written = _written(asks, round_)
    written.programme.exactly([(written.columns[ask.code], 1.0)], 1)
    answer = written.programme.solved(seconds=seconds)
    if answer.outcome is not Outcome.PROVED:
        return None
    funded = frozenset(code for code, column in written.columns.items() if answer.is_chosen(column))
    return max(0, best.worth_pence - _added_up(asks, round_, funded, 0.0).worth_pence) + 1


def _less(ask: Ask, asks: Sequence[Ask], round_: Round, best: Allocation, seconds: float) -> int | None:
    """The least cut of the ask with which some allocation that funds it beats the best by a penny."""
    programme = Programme()
    columns = {one.code: programme.choice() for one in asks}
    cut = programme.amount(1.0, most=ask.pence / POUND)
    for terms, bound, is_upper in _money_rows(asks, round_, columns):
        cut_terms = [*terms, (cut, -1.0)] if any(column == columns[ask.code] for column, _ in terms) else terms
        programme.at_most(cut_terms, bound) if is_upper else programme.at_least(cut_terms, bound)
    plain = _written(asks, round_)
    programme.rows += plain.programme.rows[len(plain.money_rows) :]  # the same columns in the same order
    programme.exactly([(columns[ask.code], 1.0)], 1)
    programme.at_least([(columns[one.code], one.worth(round_.aim) / POUND) for one in asks], (best.worth_pence + 1) / POUND)
    answer = programme.solved(seconds=seconds)
    if answer.outcome is not Outcome.PROVED:
        return None
    return _whole_cut(ask, asks, round_, frozenset(code for code, column in columns.items() if answer.is_chosen(column)))


def _whole_cut(ask: Ask, asks: Sequence[Ask], round_: Round, funded: frozenset[str]) -> int:
    """By how many whole pence the ask must fall for this set to keep the rules."""
    chosen = [one for one in asks if one.code in funded]
    over = [sum(one.pence for one in chosen) - round_.budget_pence]
    for stage, kept in round_.ring_fences.items():
        if ask.stage is not stage:
            over.append(sum(one.pence for one in chosen if one.stage is not stage) - round_.budget_pence + kept)
    return max(0, *over)
