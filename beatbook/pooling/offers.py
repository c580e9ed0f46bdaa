"""What suppliers offer: a price per user per year that falls with the volume bought together.

Invariant: the tiers of an offer rise in volume without overlap or gap, and no later tier costs more.
"""

from dataclasses import dataclass
from itertools import pairwise

from beatbook.vocabulary.errors import BeatbookError


class TiersOverlap(BeatbookError):
    """Two tiers of an offer cover the same volume: let each begin where the one before ends."""


class TierGap(BeatbookError):
    """Some volume between two tiers has no price: let each tier begin where the one before ends."""


class TierPriceRises(BeatbookError):
    """A tier of more users costs more for each than the tier before: check the two prices."""


class OfferIncomplete(BeatbookError):
    """An offer has no tier, or a number that cannot be, such as a floor or a price below nought."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many users on, each costs so much a year."""

    floor_users: int
    price_pence: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One supplier's offer for one lot. `is_small`: a small or medium enterprise, for rules that keep a share for them.

    Raises:
        OfferIncomplete: no tier, or a number below nought.
        TiersOverlap: two tiers begin at one volume.
        TierPriceRises: a later tier costs more.
    """

    code: str
    supplier: str
    tiers: tuple[Tier, ...]
    lot: str = ""
    is_small: bool = False

    def __post_init__(self) -> None:
        if not self.tiers or any(tier.floor_users < 0 or tier.price_pence < 0 for tier in self.tiers):
            raise OfferIncomplete(f"Offer {self.code} has no tier, or one with a number below nought.")
        for lower, upper in pairwise(self.tiers):
            if upper.floor_users <= lower.floor_users:
                raise TiersOverlap(f"Two tiers of offer {self.code} cover {lower.floor_users:,} users.")
            if upper.price_pence > lower.price_pence:
                raise TierPriceRises(f"Offer {self.code} asks more for each user from {upper.floor_users:,} users on.")

    def tier_at(self, users: int) -> int | None:
        """The number of the tier that a volume reaches, or None below the first."""
        reached = [number for number, tier in enumerate(self.tiers) if tier.floor_users <= users]
        return reached[-1] if reached else None

    def next_tier(self, users: int) -> tuple[int, Tier] | None:
        """How many users are missing to the next tier, and that tier; None at the last."""
        return next(((tier.floor_users - users, tier) for tier in self.tiers if tier.floor_users > users), None)


@dataclass(frozen=True, slots=True)
class WrittenTier:
    """A tier as a sheet writes it: from so many users to so many, inclusive; None means no end."""

    first: int
    last: int | None
    price_pence: int


def joined_tiers(code: str, written: list[WrittenTier]) -> tuple[Tier, ...]:
    """Tiers of a sheet in the order of their volume.

    Raises:
        OfferIncomplete: a tier that ends before it begins.
        TiersOverlap: two tiers cover one volume.
        TierGap: a volume between two tiers has no price.
    """
    ordered = sorted(written, key=lambda tier: tier.first)
    for tier in ordered:
        if tier.last is not None and tier.last < tier.first:
            raise OfferIncomplete(f"A tier of offer {code} ends at {tier.last:,} users, before it begins at {tier.first:,}.")
    for lower, upper in pairwise(ordered):
        if lower.last is None or upper.first <= lower.last:
            raise TiersOverlap(f"Two tiers of offer {code} cover {upper.first:,} users.")
        if upper.first > lower.last + 1:
            raise TierGap(f"Offer {code} has no price from {lower.last + 1:,} to {upper.first - 1:,} users.")
    return tuple(Tier(tier.first, tier.price_pence) for tier in ordered)
