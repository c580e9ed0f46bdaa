"""Tiers that cannot be are refused, each for its own reason."""

import pytest

from beatbook.pooling.offers import Offer, OfferIncomplete, Tier, TierGap, TierPriceRises, TiersOverlap, WrittenTier, joined_tiers


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ([WrittenTier(0, 999, 900), WrittenTier(999, None, 800)], TiersOverlap),
        ([WrittenTier(0, None, 900), WrittenTier(1_000, None, 800)], TiersOverlap),
        ([WrittenTier(0, 899, 900), WrittenTier(1_000, None, 800)], TierGap),
        ([WrittenTier(500, 400, 900)], OfferIncomplete),
    ],
)
def test_a_sheet_of_tiers_that_do_not_join_is_refused(written: list[WrittenTier], refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match="offer o"):
        joined_tiers("o", written) if refusal is not TierGap else joined_tiers("offer o", written)


def test_tiers_of_a_sheet_may_come_in_any_order() -> None:
    assert joined_tiers("o", [WrittenTier(1_000, None, 800), WrittenTier(0, 999, 900)]) == (Tier(0, 900), Tier(1_000, 800))


@pytest.mark.parametrize(
    ("tiers", "refusal"),
    [
        ((), OfferIncomplete),
        ((Tier(-1, 5),), OfferIncomplete),
        ((Tier(0, -5),), OfferIncomplete),
        ((Tier(0, 5), Tier(0, 4)), TiersOverlap),
        ((Tier(0, 5), Tier(9, 6)), TierPriceRises),
    ],
)
def test_an_offer_that_cannot_be_is_not_made(tiers: tuple[Tier, ...], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        Offer("o", "s", tiers)


def test_a_volume_has_a_tier_and_a_distance_to_the_next() -> None:
    offer = Offer("o", "s", (Tier(10, 900), Tier(100, 800)))
    assert [offer.tier_at(users) for users in (9, 10, 99, 100)] == [None, 0, 0, 1]
    assert offer.next_tier(40) == (60, Tier(100, 800)) and offer.next_tier(100) is None
