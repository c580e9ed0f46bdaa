"""Tables of organisations with their dates, names, ties and groups; of bodies, seats and limits; and of decisions, which bear a marking."""

import uuid

from django.db import models
from django.db.models.functions import Now

from beatbook.organisations.kinds import GROUP_KINDS, ORGANISATION_KINDS, TIE_KINDS


class Dated(models.Model):
    """What holds from a day on, and up to and including another when it has ended; with where that is said."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        abstract = True


class Organisation(Dated):
    """A force, commissioner, national body, partner or supplier. Its code is the one under which its people sign in and its feeds arrive."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    kind = models.TextField(choices=[(kind, kind) for kind in ORGANISATION_KINDS])
    company_number = models.TextField(default="")


class FormerName(Dated):
    """What an organisation was called, so that an old paper still finds it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name", "starts_on"], name="one_name_from_a_day")]


class Tie(Dated):
    """`organisation` succeeds, oversees or owns `other`. A merger is two ties of succession to one new organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ties")
    kind = models.TextField(choices=[(kind, kind) for kind in TIE_KINDS])
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tied")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "other", "starts_on"], name="one_tie_from_a_day")]


class Group(Dated):
    """A set of organisations that compare or buy together: a region, a group of most similar forces, a collaboration."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    kind = models.TextField(choices=[(kind, kind) for kind in GROUP_KINDS])


class Membership(Dated):
    """One organisation in one group, between two days."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "organisation", "starts_on"], name="one_membership_from_a_day")]


class Body(Dated):
    """A board, council or company that governs technology."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    purpose = models.TextField()


class Seat(Dated):
    """A place on a body: who holds it is an organisation and an office, never a named person."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="seats")
    office = models.TextField()
    votes = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "organisation", "office", "starts_on"], name="one_seat_from_a_day")]


class Authority(Dated):
    """Who may decide a matter, up to which amount in pence; without a limit when `limit_pence` is empty. A body or an office decides."""

    code = models.TextField(primary_key=True)
    matter = models.TextField()
    decider = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, related_name="authorities")
    limit_pence = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(limit_pence__gte=0), name="limit_is_not_negative")]


class Decision(models.Model):
    """What a body decided. Its marking is that of its owner's figures at the visibility which was chosen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    matter = models.TextField()
    title = models.TextField()
    reason = models.TextField()
    amount_pence = models.BigIntegerField(null=True)
    decided_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
