"""Writes beside an investigation: added, never changed. What two people write at once is kept both, and the second is shown what the first wrote.

Invariant: a row bears the marking of the record on which it hangs (which it follows) and its own, which is never lower.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from beatbook.access.actions import join_markings
from beatbook.access.queries import markings
from beatbook.cases.models import Allocation, CaseLink, Contact, Decision, Handover, Needs, Plan, Referral, Review
from beatbook.cases.queries import matter_of, needs_of, plan_versions
from beatbook.cases.victims_code import GROUNDS, STATEMENT, SUPPORT
from beatbook.db.viewing import viewing
from beatbook.linkage.queries import components_of
from beatbook.pole.actions import NotWritten, marking_of_record
from beatbook.pole.contact import METHODS, newest
from beatbook.pole.queries import safe_contact
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

LONGEST = 4_000
FEWEST = 3


class WrittenMeanwhile(BeatbookError):
    """Somebody else wrote a newer version since this one was begun: both are shown, and the second writer joins them."""


class NotSafe(BeatbookError):
    """The person may not safely be reached in this way: choose another, or assess their needs again first."""


def record_decision(record_id: UUID, decision: str, rationale: str, *, viewer: Viewer, sensitive: bool = False) -> UUID:
    """Keeps a decision with its rationale; `sensitive` marks it OFFICIAL-SENSITIVE even where the record is not.

    Raises:
        NotWritten: no such record, or no words.
    """
    facts = {"decision": _words(decision, "Say what was decided."), "rationale": _words(rationale, "Say why.")}
    return _add(Decision, record_id, facts, viewer=viewer, sensitive=sensitive)


def write_plan(record_id: UUID, text: str, follows: UUID | None, *, viewer: Viewer) -> UUID:
    """Keeps a new version of the plan, which was written from version `follows`.

    Raises:
        WrittenMeanwhile: a newer version than `follows` is there by now.
        NotWritten: no such record, or no words.
    """
    words = _words(text, "Write the plan.")
    with _one_at_a_time("plan", viewer):
        found = matter_of(record_id, viewer=viewer)
        versions = plan_versions(sorted(found.events), viewer=viewer) if found else []
        if (versions[0].id if versions else None) != follows:
            raise WrittenMeanwhile("Somebody else has saved a newer version of the plan.")
        return _add(Plan, record_id, {"text": words, "follows": follows}, viewer=viewer)


def allocate(record_id: UUID, officer: UUID | None, why: str, *, viewer: Viewer) -> UUID:
    """Gives the investigation to an officer, or back to nobody."""
    return _add(Allocation, record_id, {"officer": officer, "why": why.strip()[:500]}, viewer=viewer)


def record_review(record_id: UUID, found: str, next_on: date | None, *, viewer: Viewer) -> UUID:
    """Keeps what a review found, and when the next is due.

    Raises:
        NotWritten: no such record, or no words.
    """
    return _add(Review, record_id, {"found": _words(found, "Say what you found."), "next_on": next_on}, viewer=viewer)


def link_cases(record_id: UUID, other_id: UUID, why: str, *, viewer: Viewer) -> UUID:
    """Keeps that two investigations belong together.

    Raises:
        NotWritten: either is not there for the viewer, they are one, or no reason is given.
    """
    words = _words(why, "Say why they belong together.")
    other = matter_of(other_id, viewer=viewer)
    if other is None or record_id in other.events:
        raise NotWritten("Give the number of another investigation.")
    return _add(CaseLink, record_id, {"why": words}, viewer=viewer, about_id=other_id)


def refer(record_id: UUID, from_team: str, to_team: str, words: str, *, viewer: Viewer) -> UUID:
    """Asks another team to take the investigation; it stays on the asking team's list until it is taken, and in sight after that. Gives the referral's id.

    Raises:
        NotWritten: no such record, the same team, or no words.
    """
    if not to_team.strip() or from_team == to_team:
        raise NotWritten("Choose another team.")
    referral = uuid4()
    facts = {
        "referral_id": referral,
        "from_team": from_team,
        "to_team": to_team,
        "state": "asked",
        "words": _words(words, "Say what is asked."),
    }
    _add(Referral, record_id, facts, viewer=viewer)
    return referral


def answer_referral(record_id: UUID, referral_id: UUID, state: str, words: str, *, viewer: Viewer) -> UUID:
    """Adds the next step of a referral: taken, declined or returned.

    Raises:
        NotWritten: no such referral of this investigation, or a step that cannot follow.
    """
    with _one_at_a_time("referral", viewer):
        last = Referral.objects.filter(record_id=record_id, referral_id=referral_id).order_by("-written_at", "-id").first()
        if last is None or state not in {"asked": ("taken", "declined"), "taken": ("returned",)}.get(last.state, ()):
            raise NotWritten("That step cannot follow.")
        facts = {"referral_id": referral_id, "from_team": last.from_team, "to_team": last.to_team, "state": state}
        return _add(Referral, record_id, facts | {"words": _words(words, "Say what was done or why.")}, viewer=viewer)


def assess_needs(record_id: UUID, victim_id: UUID, needs: Mapping[str, Any], follows: UUID | None, *, viewer: Viewer) -> UUID:
    """Keeps an assessment of a victim's needs: `grounds`, `method`, `every_days`, `words`, `support`, `statement`.

    Raises:
        WrittenMeanwhile: a newer assessment than `follows` is there by now.
        NotWritten: no such victim, or a value that there is not.
    """
    if not set(needs["grounds"]) <= set(GROUNDS) or needs["support"] not in ("", *SUPPORT) or needs["statement"] not in ("", *STATEMENT):
        raise NotWritten("Choose among what is offered.")
    if needs["method"] not in METHODS:
        raise NotWritten("Choose how they want to hear from us.")
    with _one_at_a_time("needs", viewer):
        about = _members(victim_id, viewer=viewer)
        rows = [row for row in needs_of([record_id], viewer=viewer) if row.about_id in about]
        if (rows[0].id if rows else None) != follows:
            raise WrittenMeanwhile("Somebody else has saved a newer assessment.")
        return _add(Needs, record_id, {**needs, "follows": follows}, viewer=viewer, about_id=victim_id)


def record_contact(
    record_id: UUID, victim_id: UUID, contact: Mapping[str, Any], *, viewer: Viewer, events: Collection[UUID] = (), once: UUID | None = None
) -> UUID:
    """Keeps a contact or an attempt: `at`, `method`, `reached`, `words`, `told`. It bears the markings of the `events` of which the victim was told too.

    With `once`, the same form sent again over a weak connection is kept once.

    Raises:
        NotSafe: the victim said that this way is not safe.
        NotWritten: no such victim, no words, or a time still to come.
    """
    if contact["method"] not in METHODS:
        raise NotWritten("Choose how you were in touch.")
    facts = {**contact, "words": _words(contact["words"], "Say what was said, or that nobody answered.")}
    with _one_at_a_time("contact", viewer):
        safe = newest(list(safe_contact(_members(victim_id, viewer=viewer), viewer=viewer).values()))
        if safe and not safe.allows(contact["method"]):
            raise NotSafe(f"It is not safe to reach them by {contact['method']}. {safe.words}".strip())
        return _add(Contact, record_id, facts, viewer=viewer, about_id=victim_id, also=events, once=once)


def hand_over(area: str, words: str, *, viewer: Viewer, vis: int) -> UUID:
    """Keeps what one shift tells the next of its area.

    Raises:
        NotWritten: no words.
    """
    with viewing(viewer):
        made = Handover.objects.create(
            area=area, words=_words(words, "Write what the next shift must know."), written_by=viewer.user_id, vis=vis
        )
    return UUID(str(made.id))


def _members(record_id: UUID, *, viewer: Viewer) -> frozenset[UUID]:
    from_record = components_of([record_id], viewer=viewer).get(record_id)
    return from_record or frozenset([record_id])


@contextmanager
def _one_at_a_time(what: str, viewer: Viewer) -> Iterator[None]:
    """While somebody compares versions and adds one, nobody else does: what they compare is what they see, so that a hidden version refuses nothing."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"cases {what}"])
        yield


def _add(
    model: Any,
    record_id: UUID,
    facts: Mapping[str, Any],
    *,
    viewer: Viewer,
    about_id: UUID | None = None,
    also: Collection[UUID] = (),
    sensitive: bool = False,
    once: UUID | None = None,
) -> UUID:
    """One row about a record, at the marking of everything that it is about. `once` names it, apart for each writer, so that nobody meets another's."""
    identifier = uuid5(once, str(viewer.user_id)) if once else uuid4()
    with viewing(viewer):
        if once and model.objects.filter(id=identifier).exists():
            return identifier
        va = marking_of_record(record_id, viewer=viewer)
        about = {} if about_id is None else {"about_id": about_id, "vb": marking_of_record(about_id, viewer=viewer)}
        of_all = {va, *(marking_of_record(one, viewer=viewer) for one in also)}
        vis = _joined(of_all, va, viewer=viewer, sensitive=sensitive)
        model.objects.create(id=identifier, record_id=record_id, written_by=viewer.user_id, va=va, vis=vis, **about, **facts)
    return identifier


def _joined(numbers: Collection[int], own: int, *, viewer: Viewer, sensitive: bool) -> int:
    """The marking of what is about all of these."""
    if len(set(numbers)) == 1 and not sensitive:
        return own
    vis = join_markings(numbers, more=[Marking(Classification.OFFICIAL_SENSITIVE)] if sensitive else [])
    if vis not in markings(viewer=viewer):
        raise NotWritten(
            "You could not read this yourself: write of things under different agreements apart, and only at markings that you hold."
        )
    return vis


def _words(text: str, otherwise: str) -> str:
    found = text.strip()[:LONGEST]
    if len(found) < FEWEST:
        raise NotWritten(otherwise)
    return found
