"""The tables of the geography room: areas and who lives in them, which hold nothing secret."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Area(models.Model):
    """One area of one kind as one generation of boundaries drew it. Geometry is kept as GeoJSON to show and as WKB to compute."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    generation = models.TextField(default="")
    geometry = models.JSONField()
    shape = models.BinaryField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    parent = models.TextField(default="", db_default="")
    replaces = ArrayField(models.TextField(), default=list, db_default=[])
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "generation"], name="one_area_a_generation"),
            models.CheckConstraint(condition=~models.Q(code=""), name="area_has_a_code"),
        ]


class Population(models.Model):
    """How many people live in an area by one count; `people_group` is empty for everybody. `apportioned`: shared out from smaller areas."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    code = models.TextField()
    year = models.SmallIntegerField()
    people_group = models.TextField(default="")
    people = models.FloatField()
    apportioned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "year", "people_group"], name="one_population_a_year"),
            models.CheckConstraint(condition=models.Q(people__gte=0), name="population_is_not_negative"),
        ]
