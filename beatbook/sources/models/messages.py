"""What came in live and has not been taken, and what goes back to the systems that own it."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Inbox(models.Model):
    """One live message as it came, and no longer than until it is taken: then its `body` is empty. The web role may add one and read none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    feed = models.TextField()
    body = models.BinaryField()
    content_type = models.TextField(default="application/json")
    received_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=models.Q(taken_at__isnull=True), name="sources_inbox_waiting")]


class Outbox(models.Model):
    """One thing to tell an owning system. Its id is the name of the file, or the idempotency key, under which it is sent.

    It is about one record of that system, or, when `record_id` is null, something new that the system does not hold yet.

    `prepared` means that a file lies ready to be moved to the system by one rename, so that a crash can tell whether it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    feed = models.TextField()
    record_id = models.UUIDField(null=True)
    kind = models.TextField()
    body = models.JSONField()
    told_by = models.UUIDField()
    told_at = models.DateTimeField(db_default=Now())
    state = models.TextField(db_default="waiting")
    attempts = models.IntegerField(db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error = models.TextField(db_default="")
    delivered_at = models.DateTimeField(null=True)
    receipt = models.TextField(db_default="")
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "prepared", "delivered", "failed"]), name="outbox_state_is_known"
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state__in=["waiting", "prepared"]), name="sources_outbox_waiting")
        ]
