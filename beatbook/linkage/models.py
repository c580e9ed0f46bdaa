"""Tables of the linkage room: frozen models, links, keys and tokens, all rebuilt from records at will, and people's judgements, which are not."""

import uuid

from django.db import models
from django.db.models.functions import Now

BINARY_ORDER = "C"


class Model(models.Model):
    """One frozen linkage model, as zlib-compressed JSON. Readers follow the links of the one that is published.

    `state`: trained, beside (linked beside the published one), published, retired. `threshold` is the model's own, in bits. `report` is what is known
    of it, counted over open records alone; `chosen_by` names the data that chose each parameter.
    """

    version = models.TextField(primary_key=True)
    spec = models.BinaryField()
    state = models.TextField(db_default="trained")
    threshold = models.FloatField()
    made_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    chosen_by = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["trained", "beside", "published", "retired"]), name="model_state_is_known"
            ),
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="published"), name="one_model_is_published"),
        ]


class Progress(models.Model):
    """How far linking has come: every record whose `changed` is below the watermark is linked under this model.

    The row `records` is that of the published model, `beside:<version>` that of one linked beside it.
    """

    name = models.TextField(primary_key=True)
    watermark = models.BigIntegerField()
    model = models.TextField()


class Link(models.Model):
    """The weight between two records under one model, kept in both directions; `levels` is its level vector.

    Links of several models lie side by side; readers take those of the published one.
    """

    pk = models.CompositePrimaryKey("a", "b", "model")
    a = models.UUIDField()
    b = models.UUIDField()
    va = models.IntegerField()
    vb = models.IntegerField()
    weight = models.FloatField()
    levels = models.BinaryField()
    model = models.TextField()


class Judgement(models.Model):
    """What a person decided about two records. Never changed: another judgement, or one that `undoes` it, ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    a = models.UUIDField()
    b = models.UUIDField()
    verdict = models.TextField()
    reason = models.TextField()
    reference = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
    undoes = models.UUIDField(null=True)
    va = models.IntegerField()
    vb = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=["same", "different", "unsure"]), name="verdict_is_known"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="judgement_names_the_smaller_id_first"),
            models.UniqueConstraint(fields=["undoes"], name="undone_once"),
        ]
        indexes = [  # the markings within the key: what a viewer may not see is not even passed over
            models.Index(fields=["a", "vb", "vis", "va"], name="linkage_judgement_of_a"),
            models.Index(fields=["b", "va", "vis", "vb"], name="linkage_judgement_of_b"),
            models.Index(fields=["vis", "va", "vb"], name="linkage_judgement_by_marking"),
        ]


class Concern(models.Model):
    """That the details of record `a` are another's, and that it concerns the person of record `b`. Never changed: one that `undoes` it ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    a = models.UUIDField()
    b = models.UUIDField()
    reason = models.TextField()
    reference = models.TextField(default="")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
    undoes = models.UUIDField(null=True)
    va = models.IntegerField()
    vb = models.IntegerField()
    vis = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(a=models.F("b")), name="concerns_another_record"),
            models.UniqueConstraint(fields=["undoes"], name="concern_undone_once"),
        ]
        indexes = [
            models.Index(fields=["a", "vb", "vis", "va"], name="linkage_concern_of_a"),
            models.Index(fields=["b", "va", "vis", "vb"], name="linkage_concern_of_b"),
        ]


class ReviewItem(models.Model):
    """One pair on one reviewer's list of one day. Never changed: what became of it is told by judgements."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    a = models.UUIDField()
    b = models.UUIDField()
    owner = models.UUIDField()
    team = models.TextField()
    day = models.DateField()
    place = models.IntegerField()
    kind = models.TextField()
    first_day = models.DateField()
    added_at = models.DateTimeField(db_default=Now())
    va = models.IntegerField()
    vb = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "day", "a", "b"], name="review_item_once_a_day")]
        indexes = [
            models.Index(fields=["team", "day"], name="linkage_review_team"),
            models.Index(fields=["a"], name="linkage_review_a"),
            models.Index(fields=["b"], name="linkage_review_b"),
        ]


class ReviewClaim(models.Model):
    """That somebody has a pair before them, so that a second reviewer is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    a = models.UUIDField()
    b = models.UUIDField()
    claimed_by = models.UUIDField()
    claimed_at = models.DateTimeField(db_default=Now())
    va = models.IntegerField()
    vb = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["a", "b", "claimed_at"], name="linkage_review_claim"),
            models.Index(fields=["b"], name="linkage_review_claim_b"),
        ]


class ReviewSize(models.Model):
    """How many pairs a reviewer of a team is given a day; the latest stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.TextField()
    size = models.IntegerField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField(db_default=Now())
    vis = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=1, size__lte=200), name="review_size_can_be_cleared")]
        indexes = [models.Index(fields=["team", "set_at"], name="linkage_review_size")]


class Key(models.Model):
    """One key by which one record can be looked up."""

    pk = models.CompositePrimaryKey("key", "vis", "record_id")
    key = models.TextField(db_collation=BINARY_ORDER)
    vis = models.IntegerField()
    record_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["record_id"], name="linkage_key_record")]


class Token(models.Model):
    """A name token by the variants of it with one letter left out, for typing errors."""

    pk = models.CompositePrimaryKey("deletion", "vis", "token")
    deletion = models.TextField(db_collation=BINARY_ORDER)
    vis = models.IntegerField()
    token = models.TextField(db_collation=BINARY_ORDER)
