"""What people here write about an investigation. Added, never changed: what is said later stands beside what was said before.

Invariant: each row hangs on one record. `va` is that record's marking and follows it, `vis` is the row's own: whoever sees the row sees both.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from beatbook.pole.contact import METHODS

REFERRAL_STATES = ("asked", "taken", "declined", "returned")


class Written(models.Model):
    """Who wrote something about which record, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_id = models.UUIDField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    va = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["record_id", "va", "vis"], name="%(app_label)s_%(class)s_of")]


class AboutSomebody(Written):
    """The same about one person: `about_id` is a record of theirs, and `vb` its marking, which is followed too."""

    about_id = models.UUIDField()
    vb = models.IntegerField()

    class Meta(Written.Meta):
        abstract = True


class Decision(Written):
    """What was decided and why."""

    decision = models.TextField()
    rationale = models.TextField()


class Plan(Written):
    """One version of the investigation plan; `follows` is the version from which it was written."""

    text = models.TextField()
    follows = models.UUIDField(null=True)


class Allocation(Written):
    """To whom an investigation is given from then on; to nobody when `officer` is null."""

    officer = models.UUIDField(null=True)
    why = models.TextField(default="")


class Review(Written):
    """What a supervisor found, and when the next review is due; none when `next_on` is null."""

    found = models.TextField()
    next_on = models.DateField(null=True)


class Referral(Written):
    """One step of a referral between teams: asked, taken, declined or returned. All steps of one referral bear one `referral_id`."""

    referral_id = models.UUIDField()
    from_team = models.TextField()
    to_team = models.TextField()
    state = models.TextField()
    words = models.TextField()

    class Meta(Written.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(state__in=REFERRAL_STATES), name="referral_state_is_known")]


class CaseLink(AboutSomebody):
    """That another investigation (the event `about_id`) belongs with this one, and why."""

    why = models.TextField()


class Needs(AboutSomebody):
    """A victim's needs as last assessed: grounds for enhanced rights, how and how often to be in touch, what was offered."""

    grounds = ArrayField(models.TextField(), default=list)
    method = models.TextField(default="")
    every_days = models.IntegerField(null=True)
    words = models.TextField(default="")
    support = models.TextField(default="")
    statement = models.TextField(default="")
    follows = models.UUIDField(null=True)

    class Meta(Written.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_days__isnull=True) | models.Q(every_days__range=(1, 90)), name="needs_every_days"
            )
        ]


class Contact(AboutSomebody):
    """One contact with a victim, or an attempt: when, how, what was said, and which duties (`told`) it met."""

    at = models.DateTimeField()
    method = models.TextField()
    reached = models.BooleanField()
    words = models.TextField()
    told = ArrayField(models.TextField(), default=list)

    class Meta(Written.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(method__in=METHODS), name="contact_method_is_known")]


class Handover(models.Model):
    """What one shift tells the next of its area."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area = models.TextField()
    words = models.TextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["area", "vis", "-written_at"], name="cases_handover_latest")]


class FormStart(models.Model):
    """A short form that somebody began, by the server's clock: what makes the time to record a measured one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    written_by = models.UUIDField()
    started_at = models.DateTimeField(db_default=Now())
    vis = models.IntegerField()


class MinorOffence(models.Model):
    """One short form as it was sent: `id` is that of its start, `letter` that of the outbox."""

    id = models.UUIDField(primary_key=True)
    written_by = models.UUIDField()
    sent_at = models.DateTimeField(db_default=Now())
    offence = models.TextField()
    facts = models.JSONField()
    letter = models.UUIDField()
    seconds = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seconds__gte=0), name="minor_offence_took_time")]


class Submission(Written):
    """Intelligence that came with a contact, as handed to the intelligence team; `letter` is that of the outbox."""

    words = models.TextField()
    source_grade = models.TextField()
    information_grade = models.TextField()
    letter = models.UUIDField()


class SubmissionOwner(Written):
    """Who acknowledged a submission and owns it from then on."""

    submission_id = models.UUIDField()
