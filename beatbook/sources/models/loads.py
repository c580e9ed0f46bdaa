"""Feeds, their loads, the staging between reading and publishing, and the rows that were refused."""

import uuid

from django.db import models
from django.db.models.functions import Now

from beatbook.sources.models.records import BINARY_ORDER


class Feed(models.Model):
    """What pages say of one feed that was loaded: its names and how often it should speak. The rest is its TOML file."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    system = models.TextField()
    vis = models.IntegerField()
    refresh_minutes = models.IntegerField(null=True)


class Spoken(models.Model):
    """When one feed last spoke at one marking, so that how fresh it is can be said to each viewer from what they may see."""

    pk = models.CompositePrimaryKey("feed", "vis")
    feed = models.TextField()
    vis = models.IntegerField()
    last_said_at = models.DateTimeField(null=True)
    last_loaded_at = models.DateTimeField()


class FeedToken(models.Model):
    """What a system shows to put messages in the inbox of its feed: kept only as SHA-256, read by no role of the web."""

    feed = models.TextField(primary_key=True)
    token_hash = models.BinaryField()


class Load(models.Model):
    """One load: its inputs, how far it has read (`watermark` rows), how it ended and what its quality was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    feed = models.TextField()
    road = models.TextField(choices=[("file", "file"), ("inbox", "inbox"), ("mended", "mended")])
    fingerprint = models.BinaryField()
    state = models.TextField(default="staging")
    reason = models.TextField(default="")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    watermark = models.BigIntegerField(default=0)
    staged = models.BigIntegerField(default=0)
    tally = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["staging", "published", "unchanged", "refused", "abandoned"]), name="load_state_is_known"
            )
        ]
        indexes = [
            models.Index(fields=["feed", "-started_at"], name="sources_load_latest"),
            models.Index(fields=["feed", "vis", "-started_at"], condition=models.Q(road="file"), name="sources_load_files"),
        ]


class Staged(models.Model):
    """One statement read but not yet published. Nobody but the loader may read it."""

    pk = models.CompositePrimaryKey("load_id", "id", "seq")
    load_id = models.UUIDField()
    seq = models.BigIntegerField()
    tie = models.BooleanField()
    id = models.UUIDField()
    kind = models.TextField(null=True)
    source_key = models.TextField(null=True, db_collation=BINARY_ORDER)
    version = models.BigIntegerField(null=True)
    said_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    area = models.TextField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    content = models.JSONField(null=True)
    content_hash = models.BinaryField(null=True)
    vis = models.IntegerField(null=True)
    scope = models.TextField(null=True)
    from_id = models.UUIDField(null=True)
    to_id = models.UUIDField(null=True)
    to_group = models.TextField(null=True, db_collation=BINARY_ORDER)
    role = models.TextField(null=True)
    basis = models.TextField(null=True)
    file = models.TextField(null=True)
    row_number = models.BigIntegerField(null=True)


class RefusedRow(models.Model):
    """One row or version that could not be taken, kept whole (to a limit) with file, row, column and reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    load_id = models.UUIDField()
    feed = models.TextField()
    file = models.TextField()
    row_number = models.BigIntegerField()
    column_name = models.TextField(default="")
    reason = models.TextField()
    raw = models.TextField()
    whole = models.BooleanField(default=True)
    state = models.TextField(default="open", choices=[("open", "open"), ("quarantined", "quarantined"), ("mended", "mended")])
    fingerprint = models.BinaryField(unique=True)
    refused_at = models.DateTimeField(db_default=Now())
    mended_at = models.DateTimeField(null=True)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "quarantined", "mended"]), name="refused_row_state_is_known")
        ]
        indexes = [models.Index(fields=["feed", "state", "-refused_at"], name="sources_refusedrow_latest")]
