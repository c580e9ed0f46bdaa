"""Circles of names: which names go together, learnt from the names themselves, without labels.

Names of one tradition, generation or sex are met together far more often than their own frequencies say: in a county of Smiths, Pooja and Iyer are each
rare, but among those who bear the one the other is not. Two records that agree on both agree on less than the sum of their rarities. A name's circles
say by how much, so that a small community's people are not joined on names that its people share.

A circle is a latent class with no name and no meaning of its own, and no record is ever said to be of one.
Source: Hofmann 1999, Probabilistic latent semantic analysis; expectation-maximisation.
Invariant: the same names give the same circles.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

CIRCLES = 16
SHARE = 1000  # a token's shares of the circles are kept in thousandths
_FEWEST_NAMES = 200  # fewer names teach no circles
_STEPS = 30
# A token seen so often is believed by half; the rest is the circles' own size. Of 1, 2, 5, 15 and 50 by the likelihood of names held out, which needs no
# truth: best on a made-up county; on fake_1000 and febrl, whose names are drawn one by one, it finds that there is nothing to learn.
_UNSEEN = 5.0
_LEAST_FORETOLD = 0.05  # bits that names held out must be likelier
Floats = NDArray[np.float64]
Circles = dict[str, tuple[int, ...]]


def learn_circles(names: Mapping[tuple[str, str], int]) -> tuple[tuple[float, ...], Circles]:
    """Size of each circle, and of each token its shares of them in thousandths; both empty where one name foretells nothing of the other.

    `names` are distinct pairs of tokens that one name holds, in order, and how many people seem to bear each.
    """
    if len(names) < _FEWEST_NAMES:
        return (), {}
    texts = sorted({token for pair in names for token in pair})
    number = {token: place for place, token in enumerate(texts)}
    pairs = np.array([[number[token] for token in pair] for pair in names], np.int64)
    bearers = np.array(list(names.values()), np.float64)
    if _foretold(pairs, bearers, len(texts)) < _LEAST_FORETOLD:
        return (), {}
    sizes, shares = _fit(pairs, bearers, len(texts))
    times = np.bincount(pairs.ravel(), minlength=len(texts))
    kept = np.rint(shares * SHARE).astype(np.int64)
    known = {text: tuple(row) for text, row, seen in zip(texts, kept.tolist(), times.tolist(), strict=True) if seen > 1}
    return tuple(float(size) for size in sizes), known


def _foretold(pairs: NDArray[np.int64], bearers: Floats, n_tokens: int) -> float:
    # By how many bits a pair that was not learnt from is likelier than its two tokens alone: nothing, or less, where names do not go together.
    held = np.arange(len(pairs)) % 4 == 0
    sizes, shares = _fit(pairs[~held], bearers[~held], n_tokens)
    return float(np.average(np.log2(_chances(pairs[held], sizes, shares).sum(axis=1)), weights=bearers[held]))


def _chances(pairs: NDArray[np.int64], sizes: Floats, shares: Floats) -> Floats:
    # How likely each pair is in each circle beside its two tokens anywhere, (n_pairs, CIRCLES).
    found: Floats = shares[pairs[:, 0]] * shares[pairs[:, 1]] / sizes
    return found


def _fit(pairs: NDArray[np.int64], bearers: Floats, n_tokens: int) -> tuple[Floats, Floats]:
    # Circles of each pair, and shares (n_tokens, CIRCLES) of each token, in turn. The start is by chance, but always by the same.
    belongs = np.random.default_rng(1).dirichlet(np.full(CIRCLES, 0.5), len(pairs))
    seen = np.bincount(pairs.ravel(), np.repeat(bearers, 2), n_tokens)
    for _ in range(_STEPS):
        borne = belongs * bearers[:, None]
        sizes = (borne.sum(axis=0) + 1.0) / (bearers.sum() + CIRCLES)
        by_token = [np.bincount(pairs.ravel(), np.repeat(borne[:, circle], 2), n_tokens) for circle in range(CIRCLES)]
        shares = (np.stack(by_token, axis=1) + _UNSEEN * sizes) / (seen + _UNSEEN)[:, None]
        belongs = _chances(pairs, sizes, shares)
        belongs /= belongs.sum(axis=1, keepdims=True)
    return sizes, shares


def nearness(sizes: tuple[float, ...], shares: tuple[int, ...] | None) -> Floats:
    """By circle how much likelier a token is in it than anywhere, (CIRCLES,); ones for a token that is not known."""
    if not sizes or shares is None:
        return np.ones(CIRCLES)
    found: Floats = np.array(shares) / SHARE / np.array(sizes)
    return found / (found @ np.array(sizes))
