"""Tables of the tension room. Every row bears a marking; none says who somebody is but staff who wrote or own it.

Invariant: what people say is only ever added to; what is out of date is ended by another row or by its own last day.
"""

import uuid

from django.db import models
from django.db.models.functions import Now

ASPECTS = ("experienced", "evidenced", "potential")
SORTS = ("kind", "area", "word")
STEPS = ("acknowledged", "closed")


class Happening(models.Model):
    """One report from victims or the public as far as this room asks about it: the Monday of its week, its area (empty: not known) and its kind."""

    id = models.UUIDField(primary_key=True)
    feed = models.TextField()
    vis = models.IntegerField()
    week = models.DateField()
    area = models.TextField()
    kind = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["week", "kind", "area", "vis"], name="tension_happening_week")]


class State(models.Model):
    """How far records were taken in; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    watermark = models.BigIntegerField(db_default=0)
    signature = models.TextField(db_default="")


class Assessment(models.Model):
    """What one person says of one place: of what is experienced or likely to come, or, `about` one signal, why its count misleads. `ends` another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    vis = models.IntegerField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    area = models.TextField()
    aspect = models.TextField()
    about = models.TextField(default="")
    theme = models.TextField()
    level = models.SmallIntegerField()
    reason = models.TextField()
    source_grade = models.TextField()
    information_grade = models.TextField()
    handling = models.TextField()
    action = models.TextField()
    until = models.DateField()
    ends = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "written_at"], name="tension_assessment_area")]
        constraints = [
            models.CheckConstraint(condition=models.Q(aspect__in=ASPECTS), name="tension_aspect_is_known"),
            models.CheckConstraint(condition=models.Q(level__range=(0, 6)), name="tension_level_is_of_six"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="tension_assessment_has_a_reason"),
            models.CheckConstraint(condition=models.Q(level__gt=0) | models.Q(ends__isnull=False), name="tension_only_an_end_has_no_level"),
            models.CheckConstraint(
                condition=~models.Q(aspect="evidenced") | ~models.Q(about="") | models.Q(ends__isnull=False),
                name="tension_counts_are_evidence",
            ),
        ]


class Watch(models.Model):
    """Who is told when something breaks out in the reports of a feed."""

    feed = models.TextField(primary_key=True)
    vis = models.IntegerField()
    owner = models.UUIDField()
    owner_name = models.TextField()
    set_at = models.DateTimeField(db_default=Now())


class Alert(models.Model):
    """Something broke out in the weeks up to `week`, in records of one marking: a kind in an area, an area in all, or a word. `counts` are its weeks."""

    id = models.UUIDField(primary_key=True)
    vis = models.IntegerField()
    feed = models.TextField()
    sort = models.TextField()
    kind = models.TextField()
    area = models.TextField()
    word = models.TextField()
    week = models.DateField()
    weeks = models.SmallIntegerField()
    came = models.IntegerField()
    usual = models.FloatField()
    chance = models.FloatField()
    series = models.IntegerField()
    counts = models.JSONField()
    owner = models.UUIDField()
    owner_name = models.TextField()
    raised_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(sort__in=SORTS), name="tension_alert_sort_is_known")]


class AlertStep(models.Model):
    """What its owner did with an alert: acknowledged it, or closed it with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    alert_id = models.UUIDField(db_index=True)
    vis = models.IntegerField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    step = models.TextField()
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(step__in=STEPS), name="tension_step_is_known"),
            models.CheckConstraint(condition=models.Q(step="acknowledged") | ~models.Q(reason=""), name="tension_close_says_why"),
        ]
