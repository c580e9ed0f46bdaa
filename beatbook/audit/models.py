"""Tables of the audit room: events, which nobody may change, and the tasks for which people look."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One thing somebody did or was refused. Written before the answer leaves; never updated or deleted by the service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    user_id = models.UUIDField(null=True)
    role = models.TextField(default="")
    task_id = models.UUIDField(null=True)
    purpose = models.TextField(default="")
    reference = models.TextField(default="")
    route = models.TextField()
    query_hash = models.BinaryField(null=True)
    record_ids = ArrayField(models.UUIDField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="audit_event_at")]


class Task(models.Model):
    """Why somebody is looking: a purpose and a reference, given once and kept until it ends or eight hours have passed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user_id = models.UUIDField()
    purpose = models.TextField()
    reference = models.TextField(default="")
    note = models.TextField(default="")
    started_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "-started_at"], name="audit_task_latest")]


class Seal(models.Model):
    """One signed head of the log: all events of transactions below `upto` that no seal before covers. Written by the sealer alone."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    count = models.BigIntegerField()
    root = models.BinaryField()
    chained = models.BinaryField()
    signature = models.BinaryField()
    key = models.TextField()


class Leaf(models.Model):
    """The hash of one event as it was sealed, in its place under a seal."""

    pk = models.CompositePrimaryKey("seal", "place")
    seal = models.BigIntegerField()
    place = models.IntegerField()
    event_id = models.UUIDField(unique=True)
    leaf = models.BinaryField()
