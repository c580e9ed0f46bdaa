"""What a supervisor of an area must see at the start of a shift: who has nothing, what is due, who was not told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from beatbook.cases.investigation import Found, Investigation, Release, investigation_of, release_of
from beatbook.cases.matter import numbers_in
from beatbook.cases.models import Handover, Referral
from beatbook.cases.named_sql import sql
from beatbook.cases.queries.case import VictimCare, Written, cares_of
from beatbook.cases.queries.rows import contacts_of, needs_of, referrals_of, standings_of
from beatbook.cases.victims_code import Duty, most_pressing
from beatbook.cases.written import ReferralStep, Standing
from beatbook.db.viewing import viewing
from beatbook.linkage.queries import records_with_keys
from beatbook.pole.facts import main_name
from beatbook.pole.queries import parts_of, safe_contact, sayings_of
from beatbook.pole.saying import Saying
from beatbook.pole.timeline import Part
from beatbook.sources.queries import events_in_area
from beatbook.vocabulary.dates import local_to_utc
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Viewer

PUBLISHED = Classification.PUBLIC.label  # crimes as published: counts of what is worked on, and nobody's work
SINCE_DAYS = 180
MOST_CRIMES = 2_000
SOON_DAYS, LONG_AGO_DAYS = 14, 120  # bail and reviews that end within a fortnight, and those that passed in the last four months
MOST_HANDOVERS = 5


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One open investigation of the area and who has it."""

    investigation: Investigation
    standing: Standing

    @property
    def has_nobody(self) -> bool:
        """Does neither its system nor anybody here name an officer?"""
        return not self.standing.officer and not self.investigation.officer


@dataclass(frozen=True, slots=True)
class Owed:
    """A victim to whom something is overdue or due next."""

    case: OpenCase
    victim: VictimCare
    duty: Duty


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """What one shift told the next."""

    words: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """Everything on the supervisor's page, each list with the most pressing first."""

    cases: tuple[OpenCase, ...]
    unallocated: tuple[OpenCase, ...]
    reviews: tuple[OpenCase, ...]
    releases: tuple[Release, ...]
    owed: tuple[Owed, ...]
    referrals: tuple[tuple[ReferralStep, Saying], ...]
    handovers: tuple[HandoverNote, ...]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log."""
        cases = {case.investigation.lead.id for case in self.cases}
        return (
            cases
            | {r.event.id for r in self.releases}
            | {o.victim.record_id for o in self.owed}
            | {event.id for _, event in self.referrals}
        )


def shift_of(area: str, *, viewer: Viewer, today: date, soon_days: int = SOON_DAYS) -> Shift:
    """The work of one area as this viewer may see it; `owed` holds what is due by today, `reviews` and `releases` what is due within `soon_days`."""
    with viewing(viewer):
        cases = open_cases(area, viewer=viewer, today=today)
        until = today + timedelta(days=soon_days)
        reviews = [case for case in cases if case.standing.review_on and case.standing.review_on <= until]
        return Shift(
            cases=tuple(cases),
            unallocated=tuple(case for case in cases if case.has_nobody),
            reviews=tuple(sorted(reviews, key=lambda case: (case.standing.review_on, str(case.investigation.lead.id)))),
            releases=tuple(_releases(area, until, viewer=viewer, today=today)),
            owed=tuple(owed_of(cases, viewer=viewer, today=today)),
            referrals=tuple(open_referrals(viewer=viewer)),
            handovers=tuple(handovers(area, viewer=viewer)),
        )


def open_cases(area: str, *, viewer: Viewer, today: date) -> list[OpenCase]:
    """Crimes of an area that no system calls closed, newest first, each with its outcomes and arrests."""
    since = _long_ago(today)
    with viewing(viewer):
        rows = events_in_area(area, since, viewer=viewer, event_types=("crime",), limit=MOST_CRIMES)
        crimes = {one: s for one, s in sayings_of([row.id for row in rows], viewer=viewer).items() if s.marking != PUBLISHED}
        found = [investigation_of(one, today) for one in founds_of(crimes, viewer=viewer)]
        standings = standings_of(list(crimes), viewer=viewer)
    cases = [OpenCase(one, standings.get(one.lead.id, Standing())) for one in found if not one.is_over]
    return sorted(cases, key=lambda case: (case.investigation.reported_on, str(case.investigation.lead.id)), reverse=True)


def _long_ago(today: date) -> datetime:
    return local_to_utc(datetime.combine(today - timedelta(days=SINCE_DAYS), time()))


def founds_of(crimes: Mapping[UUID, Saying], *, viewer: Viewer) -> list[Found]:
    """Many crimes at once, each with what hangs on it: an arrest under its number, an outcome. People are as each record names them."""
    with viewing(viewer):
        parts = parts_of(sorted(crimes), viewer=viewer)
        numbers = {key: one for one, saying in sorted(crimes.items()) for key in numbers_in({"reference": saying.content.get("reference")})}
        hanging: dict[UUID, set[UUID]] = {}
        for key, record_id in records_with_keys(numbers, viewer=viewer) if numbers else []:
            hanging.setdefault(numbers[key], set()).add(record_id)
        for one, ends in parts.items():
            hanging.setdefault(one, set()).update(part.other_id for part in ends)
        others = sayings_of({record_id for near in hanging.values() for record_id in near} - crimes.keys(), viewer=viewer)
    return [
        _found(crime, parts.get(one, []), [others[near] for near in sorted(hanging.get(one, ())) if near in others])
        for one, crime in sorted(crimes.items())
    ]


def _found(crime: Saying, parts: Sequence[Part], near: Sequence[Saying]) -> Found:
    hanging = {saying.id: saying for saying in near if saying.content.get("event_type") in ("custody", "outcome")}
    others = {saying.id: saying for saying in near if saying.kind in ("person", "object")}
    return Found({crime.id: crime, **hanging}, {crime.id: parts}, others, {})


def owed_of(cases: Sequence[OpenCase], *, viewer: Viewer, today: date) -> list[Owed]:
    """Victims to whom something is due by today, the longest overdue first."""
    with viewing(viewer):
        events = sorted({event.id for case in cases for event in (*case.investigation.events, *case.investigation.outcomes)})
        members = {member for case in cases for victim in case.investigation.victims for member in victim.members}
        written = Written(contacts_of(events, viewer=viewer), needs_of(events, viewer=viewer), safe_contact(members, viewer=viewer))
    contacts, needs = _by_about(written.contacts), _by_about(written.needs)
    owed = []
    for case in cases:
        about = {member for victim in case.investigation.victims for member in victim.members}
        own = Written([c for one in about for c in contacts.get(one, ())], [n for one in about for n in needs.get(one, ())], written.safe)
        for victim in cares_of(case.investigation, own):
            duty = most_pressing(victim.duties)
            if duty and duty.due_on and duty.due_on <= today:
                owed.append(Owed(case, victim, duty))
    return sorted(owed, key=lambda o: (o.duty.due_on, str(o.victim.record_id)))


def _by_about(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.about_id, []).append(row)
    return found


def _releases(area: str, until: date, *, viewer: Viewer, today: date) -> list[Release]:
    """People on bail or under investigation whose date comes or has passed, but for those whose crime is another area's; soonest first."""
    since = _long_ago(today)
    with viewing(viewer) as cursor:
        cursor.execute(sql("custody_released"), {"since": since})
        events = sayings_of([row[0] for row in cursor.fetchall()], viewer=viewer)
        areas = _areas_of(events, viewer=viewer)
        events = {one: event for one, event in events.items() if area in areas.get(one, {area})}
        parts = parts_of(sorted(events), viewer=viewer)
        people = sayings_of({p.other_id for ends in parts.values() for p in ends if p.role == "detained"}, viewer=viewer)
    releases = []
    for one, event in events.items():
        names = sorted(main_name([people[p.other_id]]) for p in parts.get(one, ()) if p.other_id in people)
        found = release_of(event, names[0] if names else "")
        if found and found.due_on and today - timedelta(days=LONG_AGO_DAYS) <= found.due_on <= until:
            releases.append(found)
    return sorted(releases, key=lambda r: (r.due_on or date.max, str(r.event.id)))


def _areas_of(events: Mapping[UUID, Saying], *, viewer: Viewer) -> dict[UUID, set[str]]:
    """In which areas the crimes happened for which somebody was detained; detentions that name no visible crime are left out."""
    numbers: dict[str, set[UUID]] = {}
    for one, event in events.items():
        for key in numbers_in({"other_references": event.content.get("other_references")}):
            numbers.setdefault(key, set()).add(one)
    ids = {record_id: key for key, record_id in records_with_keys(numbers, viewer=viewer)} if numbers else {}
    areas: dict[UUID, set[str]] = {}
    for record_id, crime in sayings_of(ids, viewer=viewer).items():
        if crime.area and crime.content.get("event_type") == "crime":
            for one in numbers[ids[record_id]]:
                areas.setdefault(one, set()).add(crime.area)
    return areas


def open_referrals(*, viewer: Viewer) -> list[tuple[ReferralStep, Saying]]:
    """Referrals that are asked or taken and not yet back, by their last step, oldest first: nothing goes out of sight by being passed on."""
    with viewing(viewer):
        ids = list(Referral.objects.values_list("record_id", flat=True).distinct())
        last: dict[UUID, ReferralStep] = {}
        for step in referrals_of(ids, viewer=viewer):
            last.setdefault(step.referral_id, step)
        events = sayings_of(ids, viewer=viewer)
    steps = [step for step in last.values() if step.state in ("asked", "taken") and step.record_id in events]
    return [(step, events[step.record_id]) for step in sorted(steps, key=lambda s: (s.at, str(s.referral_id)))]


def handovers(area: str, *, viewer: Viewer) -> list[HandoverNote]:
    """The last few notes from shift to shift about an area."""
    with viewing(viewer):
        rows = Handover.objects.filter(area=area).order_by("-written_at", "-id")[:MOST_HANDOVERS]
        return [HandoverNote(row.words, row.written_by, row.written_at) for row in rows]
