"""Keeps what people say of a place, and what an owner does with an alert. Nothing is changed or taken out: a later line ends an earlier one."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from beatbook.access.actions import intern_marking
from beatbook.db.viewing import viewing
from beatbook.tension.assessing import LONGEST_WORDS, what_is_wrong
from beatbook.tension.models import Alert, AlertStep, Assessment
from beatbook.vocabulary.dates import read_uk_date
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

KEPT = ("aspect", "about", "theme", "reason", "source_grade", "information_grade", "handling", "action")


class AssessmentRefused(BeatbookError):
    """What was said cannot be kept; `errors` says of each field what to mend."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(". ".join(errors.values()))
        self.errors = dict(errors)


class StepRefused(BeatbookError):
    """An alert is acknowledged and closed by its owner, and closed with a reason."""


def write_assessment(area: str, typed: Mapping[str, str], *, today: date, viewer: Viewer) -> UUID:
    """Keeps one assessment, for the viewer's own organisation at OFFICIAL.

    Raises:
        AssessmentRefused: a field is missing or says what it cannot.
    """
    said = {name: typed.get(name, "").strip()[:LONGEST_WORDS] for name in (*KEPT, "level", "until")}
    if said["aspect"] != "evidenced":
        said["about"] = ""
    if errors := what_is_wrong(said, today=today):
        raise AssessmentRefused(errors)
    vis = intern_marking(Marking(Classification.OFFICIAL, frozenset({viewer.organisation})))
    with viewing(viewer):
        made = Assessment.objects.create(
            area=area, vis=vis, written_by=viewer.user_id, level=int(said["level"]), until=read_uk_date(said["until"]),
            **{name: said[name] for name in KEPT},
        )  # fmt: skip
    return UUID(str(made.id))


def end_assessment(assessment_id: UUID, *, reason: str, today: date, viewer: Viewer) -> bool:
    """Ends an assessment before its last day; False where the viewer sees no such one. It stays to be read, with the reason.

    Raises:
        AssessmentRefused: no reason is given.
    """
    words = reason.strip()[:LONGEST_WORDS]
    if not words:
        raise AssessmentRefused({"reason": "Say why it no longer holds"})
    with viewing(viewer):
        found = Assessment.objects.filter(id=assessment_id, level__gt=0).first()
        if found is None:
            return False
        kept = {name: getattr(found, name) for name in KEPT} | {"reason": words}
        Assessment.objects.create(area=found.area, vis=found.vis, written_by=viewer.user_id, level=0, until=today, ends=found.id, **kept)
    return True


def step_alert(alert_id: UUID, *, step: str, reason: str, viewer: Viewer) -> bool:
    """Acknowledges or closes an alert; False where the viewer sees no such one. What is closed stays closed.

    Raises:
        StepRefused: the viewer is not its owner, the step is none, or it is closed without a reason.
    """
    words = reason.strip()[:LONGEST_WORDS]
    if step not in ("acknowledged", "closed"):
        raise StepRefused("Acknowledge the alert, or close it.")
    if step == "closed" and not words:
        raise StepRefused("Say why it is closed: what it was, or what was done.")
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"alert {alert_id}"])
        alert = Alert.objects.filter(id=alert_id).first()
        if alert is None:
            return False
        if alert.owner != viewer.user_id:
            raise StepRefused(f"It is for {alert.owner_name} to acknowledge or close it.")
        taken = set(AlertStep.objects.filter(alert_id=alert_id).values_list("step", flat=True))
        if "closed" not in taken and step not in taken:
            AlertStep.objects.create(alert_id=alert_id, vis=alert.vis, written_by=viewer.user_id, step=step, reason=words)
    return True
