"""Training without labels, or with some: u from random pairs, m by expectation-maximisation inside blocks that leave their own field out, then self-training.

Source: Fellegi & Sunter 1969; Winkler 1988 (EM); the recipe measured in docs/explanation/linkage.md.
Invariant: the same records in any order, with the same seed, give the same model, for records are put in the order of their ids first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.circles import learn_circles
from beatbook.linkage.columns import Encoder
from beatbook.linkage.counting import NOTHING_KNOWN, count_columns, first_mentions, name_pairs
from beatbook.linkage.crowds import MOST_ALIKE, crowded_rows
from beatbook.linkage.evidence import N_FIELDS, Evidence, Field
from beatbook.linkage.frequencies import Frequencies
from beatbook.linkage.levels import BITS_PER_BIN, MAX_LEVELS, N_LEVELS, NAME_BINS, ROW_BITS
from beatbook.linkage.model import Model
from beatbook.linkage.samples import PAIRS_AT_ONCE, Sample, draw_sample
from beatbook.linkage.scoring import Compared, compare, weigh
from beatbook.vocabulary.errors import BeatbookError

MOST_ROWS_A_KEY = 30
# Four times as many random pairs with twice as many candidates moved F1 by .0003 on historical_50k and not at all on fake_1000.
RANDOM_PAIRS = 500_000
ROUNDS = 3
# A pair joins where it is likelier than not, and where of all pairs that join no more than three in a hundred are expected to be wrong: a wrong join
# costs more than a missed one, which is still shown as "possibly the same person". Chosen of one to three in a hundred with the truth of
# historical_50k, the made-up county, fake_1000, febrl1 to 4 and six made-up worlds in view; two in a hundred was not scored as persons.
MOST_EXPECTED_WRONG = 0.03
MOST_THRESHOLD_BITS = 10.0
ROW_MASK = np.uint64((1 << ROW_BITS) - 1)
EM_STEPS = 40
FEWEST_RECORDS = 50
_MOSTLY_AGREE = 0.9
# Names of one tradition go together, so that their rarities add up to less than their sum: by so many bits where no circles tell how many (circles.py).
_WITHOUT_CIRCLES = 2.0
_LABELS_TO_HALF = 50.0  # so many labels count as much as all that was found without them
_NO_PAIRS = np.empty((0, 2), np.int64)
Label = tuple[UUID, UUID, bool]  # two records, and whether people say that they are one person
Floats = NDArray[np.float64]
Tables = list[Floats]


class TooFewRecords(BeatbookError):
    """A model needs at least fifty person records without caveats: load more first."""


@dataclass(frozen=True, slots=True)
class Bits:
    """What a model in the making gives for each level, and the prior."""

    table: Floats
    typical: Floats
    prior: float

    def weigh(self, compared: Compared, prior: float) -> tuple[Floats, Floats]:
        """Bits per field, and their total with this prior."""
        return weigh(compared, self.table, self.typical, np.zeros(8), prior)


def train(
    records: Sequence[tuple[UUID, Evidence]],
    *,
    seed: int = 2026,
    random_pairs: int = RANDOM_PAIRS,
    labels: Sequence[Label] = (),
) -> Model:
    """A model learnt from these records, and from what people have said of pairs among them where they have.

    Labels say how one person's records differ (m), never how often strangers agree (u): people look at doubtful pairs, not at random ones.

    Raises:
        TooFewRecords: fewer than fifty records.
    """
    if len(records) < FEWEST_RECORDS:
        raise too_few(len(records))
    ordered = sorted(records, key=lambda record: record[0].int)
    ids, evidence = [record_id for record_id, _ in ordered], [evidence for _, evidence in ordered]
    same = _said_same({record_id: row for row, record_id in enumerate(ids)}, labels)
    return train_columns(lambda encoder: encoder.append(ids, evidence), seed=seed, random_pairs=random_pairs, same=same)[0]


def _said_same(row_of: Mapping[UUID, int], labels: Sequence[Label]) -> NDArray[np.int64]:
    # Pairs of rows that people call one person. Of a pair of which both was said nothing is learnt, nor of records that are not here.
    said: dict[tuple[int, int], set[bool]] = {}
    for a, b, same in labels:
        if a in row_of and b in row_of and a != b:
            said.setdefault((min(row_of[a], row_of[b]), max(row_of[a], row_of[b])), set()).add(same)
    return np.array(sorted(pair for pair, verdicts in said.items() if verdicts == {True}), np.int64).reshape(-1, 2)


def too_few(n: int) -> TooFewRecords:
    """The refusal to learn from so few records."""
    return TooFewRecords(f"{n} person records are too few to learn from; at least {FEWEST_RECORDS} are needed.")


def train_columns(
    fill: Callable[[Encoder], object], *, seed: int = 2026, random_pairs: int = RANDOM_PAIRS, same: NDArray[np.int64] = _NO_PAIRS
) -> tuple[Model, Encoder]:
    """The same from records that `fill` puts into an encoder, in the order of their ids; also the encoder, whose dictionaries fit the model.

    `same` are pairs of rows that people call one person.
    """
    encoder = Encoder(NOTHING_KNOWN)
    fill(encoder)
    _thin(encoder)
    first = first_mentions(encoder)
    sizes, circles = learn_circles(name_pairs(encoder, first))
    frequencies = replace(count_columns(encoder, first), circle_sizes=sizes, circles=circles)
    encoder = Encoder(frequencies)
    fill(encoder)
    _thin(encoder)
    packed = candidates.sorted_keys(encoder, 0, encoder.n, np.empty(0, np.uint64))
    common = candidates.common_keys(packed[first[packed & ROW_MASK]], MOST_ROWS_A_KEY)
    pairs = candidates.pairs_within(candidates.without_keys(packed, common))
    del packed
    sample = replace(draw_sample(encoder, pairs, seed, random_pairs), same=compare(encoder, same[:, 0].copy(), same[:, 1].copy()).levels)
    return learn(sample, frequencies, common), encoder


def _thin(encoder: Encoder) -> None:
    # Who is said a thousand times in the same words teaches once; or as often as is no crowd, where little else is said.
    crowds = crowded_rows(encoder)
    for most in (1, MOST_ALIKE) if crowds else ():
        kept = np.ones(encoder.n, np.bool_)
        kept[np.concatenate([crowd[most:] for crowd in crowds])] = False
        if kept.sum() >= FEWEST_RECORDS:
            encoder.keep_rows(np.flatnonzero(kept))
            return


def learn(sample: Sample, frequencies: Frequencies, common: NDArray[np.uint64]) -> Model:
    """Weights from a sample of compared pairs."""
    n_pairs, found = sample.n_pairs, sample.found
    active = [f for f in Field if found.levels[:, f].any()]
    less = 0.0 if frequencies.circles else _WITHOUT_CIRCLES
    u = _shares_at_random(sample.random, None)
    m = _told(_by_expectation(found.levels, u, active), sample.same)
    prior = float(np.log2(max(1.0, 0.1 * len(found.levels)) / n_pairs))
    for step in range(ROUNDS):
        bits = Bits(_weights(m, u, active, less), _typical(u), prior)
        fields, total = bits.weigh(found, 0.0)
        prior = _prior(total, n_pairs, prior)
        u = _shares_at_random(sample.random, replace(bits, prior=prior)) if step < ROUNDS - 1 else u
        if step > 0:
            m = _told(_self_taught(m, found, fields, total + prior, active), sample.same)
    bits = Bits(_weights(m, u, active, less), _typical(u), prior)
    _, total = bits.weigh(found, 0.0)
    prior = _prior(total, n_pairs, prior)
    table, typical, threshold = _rows(bits.table), _rows(bits.typical), threshold_bits(total + prior)
    return Model(frequencies, common, table, typical, _rows(m), _rows(u), prior, threshold, guard_bits=sample.guards)


def threshold_bits(weights: Floats) -> float:
    """From which weight pairs join, by the posteriors of candidate pairs alone, in tenths of a bit, 0 to 10.

    The lowest at which a pair is likelier than not to be one person, and at which few of all pairs that join are expected to be wrong.
    """
    ordered = np.sort(weights[weights >= 0.0])[::-1]
    wrong = np.cumsum(1.0 - _probability(ordered)) / np.arange(1, len(ordered) + 1)
    n_fitting = int(np.searchsorted(wrong, MOST_EXPECTED_WRONG, side="right"))
    if n_fitting == len(ordered):
        return 0.0
    return float(min(MOST_THRESHOLD_BITS, (np.floor(ordered[n_fitting] * 10) + 1) / 10))


def _rows(tables: Floats | Tables) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in tables[f][: N_LEVELS[f]]) for f in range(N_FIELDS))


def _probability(weights: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp2(-np.clip(weights, -60, 60)))
    return result


def _counts(levels: NDArray[np.uint8], f: int, weights: Floats | None = None) -> Floats:
    counts = np.bincount(levels[:, f], weights=weights, minlength=N_LEVELS[f])[: N_LEVELS[f]].astype(np.float64)
    counts[0] = 0.0
    return counts


def _shares_at_random(random: Compared, bits: Bits | None) -> Tables:
    """u: share of each level among pairs that do not match; rare levels of agreement on names are extrapolated, since no sample holds them."""
    counts = [np.zeros(n) for n in N_LEVELS]
    for start in range(0, len(random.levels), PAIRS_AT_ONCE):
        part = Compared(random.levels[start : start + PAIRS_AT_ONCE], random.bits[start : start + PAIRS_AT_ONCE])
        not_matched = np.ones(part.bits.shape) if bits is None else 1.0 - _matched_at_random(part, *bits.weigh(part, bits.prior))
        for f in range(N_FIELDS):
            counts[f] += _counts(part.levels, f, not_matched[:, f])
    return [_thin_names(counts[f]) if f == Field.NAME else _smoothed(counts[f]) for f in range(N_FIELDS)]


def _smoothed(counts: Floats) -> Floats:
    smooth = counts + 0.5
    smooth[0] = 0.0
    result: Floats = smooth / smooth.sum()
    return result


def _thin_names(counts: Floats) -> Floats:
    # Where fewer than 30 random pairs fall, each further bin of four bits is taken to be sixteen times rarer than the one before.
    shares = counts.copy()
    for start in range(1, len(counts), NAME_BINS):
        for step in range(1, NAME_BINS):
            if counts[start + step] < 30:
                before = shares[start + step - 1] / 2**BITS_PER_BIN or 1e-6
                shares[start + step] = max(
                    1e-9,
                    min(before, shares[start + step]) if counts[start + step] > 5 else before,
                )
    result: Floats = np.maximum(shares, 1e-9) / max(1.0, counts.sum())
    result[0] = 0.0
    return result


def _typical(u: Tables) -> Floats:
    """Surprise in bits that the table already counts at each level of agreement; -1 where frequencies play no part."""
    typical = np.full((N_FIELDS, MAX_LEVELS), -1.0)
    for level in range(1, N_LEVELS[Field.NAME]):
        typical[Field.NAME, level] = ((level - 1) % NAME_BINS + 0.5) * BITS_PER_BIN
    typical[Field.BORN, 1] = -np.log2(u[Field.BORN][1])
    home = u[Field.HOME].reshape(7, 4)
    same_postcode = home[1].sum() / max(1e-12, home[1:].sum())
    same_place = home[:, 1].sum() / max(1e-12, home[:, 1:].sum())
    for near in range(7):
        for place in range(4):
            if near == 1:
                typical[Field.HOME, near * 4 + place] = -np.log2(max(same_postcode, 1e-9))
            elif place == 1:
                typical[Field.HOME, near * 4 + place] = -np.log2(max(same_place, 1e-9))
    for same in (1, 4):
        typical[Field.PHONE, same] = -np.log2(u[Field.PHONE][same])
    typical[Field.OCCUPATION, 1] = -np.log2(u[Field.OCCUPATION][1])
    return typical


# A household shares its home and phones, so that these cannot teach how one person's name, birth date or sex varies between records.
_SHARED_BY_HOUSEHOLDS = (Field.HOME, Field.PHONE)
_PERSONAL = (Field.NAME, Field.BORN, Field.SEX)


def _probability_without_own(fields: Floats, total: Floats) -> Floats:
    # For each field the posterior from all others, (n_pairs, n_fields): a field must not say itself whether it teaches u or m.
    shared = fields[:, list(_SHARED_BY_HOUSEHOLDS)].sum(axis=1)
    without = np.empty_like(fields)
    for f in Field:
        rest = total - fields[:, f]
        without[:, f] = _probability(rest - shared if f in _PERSONAL else rest)
    return without


def _matched_at_random(random: Compared, fields: Floats, total: Floats) -> Floats:
    # Among random pairs that agree on a rare name most are one person, though nothing else says so: there the name's own rarity, taken at the
    # lower edge of its bin, must count, or u of rare names would be that of true pairs.
    matched = _probability_without_own(fields, total)
    level = random.levels[:, Field.NAME].astype(np.int64)
    rarity = np.where(level > 0, (level - 1) % NAME_BINS * BITS_PER_BIN, 0.0)
    own = fields[:, Field.NAME]
    matched[:, Field.NAME] = _probability(total - own + np.minimum(own, rarity))
    return matched


def _blocks(levels: NDArray[np.uint8]) -> dict[Field, NDArray[np.bool_]]:
    name = levels[:, Field.NAME].astype(np.int64)
    blocks = {
        Field.NAME: (name >= 5) & (name <= NAME_BINS),
        Field.BORN: levels[:, Field.BORN] == 1,
        Field.EMAIL: levels[:, Field.EMAIL] == 1,
        Field.PNC_ID: levels[:, Field.PNC_ID] == 1,
    }
    chosen = {f: mask for f, mask in blocks.items() if mask.sum() > 200}
    return chosen or {f: mask for f, mask in blocks.items() if mask.any()}


def _by_expectation(levels: NDArray[np.uint8], u: Tables, active: list[Field]) -> Tables:
    """m: expectation-maximisation over pattern counts in blocks that agree on one field, leaving that field out; averaged by matches found."""
    sums = [np.zeros(n) for n in N_LEVELS]
    mass = [0.0] * N_FIELDS
    for block, mask in _blocks(levels).items():
        fields = [f for f in active if f != block]
        patterns, counts = _patterns(levels[mask], fields)
        found, matched = _maximise(patterns, counts, fields, u)
        for f in fields:
            sums[f] += matched * found[f]
            mass[f] += matched
    return [sums[f] / mass[f] if mass[f] else _unlearnt(f) for f in range(N_FIELDS)]


def _unlearnt(f: int) -> Floats:
    # What no block could teach: one person's records mostly agree. Of names and homes too much is possible for such a guess.
    n = N_LEVELS[f]
    if f in (Field.NAME, Field.HOME):
        return np.full(n, 1.0 / n)
    shares = np.full(n, (1 - _MOSTLY_AGREE) / max(1, n - 2))
    shares[:2] = 0.0, _MOSTLY_AGREE
    return shares


def _patterns(levels: NDArray[np.uint8], fields: list[Field]) -> tuple[NDArray[np.uint8], Floats]:
    code = np.zeros(len(levels), np.int64)
    for f in fields:
        code = code * N_LEVELS[f] + levels[:, f]
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    return levels[first], counts.astype(np.float64)


def _maximise(patterns: NDArray[np.uint8], counts: Floats, fields: list[Field], u: Tables) -> tuple[dict[Field, Floats], float]:
    m: dict[Field, Floats] = {}
    for f in fields:
        start = np.sqrt(u[f])
        start[0] = 0.0
        m[f] = start / start.sum()
    share = 0.5
    matched = counts * share
    for _ in range(EM_STEPS):
        score = np.full(len(patterns), np.log2(share / (1 - share)))
        for f in fields:
            weight = np.log2(np.maximum(m[f], 1e-6) / np.maximum(u[f], 1e-12))
            weight[0] = 0.0
            score += weight[patterns[:, f]]
        matched = counts * _probability(score)
        share = float(np.clip(matched.sum() / counts.sum(), 1e-4, 1 - 1e-4))
        for f in fields:
            tally = _counts(patterns, f, matched) + 0.1
            tally[0] = 0.0
            m[f] = tally / tally.sum()
    return m, float(matched.sum())


def _weights(m: Tables, u: Tables, active: list[Field], less: float) -> Floats:
    table = np.zeros((N_FIELDS, MAX_LEVELS))
    for f in active:
        table[f, : N_LEVELS[f]] = np.clip(np.log2(np.maximum(m[f], 1e-6) / np.maximum(u[f], 1e-12)), -12, 30)
        table[f, 0] = 0.0
    for level in range(1, N_LEVELS[Field.NAME]):
        most = ((level - 1) % NAME_BINS + 0.5) * BITS_PER_BIN - less
        table[Field.NAME, level] = min(table[Field.NAME, level], most)
    return table


def _prior(weights: Floats, n_pairs: float, start: float) -> float:
    prior = start
    for _ in range(30):
        share = float(np.clip(_probability(weights + prior).sum() / n_pairs, 1e-12, 0.5))
        prior = float(np.log2(share / (1 - share)))
    return prior


def _told(m: Tables, same: NDArray[np.uint8]) -> Tables:
    """m with what people said: a label counts as one pair, what was found without labels as fifty, so that few labels change little."""
    if not len(same):
        return m
    told = []
    for f in range(N_FIELDS):
        tally = _counts(same, f) + _LABELS_TO_HALF * m[f]
        tally[0] = 0.0
        told.append(tally / max(tally.sum(), 1e-9))
    return told


def _self_taught(m: Tables, found: Compared, fields: Floats, total: Floats, active: list[Field]) -> Tables:
    posterior = _probability_without_own(fields, total)
    taught = list(m)
    for f in active:
        without = posterior[:, f]
        tally = _counts(found.levels, f, np.where(without > 0.99, without, 0.0)) + 0.5 * N_LEVELS[f] * m[f]  # few pairs teach little
        tally[0] = 0.0
        taught[f] = 0.5 * m[f] + 0.5 * tally / max(tally.sum(), 1e-9)
    return taught
