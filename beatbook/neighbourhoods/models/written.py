"""What teams write of their work. Added, never changed: what is said later stands beside what was said before.

Invariant: each row bears the marking at which it was written; nothing here names whoever the work is about.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

TASK_STATES = ("done", "not done", "moved")
STAGES = ("analysis", "response", "assessment", "ended")
REVIEW_STEPS = ("threshold met", "threshold not met", "review held", "recommendations made", "told")


class Kept(models.Model):
    """Who wrote something, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    vis = models.IntegerField()

    class Meta:
        abstract = True


class LastRead(Kept):
    """Up to where somebody has read what changed in an area; `watermark` is that of the records room."""

    area = models.TextField()
    watermark = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["written_by", "area", "-written_at"], name="hoods_last_read_by")]


class BeatVisit(Kept):
    """One visit or contact of the team: of what kind, how long, and where in a few words."""

    area = models.TextField()
    kind = models.TextField()
    minutes = models.SmallIntegerField()
    words = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["area", "vis", "-written_at"], name="hoods_visit_of_area")]
        constraints = [models.CheckConstraint(condition=models.Q(minutes__range=(1, 480)), name="beat_visit_is_of_a_shift")]


class PartnerTask(Kept):
    """Something that somebody has agreed to do by a day. `shared_by` is the agreement by which partners see it, if any."""

    area = models.TextField()
    problem_id = models.UUIDField(null=True)
    action = models.TextField()
    owner = models.TextField()
    due_on = models.DateField()
    shared_by = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["area", "vis", "due_on"], name="hoods_task_of_area")]


class TaskStep(Kept):
    """What became of a task: done, not done after all, or moved to another day."""

    task_id = models.UUIDField(db_index=True)
    state = models.TextField()
    words = models.TextField(default="")
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TASK_STATES), name="task_state_is_known"),
            models.CheckConstraint(condition=~models.Q(state="moved") | models.Q(due_on__isnull=False), name="task_moved_has_a_day"),
        ]


class ReviewRequest(Kept):
    """A case review of anti-social behaviour as it was asked for: the complaints, by day and number, and the harm; nobody by name."""

    area = models.TextField()
    asked_on = models.DateField()
    complaints = models.JSONField(default=list)
    harm = models.TextField(default="")
    shared_by = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["area", "vis", "-asked_on"], name="hoods_review_of_area")]


class ReviewStep(Kept):
    """What was decided or done of a request, on which day."""

    request_id = models.UUIDField(db_index=True)
    step = models.TextField()
    on = models.DateField()
    words = models.TextField(default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(step__in=REVIEW_STEPS), name="review_step_is_known")]


class Problem(Kept):
    """A problem as it was scanned: where, which published kinds of crime, and what makes it one problem. `places` are (longitude, latitude, name)."""

    force = models.TextField()
    area = models.TextField()
    title = models.TextField()
    kinds = ArrayField(models.TextField())
    places = models.JSONField()
    radius_m = models.IntegerField()
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["area", "vis"], name="hoods_problem_of_area")]
        constraints = [models.CheckConstraint(condition=models.Q(radius_m__range=(50, 2000)), name="problem_is_of_a_place")]


class ProblemStep(Kept):
    """The next stage of a problem. A response says its type, its first month and the areas with which it will be compared, before anybody knows how it went."""

    problem_id = models.UUIDField(db_index=True)
    stage = models.TextField()
    words = models.TextField()
    response = models.TextField(default="")
    begins = models.DateField(null=True)
    beside = ArrayField(models.TextField(), default=list)
    figures = models.JSONField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="problem_stage_is_known")]


class Lesson(Kept):
    """What one ended problem taught, for every force: words written for others, and figures of published records."""

    problem_id = models.UUIDField()
    force = models.TextField()
    title = models.TextField()
    kinds = ArrayField(models.TextField())
    response = models.TextField()
    words = models.TextField()
    begins = models.DateField()
    figures = models.JSONField()


class ScrutinyPack(Kept):
    """Searches for the panel, as redacted when the pack was made: from how many they were drawn, how, and `records` without whoever was there."""

    title = models.TextField()
    chosen = models.TextField()
    drawn_from = models.IntegerField()
    records = models.JSONField()


class PanelDecision(Kept):
    """What the panel decided of one search of a pack, by its number there."""

    pack_id = models.UUIDField(db_index=True)
    number = models.SmallIntegerField()
    decision = models.TextField()
    words = models.TextField(default="")
