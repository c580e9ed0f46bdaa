"""A small register: two forces that become one, their commissioner, a region, and a stranger far away."""

from datetime import date

from beatbook.organisations.dated import MembershipFacts, OrganisationFacts, Period, Register, TieFacts

FIRST, MERGER, TODAY = date(2010, 1, 1), date(2020, 4, 1), date(2026, 11, 27)
BEFORE = date(2020, 3, 31)


def organisation(code: str, kind: str = "force", first: date = FIRST, last: date | None = None) -> OrganisationFacts:
    """One organisation by its code."""
    return OrganisationFacts(code, code.title(), kind, Period(first, last), "made up")


def merged() -> Register:
    """East and West become Union; Near shares a region with West, then with Union; Far shares with nobody."""
    found = (
        organisation("east", last=BEFORE),
        organisation("west", last=BEFORE),
        organisation("union", first=MERGER),
        organisation("near"),
        organisation("far"),
        organisation("watch", "commissioner"),
        organisation("council", "partner"),
    )
    ties = (
        TieFacts("union", "succeeds", "east", Period(MERGER), "made up"),
        TieFacts("union", "succeeds", "west", Period(MERGER), "made up"),
        TieFacts("watch", "oversees", "union", Period(MERGER), "made up"),
    )
    members = (
        MembershipFacts("region", "west", Period(FIRST, BEFORE), "made up"),
        MembershipFacts("region", "union", Period(MERGER), "made up"),
        MembershipFacts("region", "near", Period(FIRST), "made up"),
        MembershipFacts("other", "far", Period(FIRST), "made up"),
    )
    return Register({one.code: one for one in found}, ties, members)
