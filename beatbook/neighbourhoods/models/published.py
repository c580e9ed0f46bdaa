"""What a force says of itself and its neighbourhoods. Each row has a marking: what is PUBLIC is published, anything else waits.

Invariant: a force's file replaces what that file said before, and nothing else.
"""

import uuid

from django.db import models


class Force(models.Model):
    """A force as it presents itself. `engagement` is a list of {type, title, url, description}."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    url = models.TextField(default="")
    telephone = models.TextField(default="")
    description = models.TextField(default="")
    engagement = models.JSONField(default=list)
    vis = models.IntegerField()


class Neighbourhood(models.Model):
    """One team's ground. `area` is the code of its area in the geography room; its boundary is that area's outline.

    `deprivation` is the tenth of all neighbourhoods of England in which it stands, 1 the most deprived, where the force gives it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.TextField()
    code = models.TextField()
    name = models.TextField()
    area = models.TextField(null=True)
    description = models.TextField(default="")
    population = models.IntegerField(null=True)
    deprivation = models.SmallIntegerField(null=True)
    url = models.TextField(default="")
    contact = models.JSONField(default=dict)
    links = models.JSONField(default=list)
    locations = models.JSONField(default=list)
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "code"], name="one_neighbourhood_a_code"),
            models.CheckConstraint(condition=~models.Q(code="neighbourhoods"), name="neighbourhood_code_is_no_route"),
            models.CheckConstraint(condition=models.Q(population__isnull=True) | models.Q(population__gte=0), name="population_counts"),
            models.CheckConstraint(
                condition=models.Q(deprivation__isnull=True) | models.Q(deprivation__range=(1, 10)), name="deprivation_is_a_tenth"
            ),
        ]


class TeamMember(models.Model):
    """Somebody of a neighbourhood's team or, without a neighbourhood, one of the force's chief officers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.TextField()
    neighbourhood = models.TextField(default="")
    place = models.IntegerField()
    name = models.TextField()
    rank = models.TextField(default="")
    bio = models.TextField(default="")
    contact = models.JSONField(default=dict)
    origin = models.TextField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["force", "neighbourhood", "place"], name="team_of_neighbourhood")]


class Priority(models.Model):
    """Something that residents asked the team to deal with. `deeds` is a list of {on, said}: what was done about it, oldest first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.TextField()
    neighbourhood = models.TextField()
    issue = models.TextField()
    raised_on = models.DateField()
    deeds = models.JSONField(default=list)
    closed_on = models.DateField(null=True)
    origin = models.TextField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["force", "neighbourhood", "-raised_on"], name="priority_of_neighbourhood")]


class Meeting(models.Model):
    """Something that residents can come to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.TextField()
    neighbourhood = models.TextField()
    title = models.TextField()
    kind = models.TextField(default="meeting")
    description = models.TextField(default="")
    address = models.TextField(default="")
    contact = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    origin = models.TextField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["force", "neighbourhood", "starts_at"], name="meeting_of_neighbourhood")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")), name="meeting_ends_after_it_starts"
            )
        ]


class Postcode(models.Model):
    """Where a postcode's middle is, so that people can find their neighbourhood by it. `code` has no space."""

    code = models.TextField(primary_key=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    vis = models.IntegerField()


class RefusedLine(models.Model):
    """A part of a file that could not be taken, kept with where it stood and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.TextField()
    row = models.TextField()
    column_name = models.TextField(default="")
    reason = models.TextField()
    raw = models.TextField()
    refused_at = models.DateTimeField(auto_now_add=True)


class PublishedCount(models.Model):
    """Figures that a force publishes of its own work in one period: visits of an area in a month, or case reviews of the force in a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.TextField()
    area = models.TextField(default="")
    sort = models.TextField()
    period = models.TextField()
    figures = models.JSONField()
    vis = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "area", "sort", "period"], name="one_published_count")]
