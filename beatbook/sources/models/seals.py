"""Seals: connections that are themselves the secret, the records that they hide, and the digests by which arrivals are known."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Seal(models.Model):
    """One sealed identity: its name, why, and the marking that only its keepers hold. Ended, it hides nothing more and stays on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    kind = models.TextField()
    reason = models.TextField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    unguarded = models.IntegerField(db_default=0)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["witness", "adoption", "gender", "source", "other"]), name="seal_kind_is_known"
            )
        ]


class Sealed(models.Model):
    """One record, or refused row, under one seal. `stated` is the marking that its source gives it; `matched` are the digests that caught it.

    `vis` is never lower than the seal: that a record was once caught, and released, is the keepers' alone.
    """

    pk = models.CompositePrimaryKey("record_id", "seal_id")
    record_id = models.UUIDField()
    seal_id = models.UUIDField()
    how = models.TextField()
    state = models.TextField()
    matched = models.JSONField(default=list)
    stated = models.IntegerField()
    refused_row = models.BooleanField(db_default=False)
    at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(how__in=["chosen", "found", "arrived", "tied"]), name="sealed_how_is_known"),
            models.CheckConstraint(condition=models.Q(state__in=["kept", "waiting", "released"]), name="sealed_state_is_known"),
        ]
        indexes = [models.Index(fields=["seal_id", "state"], name="sources_sealed_state")]


class SealKey(models.Model):
    """The keyed digest of one detail that a seal guards, or (not `guards`) that it must not, since records that stay open bear it.

    No role of the web may read it, and it says nothing without the site's secret.
    """

    pk = models.CompositePrimaryKey("digest", "seal_id")
    digest = models.BinaryField()
    seal_id = models.UUIDField()
    guards = models.BooleanField(db_default=True)


class SealRequest(models.Model):
    """To release a record, or to end a seal: asked by one person, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seal_id = models.UUIDField()
    record_id = models.UUIDField(null=True)
    reason = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    state = models.TextField(db_default="open")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "confirmed", "refused"]), name="seal_request_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")) | models.Q(state="refused"),
                name="two_people_lift_a_seal",
            ),
            models.UniqueConstraint(
                fields=["seal_id", "record_id"], condition=models.Q(state="open"), name="asked_once_at_a_time", nulls_distinct=False
            ),
        ]
