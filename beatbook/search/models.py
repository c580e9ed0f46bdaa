"""Tables of the search room: what people searched for lately, what they saved, who approved that a search goes on watching, and what it found."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Recent(models.Model):
    """One search that somebody made, for their own list; purged after a month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.UUIDField()
    query = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["owner", "-at"], name="search_recent_latest")]


class Saved(models.Model):
    """One search that somebody keeps. One that `watches` is monitoring: it has a purpose and ends by itself, and tells nothing until approved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.UUIDField()
    organisation = models.TextField()
    name = models.TextField()
    query = models.TextField()
    watches = models.BooleanField(default=False)
    purpose = models.TextField(default="")
    reference = models.TextField(default="")
    saved_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(watches=False) | (models.Q(expires_at__isnull=False) & ~models.Q(purpose="")),
                name="watching_has_purpose_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__lte=models.F("saved_at") + models.Value("28 days", models.DurationField())),
                name="watching_ends_in_28_days",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-saved_at"], name="search_saved_latest")]


class Decision(models.Model):
    """What a supervisor decided about a search that would watch. Never changed; the first one stands."""

    saved = models.OneToOneField(Saved, primary_key=True, on_delete=models.CASCADE)
    approved = models.BooleanField()
    reason = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())


class Finding(models.Model):
    """That a watching search answered with a record; `fresh` when that was news, not so for what answered when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    saved = models.ForeignKey(Saved, on_delete=models.CASCADE)
    owner = models.UUIDField()
    record_id = models.UUIDField()
    fresh = models.BooleanField()
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["saved", "record_id"], name="told_once")]
