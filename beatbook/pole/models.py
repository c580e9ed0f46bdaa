"""What people here say of a person for everybody's use: which of several stated values to show, and how the person may safely be reached.

Added, never changed. `va` is the marking of the record that the row hangs on, and follows it; `vis` is the row's own.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class ValueChoice(models.Model):
    """That, where systems disagree about `label`, the value with this key is the one to show first; an empty key takes an earlier choice back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField()
    label = models.TextField()
    key = models.TextField()
    reason = models.TextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    va = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["record_id", "va", "vis"], name="pole_valuechoice_of")]


class SafeContact(models.Model):
    """How a person may safely be reached, by what they last said: methods that are safe (`safe`), and in what way (`words`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField()
    safe = ArrayField(models.TextField())
    words = models.TextField(default="")
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    va = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["record_id", "va", "vis"], name="pole_safecontact_of")]
