"""What a forecast may never do, as rules that no setting switches off.

Invariant: only kinds that a feed says victims or the public report, and that are on this list, are ever learnt from; what officers find themselves
(drugs, weapons, searches, arrests, intelligence, traffic) is refused, whoever asks. Source: Ensign et al. 2018 on feedback; Lum & Isaac 2016.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from math import sqrt
from typing import Any

from beatbook.forecasts.happenings import Happenings
from beatbook.vocabulary.errors import BeatbookError

ALLOWED = re.compile(
    r"burglar|theft|robber|stolen|shoplift|criminal damage|arson|assault|violen|wounding|injury|harassment|stalking|vehicle crime|"
    r"anti.social|nuisance|bicycle|hate crime",
    re.IGNORECASE,
)
FOUND_BY_OFFICERS = re.compile(
    r"possess|drug|cannabis|weapon|blade|offensive|stop|search|arrest|intelligence|supply|going equipped|traffic|driving|obstruct|wanted|"
    r"warrant|public order|affray|nominal|suspect",
    re.IGNORECASE,
)
PERSON_WORDS = re.compile(r"person|name|birth|sex|gender|ethnic|suspect|victim|offender|nominal|phone|address|pnc", re.IGNORECASE)
CARD = ("purpose", "not_for", "owner", "data", "limits", "impact_assessment", "review_by")
MOST_VISITS_A_WEEK = 21  # at one square: one a shift; a force may set a lower cap and never a higher one
HOLD_OUT_SHARES = (0.05, 0.10)
MOST_CONCENTRATION = 3.0  # an area's share of visits over its share of offences
SURE = 1.96


class FeedNotFlagged(BeatbookError):
    """A feed does not say who reports what it holds: add `[reported] by_public = [...]` to its TOML file, or leave it out."""


class KindRefused(BeatbookError):
    """A kind of offence is found by officers, not reported, or is on no list: leave it out."""


class NotYet(BeatbookError):
    """A forecast may not be switched on yet: do first what the message lists."""


def check_kinds(kinds: Sequence[str], *, feed: str, by_public: Sequence[str]) -> None:
    """Are all these kinds reported by victims or the public, by the feed's own word and by this list?

    Raises:
        FeedNotFlagged: the feed says of nothing that the public reports it.
        KindRefused: a kind is not, or officers find it.
    """
    if not by_public:
        raise FeedNotFlagged(f"{feed} does not say what victims or the public report: it has no [reported] by_public.")
    for kind in kinds:
        if FOUND_BY_OFFICERS.search(kind) or not ALLOWED.search(kind):
            raise KindRefused(f"{kind}: only offences that victims or the public report may be forecast.")
        if kind not in by_public:
            raise KindRefused(f"{kind}: {feed} does not say that victims or the public report it.")
    if not kinds:
        raise KindRefused("Name at least one kind of offence.")


def person_fields() -> list[str]:
    """Fields of what a forecast learns from that could say who; always empty, and a test says so."""
    return [field.name for field in fields(Happenings) if PERSON_WORDS.search(field.name)]


def is_out_of_calibration(expected: float, observed: float) -> bool:
    """Did the top squares bring more than a tenth more or less than forecast, by more than chance would?"""
    if expected <= 0:
        return False
    return abs(observed / expected - 1) > 0.10 and abs(observed - expected) > SURE * sqrt(expected)


def calibration_failures(counts: Mapping[str, Sequence[float]]) -> list[str]:
    """In words, each share of squares whose [expected, observed] is out of calibration."""
    return [
        f"the top {float(share):.0%} of squares brought {observed:.0f} offences where {expected:.0f} were forecast"
        for share, (expected, observed) in counts.items()
        if is_out_of_calibration(expected, observed)
    ]


def missing_before_switch_on(
    *, card: Mapping[str, Any], equality: Mapping[str, Any] | None, hold_out: Mapping[str, Any] | None, failures: Sequence[str]
) -> list[str]:
    """What must still be done before patrols may use this forecast; empty when it may be switched on."""
    missing = [f"the model card says nothing of {name.replace('_', ' ')}" for name in CARD if not str(card.get(name, "")).strip()]
    if equality is None:
        missing.append("its effect on areas by their make-up has not been assessed")
    if hold_out is None:
        missing.append("no chief officer has decided on the hold-out")
    return missing + list(failures)


def check_hold_out(share: float, reason: str) -> None:
    """A hold-out is 5 to 10 % of the squares, or none with a reason that is published.

    Raises:
        NotYet: the share is outside, or no reason is given.
    """
    if not reason.strip():
        raise NotYet("Say why: the decision is published with its reason.")
    if share and not HOLD_OUT_SHARES[0] <= share <= HOLD_OUT_SHARES[1]:
        raise NotYet("A hold-out is 5 to 10 % of the squares, or 0 for none.")
