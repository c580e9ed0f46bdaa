"""What reviewers said of looks, what was removed for good, how far the past is kept, and changes of access. Added, never changed."""

import uuid

from django.contrib.postgres.fields import ArrayField
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


class RemovalRequest(models.Model):
    """That somebody asks to have records removed for good; somebody else agrees, and only then it is done. `digest` is of the ids and the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_ids = ArrayField(models.UUIDField())
    reason = models.TextField()
    digest = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    agreed_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True) | ~models.Q(agreed_by=models.F("asked_by")), name="two_people_remove"
            )
        ]


class PastMark(models.Model):
    """One moment of the past, by clock and by transaction: at `at` every transaction below `upto` was over.

    Where `thinned_at` stands, what tables said before that moment is no longer kept.
    """

    upto = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    thinned_at = models.DateTimeField(null=True)


class RemovalDecision(models.Model):
    """What somebody else said to a request to remove: agreed to exactly this list and reason, or refused. Each person says it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField()
    agreed = models.BooleanField()
    digest = models.TextField()
    reason = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
    vis = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request_id", "decided_by"], name="each_decides_once_on_a_removal")]


class AccessChange(models.Model):
    """One change of who may see what: asked by one person. It takes effect at once when it widens nothing, else when somebody else agrees.

    `kind` sharing is an agreement between bodies (`code` and `facts`); the others are what one user holds. `taken` takes away, or ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user_id = models.UUIDField(null=True)
    kind = models.TextField()
    code = models.TextField()
    taken = models.BooleanField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    widens = models.BooleanField(default=True)  # the database says so itself, whatever is written here
    reason = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="sharing", user_id__isnull=True)
                | models.Q(kind__in=["clearance", "agreement", "caveat"], user_id__isnull=False),
                name="access_change_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")), name="access_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~models.Q(kind="clearance") | models.Q(code__in=["0", "1", "2"]), name="clearance_is_known"),
        ]
        indexes = [models.Index(fields=["user_id", "-asked_at"], name="stewardship_change_of")]


class AccessDecision(models.Model):
    """What somebody else said to a change that widens access; the first word stands."""

    change = models.OneToOneField(AccessChange, primary_key=True, on_delete=models.PROTECT)
    agreed = models.BooleanField()
    reason = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
