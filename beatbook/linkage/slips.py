"""Whether records that agree but for a forename, or but for a birth date years away, are of relatives or hold a slip: read off all such pairs.

Twins share surname, birth date and home; parent and child of one name share name and home. Two guards (evidence.Guard) hold such pairs apart. One pair
cannot tell whether a relative or a slip of the pen is behind it, but many can: a relative is mentioned again under a forename and a birth date of his
own, like anybody else, and a slip is not. So training asks at how many of the pairs *both* records have another that agrees with them on name and birth
date, beside how many would if all were relatives. In some tables, where a wrong forename or date was keyed now and then, there are none.

Invariant: a function of the pairs, without labels; where there is too little to tell, the guards hold.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.evidence import FORENAMES, GUARD, Field, Forenames, Guard
from beatbook.linkage.levels import NAME_BINS

_HELD_BITS = -30.0
HELD = tuple(0.0 if guard == Guard.NONE else _HELD_BITS for guard in Guard)  # every guard holds
# Half are taken to be relatives until so many pairs say otherwise; up to a fifth, those that a guard misses outweigh those that it saves. Seen on febrl1
# to 4 (0 to .2 by this count), fake_1000 and Millshire (seeds 7, 11 and 31: .6 and more).
_UNTIL = 2.0
_FEW = 0.2
_AGREE = (Forenames.AGREE, Forenames.MORE_AGREE, Forenames.MORE_DIFFER)
_SAME_DAY = (1, 2, 3, 4)  # levels of birth dates that are the same but for one slip
Rows = NDArray[np.int64]


@dataclass(slots=True)
class Slips:
    """What was seen of a table: `again` marks the rows that have another of the same name and birth date; by guard the pairs of rows that agree on all
    that relatives share."""

    again: NDArray[np.bool_]
    pairs: dict[Guard, list[Rows]] = field(default_factory=lambda: {Guard.RELATIVES: [], Guard.GENERATIONS: []})

    def see(self, left: Rows, right: Rows, levels: NDArray[np.uint8]) -> None:
        """Take note of candidate pairs, given their level vectors (n, 11)."""
        n_left, bits = np.divmod(levels[:, Field.NAME].astype(np.int64) - 1, NAME_BINS)
        name = np.isin(levels[:, FORENAMES], _AGREE) & (n_left == 0)
        again = name & (bits > 0) & np.isin(levels[:, Field.BORN], _SAME_DAY)
        self.again[left[again]] = self.again[right[again]] = True
        near, place = np.divmod(levels[:, Field.HOME], 4)
        home = (place == 1) | ((near == 1) & (place != 3)) | (levels[:, Field.PHONE] == 1) | (levels[:, Field.EMAIL] == 1)
        shared = home & (levels[:, Field.SEX] != 2)
        twins = shared & (levels[:, GUARD] == Guard.RELATIVES) & (levels[:, Field.BORN] == 1) & (bits > 0)
        parents = shared & (levels[:, GUARD] == Guard.GENERATIONS) & name
        for guard, found in ((Guard.RELATIVES, twins), (Guard.GENERATIONS, parents)):
            self.pairs[guard].append(np.stack([left[found], right[found]], axis=1))


def guard_bits(seen: Slips, told: NDArray[np.bool_]) -> tuple[float, ...]:
    """What each guard takes off a pair's weight: nothing where nearly all that it holds apart are slips. `told` marks rows with a forename and a birth date."""
    usual = float(seen.again[told].mean()) if told.any() else 0.0
    return tuple(0.0 if guard in seen.pairs and _are_slips(seen, guard, usual) else HELD[guard] for guard in Guard)


def _are_slips(seen: Slips, guard: Guard, usual: float) -> bool:
    pairs = np.concatenate([np.empty((0, 2), np.int64), *seen.pairs[guard]])
    if len(pairs) == 0:
        return False
    again = seen.again[pairs]
    # Relatives are mentioned again as often as anybody, or as those of these pairs are.
    due = len(pairs) * max(usual, float(again.mean())) ** 2
    return (int(again.all(axis=1).sum()) + 0.5 * _UNTIL) / (due + _UNTIL) <= _FEW
