"""Made-up asks of a round of any size, for benchmarks and tests: the same seed gives the same asks. Nothing in them is real."""

import random
from fractions import Fraction

from beatbook.innovation.asks import Aim, Ask, Round, Stage, Verdict

REGIONS = ("North", "Midlands", "East", "South", "Wales")
THOUSAND = 100_000  # pence


def made_up_asks(draw: random.Random, count: int) -> list[Ask]:
    """Ideas ask for least and scaling for most; one in ten depends on another, one in seven has a twin, one result in three says scale."""
    found: list[Ask] = []
    for number in range(count):
        stage = draw.choices(list(Stage), weights=[3, 4, 3])[0]
        pence = (
            THOUSAND * {Stage.IDEA: draw.randint(5, 40), Stage.PROOF: draw.randint(30, 250), Stage.SCALE: draw.randint(200, 1_500)}[stage]
        )
        middle = round(pence * draw.uniform(0.5, 6.0))
        found.append(
            Ask(
                f"B{number:03d}",
                stage,
                pence,
                (round(middle * draw.uniform(0.2, 0.8)), middle, round(middle * draw.uniform(1.2, 2.0))),
                Fraction(draw.randint(20, 95), 100),
                draw.choice(REGIONS),
                frozenset({draw.choice(found).code}) if found and draw.random() < 0.1 else frozenset(),
                f"twins-{draw.randint(1, max(1, count // 8))}" if draw.random() < 1 / 7 else "",
                draw.choice([None, Verdict.STOP, Verdict.SCALE]) if stage is Stage.SCALE else None,
            )
        )
    return found


def made_up_round(draw: random.Random, asks: list[Ask], *, share: float = 0.3) -> Round:
    """Money for about `share` of what is asked; a quarter kept for proofs of concept, and a floor for each region that can be met."""
    budget = round(share * sum(ask.pence for ask in asks))
    asked = {region: sum(ask.pence for ask in asks if ask.region == region and ask.stage is not Stage.SCALE) for region in REGIONS}
    floors = {region: min(budget // 20, asked[region] // 4) for region in REGIONS if asked[region]}
    return Round(budget, {Stage.PROOF: budget // 4}, floors, draw.choice(list(Aim)))
