"""The table of the geography room: areas, which hold nothing secret."""

import uuid

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
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "generation"], name="one_area_a_generation"),
            models.CheckConstraint(condition=~models.Q(code=""), name="area_has_a_code"),
        ]
