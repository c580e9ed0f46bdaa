"""What reviewers said of looks, and what was removed for good. Added, never changed."""

import uuid

from django.db import models
from django.db.models.functions import Now


class LookReview(models.Model):
    """One reviewer's word on one look: in order, asked about, or referred to professional standards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event_id = models.UUIDField(db_index=True)
    verdict = models.TextField()
    note = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=["in order", "asked", "referred"]), name="look_verdict_is_known")
        ]


class Removal(models.Model):
    """That one record was removed for good, with all that hung on it: when, why, and who asked and who agreed. Of its content nothing is left."""

    record_id = models.UUIDField(primary_key=True)
    removed_at = models.DateTimeField(db_default=Now())
    reason = models.TextField()
    asked_by = models.UUIDField()
    agreed_by = models.UUIDField()
    vis = models.IntegerField()
