"""Which figures the people of an organisation may see, and between which days, worked out from the register alone.

An organisation's figures are seen by its own people, by the people of whoever oversees it and of whoever succeeds it. Peers are those who share a
group. Every police body sees what is national.
"""

from collections.abc import Iterable
from datetime import date

from beatbook.organisations.dated import Period, Register
from beatbook.organisations.kinds import POLICE_KINDS
from beatbook.organisations.visibility import NATIONAL, owner_code, peers_code


def codes_held(organisation: str, register: Register, today: date) -> dict[str, Period]:
    """The codes that people of `organisation` hold, each with its days: the period that holds today, else the next to come."""
    owners = owners_seen(organisation, register)
    found: list[tuple[str, Period]] = [(owner_code(owner), period) for owner, period in owners]
    for owner, period in owners:
        found += [(peers_code(peer), both) for peer, days in _peers(owner, register) if (both := period.overlap(days))]
    itself = register.organisations.get(organisation)
    if itself and itself.kind in POLICE_KINDS:
        found.append((NATIONAL, itself.period))
    held: dict[str, Period] = {}
    for code in sorted({code for code, _ in found}):
        current = _current([period for one, period in found if one == code], today)
        if current:
            held[code] = current
    return held


def owners_seen(organisation: str, register: Register) -> list[tuple[str, Period]]:
    """Whose own figures its people see, and when: itself, whom it oversees, and whom either has succeeded."""
    itself = register.organisations.get(organisation)
    begins = Period(itself.period.first, itself.period.last) if itself else Period(date.min)
    found, waiting = set(), [(organisation, begins)]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        owner, period = one
        for tie in register.ties:
            if tie.organisation == owner and tie.kind in ("succeeds", "oversees") and (both := period.overlap(tie.period)):
                waiting.append((tie.other, both))
    return sorted(found, key=lambda one: (one[0], one[1].first, one[1].last or date.max))


def _peers(owner: str, register: Register) -> Iterable[tuple[str, Period]]:
    mine = [one for one in register.memberships if one.organisation == owner]
    for own in mine:
        for other in register.memberships:
            if other.group == own.group and other.organisation != owner and (both := own.period.overlap(other.period)):
                yield other.organisation, both


def _current(periods: list[Period], today: date) -> Period | None:
    """The period of today, the longest first; else the next to come; None when all are over."""
    now = [one for one in periods if one.holds(today)]
    if now:
        return max(now, key=lambda one: (one.last or date.max, one.first))
    return min((one for one in periods if one.first > today), key=lambda one: one.first, default=None)
