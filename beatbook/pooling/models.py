"""Pooled needs, suppliers' offers, plans, and the shared company's books. Rows are added, never changed; the newest of a kind holds."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Pool(models.Model):
    """One capability that forces may buy together, from a day on, for so many years. `owner` convenes it."""

    code = models.TextField(primary_key=True)
    owner = models.TextField()
    vis = models.IntegerField()
    title = models.TextField()
    capability = models.TextField()
    begins_on = models.DateField()
    years = models.SmallIntegerField()
    source = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(years__range=(1, 15)), name="pool_has_years")]


class ForceNeed(models.Model):
    """What one force said that it needs and pays; its newest row holds. `requires` are functions and standards; money is in pence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="needs")
    owner = models.TextField()
    vis = models.IntegerField()
    users = models.IntegerField()
    price_pence = models.BigIntegerField()
    supplier = models.TextField(default="")
    contract_ends_on = models.DateField()
    exit_fee_pence = models.BigIntegerField(default=0)
    switching_pence = models.JSONField(default=dict)
    requires = ArrayField(models.TextField(), default=list)
    leaves_by = models.DateField(null=True)
    budget_pence = models.BigIntegerField(null=True)
    source = models.TextField()
    said_at = models.DateTimeField(db_default=Now())
    said_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(users__gte=0, price_pence__gte=0, exit_fee_pence__gte=0)
                & (models.Q(budget_pence__isnull=True) | models.Q(budget_pence__gte=0)),
                name="need_is_not_negative",
            )
        ]


class SupplierOffer(models.Model):
    """What a supplier offers in a pool: `tiers` are [from so many users, pence each a year], `provides` functions and standards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="offers")
    owner = models.TextField()
    vis = models.IntegerField()
    code = models.TextField()
    supplier = models.TextField()
    lot = models.TextField(default="")
    is_small = models.BooleanField(default=False)
    tiers = models.JSONField()
    provides = ArrayField(models.TextField(), default=list)
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "code"], name="one_offer_of_a_code")]


class RefusedLine(models.Model):
    """A line of a sheet that was not taken: where it stood, why, and what it said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField()
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="refused")
    file = models.TextField()
    row = models.IntegerField()
    column = models.TextField()
    reason = models.TextField()
    raw = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "owner", "file", "row", "column", "reason"], name="one_refusal_of_a_line")]


class PlanRequest(models.Model):
    """A plan that somebody asked for. `problem` is everything it is worked out from, as that viewer could see it when they asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="plans")
    problem = models.JSONField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())


class PlanStep(models.Model):
    """How far the work on a plan has come: begun, a good plan with its gap, the best plan, or why there is none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(PlanRequest, on_delete=models.CASCADE, related_name="steps")
    stage = models.TextField(choices=[(stage, stage) for stage in ("begun", "good", "best", "none")])
    result = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "stage"], name="one_step_of_a_stage")]


class Quote(models.Model):
    """The shared company's fixed price to one member for one contract. `vis` opens it to the company and to that member."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    company = models.TextField()
    member = models.TextField()
    vis = models.IntegerField()
    contract = models.TextField()
    users = models.IntegerField()
    price_by_year = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "contract"], name="one_quote_of_a_contract"),
            models.CheckConstraint(condition=models.Q(users__gte=0), name="quote_is_not_negative"),
        ]


class JournalEntry(models.Model):
    """One journal of a company's ledger; its lines follow, in order, and sum to nought (the database checks at commit).

    `number` is its place in the ledger, which the web role cannot read: the gaps would count what is hidden.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.IntegerField()
    company = models.TextField()
    code = models.TextField()
    year = models.SmallIntegerField()
    words = models.TextField()
    reverses = models.TextField(null=True)
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="one_journal_of_a_code"),
            models.UniqueConstraint(fields=["company", "reverses"], name="a_journal_is_reversed_once"),
            models.UniqueConstraint(fields=["company", "number"], name="one_journal_at_a_number"),
        ]


class JournalLine(models.Model):
    """One line of a journal. `vis` opens lines about a member to the company and that member, others to the company alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    journal = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    vis = models.IntegerField()
    place = models.SmallIntegerField()
    account = models.TextField()
    pence = models.BigIntegerField()
    contract = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "place"], name="one_line_at_a_place")]


class YearClose(models.Model):
    """A year of a company that is closed for good, with the rule by which its result was shared and the policy on its reserve."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    company = models.TextField()
    year = models.SmallIntegerField()
    rule = models.TextField()
    policy = models.TextField(default="")
    closed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "year"], name="a_year_closes_once")]
