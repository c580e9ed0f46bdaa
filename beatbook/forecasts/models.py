"""Tables of the forecasts room. Every row bears the one marking of the records that its forecast learnt from; none can name a person of interest.

Invariant: who made or decided something is a member of staff; there is no column for anybody else.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

STATES = ("proposed", "on", "suspended", "retired")


class Forecast(models.Model):
    """One version of one forecast: what it learns from, how good it was, who decided what about it, and the fitted model itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.TextField()
    version = models.IntegerField()
    vis = models.IntegerField()
    name = models.TextField()
    feed = models.TextField()
    kinds = ArrayField(models.TextField())
    state = models.TextField(default="proposed")
    why = models.TextField(default="")
    fitted_at = models.DateTimeField(db_default=Now())
    as_of = models.DateField()
    horizon = models.IntegerField()
    side_m = models.FloatField()
    kept = models.BinaryField()
    card = models.JSONField()
    backtest = models.JSONField()
    equality = models.JSONField(null=True)
    hold_out = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_forecast_a_version"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="forecast_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state="on") | models.Q(equality__isnull=False, hold_out__isnull=False), name="forecast_on_was_assessed"
            ),
        ]


class Square(models.Model):
    """One square of a forecast's present map."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forecast_id = models.UUIDField()
    vis = models.IntegerField()
    cell = models.IntegerField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    area = models.TextField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    harm = models.FloatField()
    parts = models.JSONField()
    held_out = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forecast_id", "cell"], name="one_square_a_cell")]


class Score(models.Model):
    """What a forecast expected of one area in the week from a day on, and what came; nothing yet when `observed` is null."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forecast_id = models.UUIDField()
    vis = models.IntegerField()
    day = models.DateField()
    area = models.TextField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    observed = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forecast_id", "day", "area"], name="one_score_a_day")]


class PatrolPlan(models.Model):
    """One week's plan: what it is likely to prevent, what simple plans would, what each rule costs, and the settings it was made with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forecast_id = models.UUIDField()
    vis = models.IntegerField()
    week = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    figures = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forecast_id", "week"], name="one_patrol_plan_a_week")]


class PlannedVisit(models.Model):
    """Exposure as planned: so many visits to one square in one shift."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan_id = models.UUIDField()
    vis = models.IntegerField()
    day = models.DateField()
    shift = models.SmallIntegerField()
    cell = models.IntegerField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    area = models.TextField()
    visits = models.SmallIntegerField()
    minutes = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["plan_id", "day", "shift"], name="forecasts_planned_shift")]


class Visit(models.Model):
    """Exposure as it was: an officer was there for so long and did this, or did not go and says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    planned_id = models.UUIDField(db_index=True)
    vis = models.IntegerField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    minutes = models.SmallIntegerField()
    did = models.TextField()
    why_not = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__range=(0, 240)), name="visit_is_of_a_shift"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0) | ~models.Q(why_not=""), name="visit_not_made_says_why"),
        ]


class CoverPlan(models.Model):
    """Where response units stand by a forecast: the newest plan, with its settings and what it is worth."""

    forecast_id = models.UUIDField(primary_key=True)
    vis = models.IntegerField()
    made_at = models.DateTimeField(auto_now=True)
    figures = models.JSONField()


class Publication(models.Model):
    """What the public is told of a forecast: its back-test, card, decisions and effect on areas. Marked for the public."""

    code = models.TextField(primary_key=True)
    vis = models.IntegerField()
    published_at = models.DateTimeField(db_default=Now())
    content = models.JSONField()
