"""What reviewers said of looks. Added, never changed."""

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
