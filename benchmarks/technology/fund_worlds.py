"""Small made-up rounds of the fund, and every set of asks tried one by one, by rules written out here again."""

import random
from itertools import product

from beatbook.innovation.asks import Aim, Ask, Round, Stage, Verdict
from beatbook.innovation.synthetic_bids import made_up_asks, made_up_round


def world(seed: int) -> tuple[list[Ask], Round]:
    """Three to nine asks, and money for a tenth to most of them."""
    draw = random.Random(seed)
    asks = made_up_asks(draw, draw.randint(3, 9))
    return asks, made_up_round(draw, asks, share=draw.uniform(0.1, 0.7))


def keeps(asks: list[Ask], round_: Round) -> bool:
    """The rules of a round, for a set of funded asks."""
    codes, spent = {ask.code for ask in asks}, sum(ask.pence for ask in asks)
    twins = [ask.twins for ask in asks if ask.twins and ask.stage is Stage.SCALE]
    return (
        spent <= round_.budget_pence
        and all(spent - _of(asks, stage=stage) <= round_.budget_pence - kept for stage, kept in round_.ring_fences.items())
        and all(_of(asks, region=region) >= floor for region, floor in round_.floors.items())
        and all(ask.depends_on <= codes for ask in asks)
        and all(ask.stage is not Stage.SCALE or ask.verdict is Verdict.SCALE for ask in asks)
        and len(twins) == len(set(twins))
    )


def _of(asks: list[Ask], **facts: object) -> int:
    return sum(ask.pence for ask in asks if all(getattr(ask, name) == value for name, value in facts.items()))


def value(asks: list[Ask], round_: Round) -> int:
    """What the asks bring by the round's aim."""
    place = 1 if round_.aim is Aim.EXPECTED else 0
    return sum(round(ask.chance * ask.benefit_pence[place]) for ask in asks)


def best_of_all(asks: list[Ask], round_: Round) -> int | None:
    """The most that any set of asks brings within the rules; None when none keeps them."""
    sets = ([ask for ask, pick in zip(asks, picks, strict=True) if pick] for picks in product((0, 1), repeat=len(asks)))
    return max((value(one, round_) for one in sets if keeps(one, round_)), default=None)


def best_of_all_with(asks: list[Ask], round_: Round, code: str, is_in: bool) -> int | None:
    """The same over sets that hold a given ask, or over those that do not."""
    sets = ([ask for ask, pick in zip(asks, picks, strict=True) if pick] for picks in product((0, 1), repeat=len(asks)))
    fitting = (one for one in sets if (code in {ask.code for ask in one}) is is_in and keeps(one, round_))
    return max((value(one, round_) for one in fitting), default=None)
