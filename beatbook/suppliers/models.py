"""Tables of the suppliers room: what notices said, the contracts in them, and how well these are kept. Each row bears the marking of its owner's figures.

A supplier has no row: it is the names that a viewer may see, joined when asked for.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

WORDS = ("reply", "dispute", "settled")


class Owned(models.Model):
    """Whose figure it is, and the marking that says how far it is seen. What is public may belong to nobody here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField(db_index=True)

    class Meta:
        abstract = True


class LoadNote(Owned):
    """Something of a file that was refused, or mended on the way in: file, release or row, place, why, and what stood there."""

    file = models.TextField()
    release = models.TextField(default="")
    path = models.TextField(default="")
    outcome = models.TextField(choices=[(word, word) for word in ("refused", "mended")])
    reason = models.TextField()
    said = models.TextField(default="")
    noted_at = models.DateTimeField(db_default=Now())


class Notice(Owned):
    """One release as it was taken, after mending."""

    ocid = models.TextField(db_index=True)
    release = models.TextField()
    date = models.DateTimeField()
    content = models.JSONField()
    file = models.TextField()
    taken_at = models.DateTimeField(db_default=Now())


class Contract(Owned):
    """What was bought, as the notices of one buying and one marking say together. An amount that is not in pounds has no `value_pence`."""

    ocid = models.TextField(db_index=True)
    code = models.TextField()
    title = models.TextField(default="")
    status = models.TextField(default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    value_pence = models.BigIntegerField(null=True)
    amount = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    currency = models.TextField(default="")
    signed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(value_pence__gte=0), name="contract_value_not_negative")]


class ContractParty(Owned):
    """A buyer or supplier of a contract, by the name that was said; a buyer with the organisation of the register that it is tied to."""

    contract = models.UUIDField(db_index=True)
    role = models.TextField(choices=[(word, word) for word in ("buyer", "supplier")])
    name = models.TextField()
    number = models.TextField(default="")
    organisation = models.TextField(default="")
    tied_by = models.TextField(default="")


class Payment(Owned):
    """Money paid under a contract; below nought when it was paid back."""

    contract = models.UUIDField(db_index=True)
    code = models.TextField()
    paid_on = models.DateField(null=True)
    pence = models.BigIntegerField()


class KpiReading(Owned):
    """What was counted for a KPI in a period; both counts empty say that it was asked for and is missing. The newest version holds."""

    contract = models.UUIDField(db_index=True)
    kpi = models.TextField()
    kpi_version = models.SmallIntegerField()
    period = models.TextField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    evidence = ArrayField(models.TextField(), default=list)
    version = models.IntegerField()
    file = models.TextField()
    row = models.IntegerField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kpi", "kpi_version", "period", "version"], name="one_version_of_a_kpi_reading"),
            models.CheckConstraint(
                condition=models.Q(numerator__isnull=True, denominator__isnull=True)
                | models.Q(numerator__gte=0, denominator__gt=0, numerator__lte=models.F("denominator")),
                name="kpi_counts_can_be",
            ),
        ]


class KpiWord(Owned):
    """What was said of a reading: the supplier's reply, that it is disputed, or that the dispute is settled. The newest of the last two holds."""

    contract = models.UUIDField(db_index=True)
    kpi = models.TextField()
    kpi_version = models.SmallIntegerField()
    period = models.TextField()
    kind = models.TextField(choices=[(word, word) for word in WORDS])
    text = models.TextField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class ContractFee(Owned):
    """How the fee of a contract follows its readings, as `fee_terms` reads it. The newest version holds."""

    contract = models.UUIDField()
    content = models.JSONField()
    version = models.IntegerField()
    file = models.TextField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "version"], name="one_version_of_a_fee")]


class ClosedYear(Owned):
    """A year of a contract that is settled: its readings, disputes and fee no longer change."""

    contract = models.UUIDField()
    year = models.SmallIntegerField()
    closed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "year"], name="a_year_of_a_contract_closes_once")]
