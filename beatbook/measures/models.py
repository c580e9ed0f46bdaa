"""Tables of the measures room: definitions, where records lie, what is counted, and the counts. All but the definitions bear a marking."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now


class Definition(models.Model):
    """One version of one measure, whole: kept for good, so that an old figure can be made again."""

    pk = models.CompositePrimaryKey("code", "version")
    code = models.TextField()
    version = models.IntegerField()
    file = models.TextField()
    text = models.TextField()
    digest = models.TextField()
    adopted_at = models.DateTimeField(db_default=Now())


class State(models.Model):
    """How far records were taken in, and on which boundaries; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    watermark = models.BigIntegerField(db_default=0)
    signature = models.TextField(db_default="")
    refreshed_at = models.DateTimeField(null=True)


class Place(models.Model):
    """Where records of one marking and force lie: the neighbourhood in each era of boundaries (empty: none), and the era of the event."""

    vis = models.IntegerField()
    force = models.TextField()
    era = models.SmallIntegerField()
    codes = ArrayField(models.TextField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vis", "force", "era", "codes"], name="one_measure_place")]


class Placing(models.Model):
    """A place on one set of boundaries: `basis` is `then` or the key of an era. Empty codes are `not known`."""

    pk = models.CompositePrimaryKey("basis", "place")
    basis = models.TextField()
    place = models.BigIntegerField()
    force = models.TextField()
    area = models.TextField()
    neighbourhood = models.TextField()
    vis = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["basis", "neighbourhood"], name="measures_placing_area")]


class Crime(models.Model):
    """One crime or incident as far as measures ask about it. Months are whole months after the record's own."""

    id = models.UUIDField(primary_key=True)
    feed = models.TextField()
    vis = models.IntegerField()
    place = models.BigIntegerField()
    month = models.DateField()
    crime_type = models.TextField(null=True)
    has_id = models.BooleanField()
    placed = models.BooleanField()
    spot = models.BigIntegerField(null=True)
    positive_months = models.SmallIntegerField(null=True)
    no_suspect_months = models.SmallIntegerField(null=True)
    final_months = models.SmallIntegerField(null=True)
    earlier_same_place = models.IntegerField(db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["place", "month"], name="measures_crime_place"),
            models.Index(fields=["spot", "crime_type", "month"], condition=models.Q(spot__isnull=False), name="measures_crime_spot"),
        ]


class Stop(models.Model):
    """One stop and search as far as measures ask about it. No column says who was searched or who searched."""

    id = models.UUIDField(primary_key=True)
    feed = models.TextField()
    vis = models.IntegerField()
    place = models.BigIntegerField()
    month = models.DateField()
    placed = models.BooleanField()
    search_type = models.TextField(null=True)
    object_of_search = models.TextField(null=True)
    object_linked = models.TextField()
    outcome = models.TextField(null=True)
    ethnicity = models.TextField()
    age_range = models.TextField(null=True)
    gender = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "month"], name="measures_stop_place")]


class LetGo(models.Model):
    """Where and when a record was counted that was re-marked or taken back since: what the next refresh must count anew. No web role reads it."""

    id = models.UUIDField(primary_key=True)
    place = models.BigIntegerField()
    month = models.DateField()
    spot = models.BigIntegerField(null=True)


class Heard(models.Model):
    """A month for which outcomes of one force were published at one marking: younger crimes had no time to have one."""

    pk = models.CompositePrimaryKey("feed", "force", "month", "vis")
    feed = models.TextField()
    force = models.TextField()
    month = models.DateField()
    vis = models.IntegerField()


class Cell(models.Model):
    """What one measure counts in one place and month: `n` records of the denominator, `num` of the numerator, `unknown` that cannot be told.

    `slots` keep counts apart by the measure's field: months for a median (-1: open), else the place of the value in its list, from 1; a measure
    without such a field has the one slot 0. `n`, `num` and `unknown` are by slot, in the same order.
    """

    pk = models.CompositePrimaryKey("measure", "place", "month")
    measure = models.TextField()
    place = models.BigIntegerField()
    month = models.DateField()
    vis = models.IntegerField()
    slots = ArrayField(models.SmallIntegerField())
    n = ArrayField(models.IntegerField())
    num = ArrayField(models.IntegerField())
    unknown = ArrayField(models.IntegerField())


class Total(models.Model):
    """The sum of the cells of one force on one set of boundaries, by marking, so that a total is as safe as a row. What is in `Gone` is still in it."""

    pk = models.CompositePrimaryKey("measure", "basis", "force", "month", "slot", "vis")
    measure = models.TextField()
    basis = models.TextField()
    force = models.TextField()
    month = models.DateField()
    slot = models.SmallIntegerField()
    vis = models.IntegerField()
    n = models.IntegerField()
    num = models.IntegerField()
    unknown = models.IntegerField()


class Gone(models.Model):
    """A cell that went with a record which was re-marked or taken back, until the next refresh takes it out of the totals. Only ever added to
    meanwhile: loads that run at once would wait for each other's totals."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID())
    measure = models.TextField()
    place = models.BigIntegerField()
    month = models.DateField()
    vis = models.IntegerField()
    slots = ArrayField(models.SmallIntegerField())
    n = ArrayField(models.IntegerField())
    num = ArrayField(models.IntegerField())
    unknown = ArrayField(models.IntegerField())


class Release(models.Model):
    """Counts of one measure, force and period as published for everybody, made safe; never made again, never of months that another release covers."""

    pk = models.CompositePrimaryKey("code", "force", "first")
    code = models.TextField()
    version = models.IntegerField()
    force = models.TextField()
    first = models.DateField()
    last = models.DateField()
    vis = models.IntegerField()
    made_by = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    content = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="measure_release_has_months")]
