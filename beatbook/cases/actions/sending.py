"""What leaves for the systems that own it: minor offences, and intelligence that came with a contact. Sent once, however often it is asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db.models.functions import Now

from beatbook.access.actions import intern_marking
from beatbook.cases.models import FormStart, MinorOffence, Submission, SubmissionOwner
from beatbook.db.viewing import viewing
from beatbook.pole.actions import NotWritten, marking_of_record
from beatbook.sources.actions import known_feeds, tell_system
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

CRIME_ADAPTERS = ("crime_csv",)
INTELLIGENCE_ADAPTERS = ("intelligence_xml",)
SOURCE_GRADES = {"1": "Reliable", "2": "Untested", "3": "Not reliable"}
INFORMATION_GRADES = {
    "A": "Known directly",
    "B": "Known indirectly, corroborated",
    "C": "Known indirectly",
    "D": "Not known",
    "E": "Suspected false",
}


def start_form(*, viewer: Viewer) -> UUID:
    """Notes by the server's clock that somebody begins a short form; its id is that of the form."""
    with viewing(viewer):
        return UUID(str(FormStart.objects.create(written_by=viewer.user_id, vis=_own_marking(viewer)).id))


def send_minor_offence(start: UUID, facts: Mapping[str, Any], *, viewer: Viewer) -> UUID:
    """Keeps a short form, and the letter that carries it to the records system, in one transaction. A form sent again is sent once.

    Raises:
        NotWritten: the viewer began no such form, or their force has no records system with a road back.
    """
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"minor {start}"])
        begun = FormStart.objects.filter(id=start, written_by=viewer.user_id).annotate(now=Now()).first()
        if begun is None:
            raise NotWritten("Begin the form again.")
        if MinorOffence.objects.filter(id=start).exists():
            return start
        feed, vis = _feed_of(viewer, CRIME_ADAPTERS), _own_marking(viewer)
        letter = tell_system(viewer, feed, "new crime", {**facts, "form": str(start), "recorded_by": viewer.display_name}, vis=vis)
        seconds = max(0, round((begun.now - begun.started_at).total_seconds()))
        kept = {"offence": facts["offence_code"], "facts": dict(facts), "letter": letter, "seconds": seconds}
        MinorOffence.objects.create(id=start, written_by=viewer.user_id, vis=vis, **kept)
    return start


def submit_intelligence(record_id: UUID, words: str, source_grade: str, information_grade: str, *, viewer: Viewer) -> UUID:
    """Hands what a contact carried to the intelligence team, and tells the intelligence system. The same words about the same record are handed in once.

    Raises:
        NotWritten: no such record, no words, a grade that there is not, or no intelligence system with a road back.
    """
    text = words.strip()[:4_000]
    if len(text) < 10:
        raise NotWritten("Say what was learnt, in at least a few words.")
    if source_grade not in SOURCE_GRADES or information_grade not in INFORMATION_GRADES:
        raise NotWritten("Choose how far to trust it.")
    with viewing(viewer) as cursor:
        vis = marking_of_record(record_id, viewer=viewer)
        submission = uuid5(record_id, f"{viewer.user_id} {text}")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"submission {submission}"])
        if not Submission.objects.filter(id=submission).exists():
            body = {"text": text, "source_grade": source_grade, "information_grade": information_grade, "submitted_by": viewer.display_name}
            letter = tell_system(viewer, _feed_of(viewer, INTELLIGENCE_ADAPTERS), "submission", body, vis=vis, about=record_id)
            kept = {"words": text, "source_grade": source_grade, "information_grade": information_grade, "letter": letter}
            Submission.objects.create(id=submission, record_id=record_id, written_by=viewer.user_id, va=vis, vis=vis, **kept)
    return submission


def own_submission(submission_id: UUID, *, viewer: Viewer) -> UUID:
    """Acknowledges a submission and takes it: the last who took it owns it.

    Raises:
        NotWritten: the viewer sees no such submission.
    """
    with viewing(viewer):
        found = Submission.objects.filter(id=submission_id).first()
        if found is None:
            raise NotWritten("There is no such submission.")
        own = {"written_by": viewer.user_id, "va": found.va, "vis": found.vis}
        return UUID(str(SubmissionOwner.objects.create(submission_id=submission_id, record_id=found.record_id, **own).id))


def _own_marking(viewer: Viewer) -> int:
    """OFFICIAL, for the viewer's own organisation."""
    return intern_marking(Marking(Classification.OFFICIAL, frozenset({viewer.organisation})))


def _feed_of(viewer: Viewer, adapters: tuple[str, ...]) -> str:
    """The code of the feed of the viewer's force that one of these adapters reads and that has a road back."""
    codes = [feed.code for feed in known_feeds().values() if feed.force == viewer.organisation and feed.adapter in adapters and feed.outbox]
    if not codes:
        raise NotWritten("Your force has no such system here with a road back.")
    return min(codes)
