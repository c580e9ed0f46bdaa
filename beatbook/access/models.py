"""Tables of the access room. Sessions are not here: they live in schema `sec`, which the web role cannot read."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Organisation(models.Model):
    """A police force, council or other body whose people sign in or whose systems send records."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    kind = models.TextField(choices=[("force", "force"), ("partner", "partner"), ("oversight", "oversight"), ("public", "public")])


class User(models.Model):
    """One person, or one named job, that may look. Never shared between people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    username = models.TextField(unique=True)
    display_name = models.TextField()
    role = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    area = models.TextField(null=True)
    introduction = models.TextField(default="")
    active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)


class Agreement(models.Model):
    """An information sharing agreement: purpose, legal basis, what is shared, who owns it, parties and dates. Out of date, it opens nothing."""

    code = models.TextField(primary_key=True)
    title = models.TextField()
    purpose = models.TextField()
    legal_basis = models.TextField()
    shared = models.TextField(default="", db_default="")
    owner = models.TextField(default="", db_default="")
    parties = ArrayField(models.TextField())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    review_on = models.DateField()


class Caveat(models.Model):
    """A handling caveat, compartment or intelligence handling code, with its conditions kept as data."""

    code = models.TextField(primary_key=True)
    kind = models.TextField(choices=[("caveat", "caveat"), ("compartment", "compartment"), ("handling", "handling")])
    title = models.TextField()
    conditions = models.TextField(default="")


class Grant(models.Model):
    """What one user holds: a clearance (a level of Classification), an agreement or a caveat, between two dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    kind = models.TextField(choices=[("clearance", "clearance"), ("agreement", "agreement"), ("caveat", "caveat")])
    code = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "code"], name="one_grant_of_a_kind")]


class Marking(models.Model):
    """One distinct marking, interned as the small number `vis` that every protected row carries."""

    vis = models.IntegerField(primary_key=True)
    classification = models.SmallIntegerField()
    agreements = ArrayField(models.TextField(), default=list)
    caveats = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classification", "agreements", "caveats"], name="one_vis_a_marking"),
            models.CheckConstraint(condition=models.Q(classification__range=(0, 2)), name="ceiling_is_official"),
        ]
