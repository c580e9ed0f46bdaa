"""Scores without those in conflict, spreads that are shown, and votes of all three sides."""

from fractions import Fraction

from beatbook.innovation.scoring import Say, Score, Sector, Vote, outcome, spreads

SCORES = [Score("a", "Need", 2), Score("b", "Need", 7), Score("c", "Need", 10), Score("a", "Value for money", 5)]


def test_a_spread_shows_how_far_assessors_differ() -> None:
    need, value = spreads(SCORES)
    assert (need.low, need.middle, need.high, need.assessors, need.is_wide) == (2, 7, 10, 3, True)
    assert (value.assessors, value.is_wide) == (1, False)


def test_who_declared_a_conflict_does_not_count() -> None:
    (need,) = spreads(SCORES, frozenset({"a"}))
    assert (need.low, need.middle, need.assessors) == (7, Fraction(17, 2), 2)


def test_a_bid_is_advised_once_every_side_is_heard() -> None:
    votes = [Vote("p", Sector.SAFETY, Say.FOR), Vote("q", Sector.ACADEMIA, Say.FOR), Vote("r", Sector.INDUSTRY, Say.CONFLICT)]
    assert outcome(votes).unheard == (Sector.INDUSTRY,) and not outcome(votes).is_advised
    heard = outcome([*votes, Vote("s", Sector.INDUSTRY, Say.AGAINST)])
    assert heard.is_advised and (heard.votes_for, heard.against, heard.conflicts) == (2, 1, 1)


def test_the_last_say_counts_and_a_tie_is_not_advised() -> None:
    votes = [Vote("p", Sector.SAFETY, Say.AGAINST), Vote("p", Sector.SAFETY, Say.FOR), Vote("q", Sector.ACADEMIA, Say.AGAINST)]
    assert (outcome(votes).votes_for, outcome(votes).against) == (1, 1)
    assert not outcome([*votes, Vote("s", Sector.INDUSTRY, Say.CONFLICT)]).is_advised
