"""Tables of the technology room. Each row bears the marking of its owner's figures; only the loader changes what a force said.

The web adds submissions, questions, comments, blueprint versions, wishes and votes, always in its viewer's own name.
"""

import dataclasses
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from beatbook.technology import facts

TEXTS: dict[str, Any] = {"base_field": models.TextField(), "default": list}


class Owned(models.Model):
    """Whose figure it is, and the marking that says how far it is seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField(db_index=True)

    class Meta:
        abstract = True


class Submission(Owned):
    """A file or a form as it came in. The web can put its body in and never read it back; the loader takes it and empties it."""

    kind = models.TextField()
    name = models.TextField()
    body = models.BinaryField()
    options = models.JSONField(default=dict)
    submitted_by = models.UUIDField()
    submitted_at = models.DateTimeField(db_default=Now())
    state = models.TextField(db_default="waiting")
    said = models.TextField(db_default="")
    summary = models.JSONField(db_default={})
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["submitted_at"], condition=models.Q(state="waiting"), name="technology_waiting")]


class LeftRow(Owned):
    """A row of a submission that was refused or left out, or a note on one that was taken; with what stood in it."""

    submission = models.UUIDField(db_index=True)
    sheet = models.TextField(default="")
    row = models.IntegerField()
    column = models.TextField(default="")
    reason = models.TextField()
    outcome = models.TextField()
    content = models.JSONField(default=list)


class Application(Owned):
    """One application of one force as it stands. See `facts.Application`, which it holds."""

    name = models.TextField()
    capabilities = ArrayField(**TEXTS)
    product = models.TextField()
    variant = models.TextField(default="")
    supplier = models.TextField(default="")
    users = models.IntegerField(null=True)
    annual_pence = models.BigIntegerField(null=True)
    scope = ArrayField(**TEXTS)
    criticality = models.SmallIntegerField(null=True)
    functional_fit = models.SmallIntegerField(null=True)
    technical_fit = models.SmallIntegerField(null=True)
    legacy_likelihood = models.SmallIntegerField(null=True)
    legacy_impact = models.SmallIntegerField(null=True)
    legacy_reasons = ArrayField(**TEXTS)
    interfaces = models.JSONField(default=list)
    data_held = models.TextField(default="")
    standards = ArrayField(**TEXTS)
    contract_starts = models.DateField(null=True)
    contract_ends = models.DateField(null=True)
    evidence_url = models.TextField(default="")
    assessed_on = models.DateField(null=True)
    version = models.IntegerField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(users__gte=0), name="users_not_negative"),
            models.CheckConstraint(condition=models.Q(annual_pence__gte=0), name="cost_not_negative"),
            models.CheckConstraint(condition=models.Q(contract_ends__gte=models.F("contract_starts")), name="ends_after_start"),
        ]


class ApplicationVersion(Owned):
    """What the force said of an application before and now; only its owner's people see the past."""

    application = models.UUIDField()
    version = models.IntegerField()
    content = models.JSONField()
    submission = models.UUIDField(null=True)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "version"], name="one_version_of_an_application")]


class Question(Owned):
    """What somebody asked about an application, or answered: `owner` is the organisation that speaks. Nothing is changed by it."""

    application = models.UUIDField(db_index=True)
    text = models.TextField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class ConformanceTest(Owned):
    """The result of running an export of an application against a standard. The export itself is not kept."""

    application = models.UUIDField(db_index=True)
    standard = models.TextField()
    rows = models.IntegerField()
    n_faults = models.IntegerField()
    faults = models.JSONField(default=list)
    sha256 = models.TextField()
    tested_at = models.DateTimeField(db_default=Now())


class BlueprintVersion(Owned):
    """What the centre says of a capability: target products, standards, from when. Published again, it is a new version."""

    capability = models.TextField()
    version = models.IntegerField()
    status = models.TextField(choices=[(word, word) for word in ("draft", "consulted", "agreed")])
    targets = ArrayField(**TEXTS)
    standards = ArrayField(**TEXTS)
    text = models.TextField()
    from_on = models.DateField(null=True)
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "capability", "version"], name="one_version_of_a_blueprint")]


class BlueprintComment(Owned):
    """What an organisation says of a blueprint decision."""

    capability = models.TextField(db_index=True)
    text = models.TextField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class LedgerLine(Owned):
    """One line of a ledger with its class and the rule that gave it."""

    year = models.SmallIntegerField()
    kind = models.TextField()
    on = models.DateField(null=True)
    account = models.TextField(default="")
    account_name = models.TextField(default="")
    supplier = models.TextField(default="")
    description = models.TextField(default="")
    project = models.TextField(default="")
    pence = models.BigIntegerField()
    spend = models.TextField()
    rule = models.TextField(default="")
    definition = models.TextField()
    file = models.TextField()
    row = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["owner", "year"], name="technology_ledger_year")]


class PlanLine(Owned):
    """A savings target of a year, or a saving that is planned from a year on."""

    year = models.SmallIntegerField()
    kind = models.TextField(choices=[("target", "target"), ("saving", "saving")])
    title = models.TextField()
    pence = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "year", "kind", "title"], name="one_plan_line")]


class Reading(Owned):
    """One monthly figure of how technology is managed: chief officers' hours on it, days of change available and planned."""

    kind = models.TextField(choices=[(word, word) for word in ("chief officer hours", "change days available", "change days planned")])
    month = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "month"], name="one_reading_a_month")]


class Wish(Owned):
    """What a member asks of the service, in its own words: the backlog that members shape."""

    title = models.TextField()
    reason = models.TextField()
    capability = models.TextField(default="")
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class Vote(Owned):
    """One organisation's vote for a wish."""

    wish = models.UUIDField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "owner"], name="one_vote_an_organisation")]


def application_facts(row: Application) -> facts.Application:
    """The plain value that a row holds."""
    columns = {name: getattr(row, name) for name in FACT_COLUMNS}
    return facts_of(columns)


def facts_of(columns: dict[str, Any]) -> facts.Application:
    """The plain value of these columns: lists become tuples, interfaces their own kind."""
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in columns.items()}
    said["interfaces"] = tuple(facts.Interface(**one) for one in columns["interfaces"])
    return facts.Application(**said)


FACT_COLUMNS = tuple(field.name for field in dataclasses.fields(facts.Application))
