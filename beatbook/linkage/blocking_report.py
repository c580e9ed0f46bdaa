"""What each blocking rule finds and costs: true pairs found, found by it alone, pairs examined, and recall per pair examined.

Invariant: a pure function of the model, the records and the truth; without truth the model's own confident pairs stand for it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import Evidence
from beatbook.linkage.levels import RULES
from beatbook.linkage.model import Model
from beatbook.linkage.scoring import compare, weigh_by

RULE_NAMES = {
    1: "a name",
    2: "a name, one letter left out, and the year of birth",
    3: "a name, one letter left out, and the postcode district",
    4: "a name, one letter left out, and the place",
    5: "the sound of a name and the year of birth",
    6: "the sound of a name and the day of birth",
    7: "the sound of a name and the postcode district",
    8: "the sound of a name and the place",
    9: "the sounds of two names",
    10: "the date of birth",
    11: "the date of birth, day and month in either order, and an initial",
    **{12 + place: f"the date of birth without digit {place + 1}, and an initial" for place in range(8)},
    20: "the postcode",
    21: "the postcode, one sign left out, and an initial",
    22: "the postcode district and the year of birth",
    23: "the place",
    24: "the place and the year of birth",
    25: "a phone number",
    26: "an e-mail address",
    27: "the PNC id",
    28: "the custody number",
}


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """One rule: true pairs that it finds, those that no other rule finds, and the pairs that it makes us examine; in all, and alone."""

    rule: int
    name: str
    found: int
    found_alone: int
    pairs: int
    pairs_alone: int


@dataclass(frozen=True, slots=True)
class BlockingReport:
    """All rules in use, and together: `true` pairs there are, `found` among `pairs` examined."""

    rules: tuple[RuleFigures, ...]
    true: int
    found: int
    pairs: int

    @property
    def recall(self) -> float:
        """Share of the true pairs that some rule finds; 1 when there are none."""
        return self.found / self.true if self.true else 1.0


def report_blocking(
    model: Model, records: Sequence[tuple[UUID, Evidence]], truth: Mapping[UUID, Hashable] | None = None, *, rules: int = RULES
) -> BlockingReport:
    """Figures by rule over these records; `truth` names the person of each record that has one known."""
    encoder = Encoder(model.frequencies)
    encoder.append([record_id for record_id, _ in records], [evidence for _, evidence in records])
    pairs, by = pairs_by_rule(encoder, model.common_keys, rules)
    if truth is None:
        right = _confident(encoder, model, pairs)
        true = int(right.sum())
    else:
        person, true = _persons([truth.get(record_id) for record_id, _ in records])
        left, other = candidates.rows_of(pairs)
        right = (person[left] >= 0) & (person[left] == person[other])
    figures = tuple(_figures(rule, by, right) for rule in RULE_NAMES if (rules >> rule) & 1)
    return BlockingReport(figures, true, int(right.sum()), len(pairs))


def pairs_by_rule(encoder: Encoder, common: NDArray[np.uint64], rules: int) -> tuple[candidates.Pairs, NDArray[np.uint64]]:
    """Distinct pairs of all rows, sorted, and for each the bits of the rules that find it."""
    found: list[candidates.Pairs] = []
    bits: list[NDArray[np.uint64]] = []
    for rule in RULE_NAMES:
        if (rules >> rule) & 1:
            pairs = candidates.pairs_within(candidates.sorted_keys(encoder, 0, encoder.n, common, 1 << rule))
            found.append(pairs)
            bits.append(np.full(len(pairs), 1 << rule, np.uint64))
    every, every_bit = np.concatenate(found), np.concatenate(bits)
    if len(every) == 0:
        return every, every_bit
    order = np.argsort(every, kind="stable")
    every, every_bit = every[order], every_bit[order]
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
    return every[starts], np.bitwise_or.reduceat(every_bit, starts)


def _figures(rule: int, by: NDArray[np.uint64], right: NDArray[np.bool_]) -> RuleFigures:
    own = (by >> np.uint64(rule)) & np.uint64(1) == 1
    alone = by == np.uint64(1 << rule)
    return RuleFigures(rule, RULE_NAMES[rule], int((own & right).sum()), int((alone & right).sum()), int(own.sum()), int(alone.sum()))


def _confident(encoder: Encoder, model: Model, pairs: candidates.Pairs) -> NDArray[np.bool_]:
    left, right = candidates.rows_of(pairs)
    _, weights = weigh_by(model, compare(encoder, left, right))
    result: NDArray[np.bool_] = weights >= model.threshold
    return result


def _persons(names: list[Hashable]) -> tuple[NDArray[np.int64], int]:
    numbers: dict[Hashable, int] = {}
    person = np.array([-1 if name is None else numbers.setdefault(name, len(numbers)) for name in names], np.int64)
    sizes = np.bincount(person[person >= 0])
    return person, int((sizes * (sizes - 1) // 2).sum())
