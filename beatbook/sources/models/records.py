"""What each system said: current records, their history, and the ties that systems recorded between them."""

from django.db import models
from django.db.models.functions import Now

from beatbook.sources.models.columns import CurrentTransaction, TransactionId

BINARY_ORDER = "C"


class Record(models.Model):
    """One mention of one thing by one system, as that system last said it. `scope` names the part of a snapshot that it came in."""

    id = models.UUIDField(primary_key=True)
    feed = models.TextField()
    source_key = models.TextField(db_collation=BINARY_ORDER)
    kind = models.TextField()
    version = models.BigIntegerField()
    said_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    area = models.TextField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    content = models.JSONField()
    content_hash = models.BinaryField()
    vis = models.IntegerField()
    load_id = models.UUIDField()
    scope = models.TextField(null=True)
    withdrawn = models.BooleanField(db_default=False)
    changed = TransactionId(db_default=CurrentTransaction())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "source_key"], name="one_record_a_key"),
            models.CheckConstraint(condition=models.Q(kind__in=["person", "object", "location", "event"]), name="kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="place_is_on_the_globe",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "vis", "happened_at"], condition=models.Q(kind="event"), name="sources_record_area"),
            models.Index(fields=["kind", "vis"], name="sources_record_kind"),
            models.Index(fields=["changed"], name="sources_record_changed"),
            models.Index(fields=["kind", "feed", "vis"], condition=models.Q(withdrawn=False), name="sources_record_facet"),
            models.Index(fields=["feed", "scope"], condition=models.Q(scope__isnull=False), name="sources_record_scope"),
        ]


class RecordVersion(models.Model):
    """One version of one record, kept for good: appended, never changed."""

    pk = models.CompositePrimaryKey("record_id", "version")
    record_id = models.UUIDField()
    version = models.BigIntegerField()
    content = models.JSONField()
    content_hash = models.BinaryField()
    vis = models.IntegerField()
    said_at = models.DateTimeField()
    load_id = models.UUIDField()
    changed = TransactionId(db_default=CurrentTransaction())


class Tie(models.Model):
    """A relation that one system recorded between two of its records. `vis` is the marking of the end that states it.

    The id is the beginning of SHA-256 over both ends and the role, so that they have one tie a role.
    """

    id = models.UUIDField(primary_key=True)
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    role = models.TextField()
    basis = models.TextField(choices=[("fact", "fact"), ("opinion", "opinion")])
    said_at = models.DateTimeField()
    feed = models.TextField()
    vis = models.IntegerField()
    va = models.IntegerField()
    vb = models.IntegerField()
    load_id = models.UUIDField()
    withdrawn = models.BooleanField(db_default=False)
    changed = TransactionId(db_default=CurrentTransaction())

    class Meta:
        indexes = [  # none that begins with an end and forgets the marking of the other: it would pass over hidden ties
            models.Index(fields=["from_id", "va", "vb", "to_id"], name="sources_tie_from"),
            models.Index(fields=["to_id", "vb", "va", "from_id"], name="sources_tie_to"),
        ]


class Removed(models.Model):
    """One record, or refused row, that was removed for good, so that it is not taken again. Of a refused row the hash is kept; of content, nothing."""

    record_id = models.UUIDField(primary_key=True)
    fingerprint = models.BinaryField(null=True, unique=True)


class WaitingTie(models.Model):
    """A tie whose ends have not all arrived. One that points to every key of a group stays, for those still to come."""

    id = models.UUIDField(primary_key=True)
    feed = models.TextField()
    from_id = models.UUIDField()
    to_id = models.UUIDField(null=True)
    to_group = models.TextField(null=True, db_collation=BINARY_ORDER)
    role = models.TextField()
    basis = models.TextField()
    said_at = models.DateTimeField()
    load_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["from_id"], name="sources_waitingtie_from"),
            models.Index(fields=["to_id"], name="sources_waitingtie_to"),
            models.Index(fields=["feed", "to_group"], name="sources_waitingtie_group"),
        ]
