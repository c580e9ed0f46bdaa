"""Rounds of the fund, bids, what assessors and council said, benefits, and options weighed. Rows are added, never changed."""

import uuid
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from beatbook.innovation.asks import Aim, Stage, Verdict
from beatbook.innovation.benefits import Kind
from beatbook.innovation.scoring import Say, Sector


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]


class FundRound(models.Model):
    """One round of the fund: money in pence, what is kept for a stage, and what a region gets at least."""

    code = models.TextField(primary_key=True)
    owner = models.TextField()
    vis = models.IntegerField()
    title = models.TextField()
    budget_pence = models.BigIntegerField()
    ring_fences = models.JSONField(default=dict)
    floors = models.JSONField(default=dict)
    aim = models.TextField(choices=_choices(Aim))
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget_pence__gte=0, closes_on__gte=models.F("opens_on")), name="round_has_money_and_days"
            )
        ]


class Bid(models.Model):
    """One bid for one stage. A bid to scale `follows` the proof of concept whose result says scale: the database refuses any other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(FundRound, on_delete=models.PROTECT, related_name="bids")
    owner = models.TextField()
    vis = models.IntegerField()
    title = models.TextField()
    summary = models.TextField()
    capability = models.TextField(default="")
    stage = models.TextField(choices=_choices(Stage))
    follows = models.UUIDField(null=True)
    ask_pence = models.BigIntegerField()
    benefit_low_pence = models.BigIntegerField()
    benefit_middle_pence = models.BigIntegerField()
    benefit_high_pence = models.BigIntegerField()
    chance_percent = models.SmallIntegerField()
    region = models.TextField(default="")
    depends_on = ArrayField(models.UUIDField(), default=list)
    twins = models.TextField(default="")
    reuse_plan = models.TextField(default="")
    open_outputs = models.BooleanField(default=False)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    ask_pence__gte=0,
                    benefit_low_pence__gte=0,
                    benefit_middle_pence__gte=models.F("benefit_low_pence"),
                    benefit_high_pence__gte=models.F("benefit_middle_pence"),
                    chance_percent__range=(0, 100),
                ),
                name="bid_adds_up",
            )
        ]


class ProofResult(models.Model):
    """What a proof of concept showed. Seen as far as its bid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="results")
    owner = models.TextField()
    vis = models.IntegerField()
    measure = models.TextField()
    baseline = models.FloatField()
    result = models.FloatField()
    verdict = models.TextField(choices=_choices(Verdict))
    learned = models.TextField(default="")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())


class CouncilMember(models.Model):
    """Somebody who scores bids and votes on them, for one of the three sides of the council."""

    user = models.UUIDField(primary_key=True)
    sector = models.TextField(choices=_choices(Sector))


class BidScore(models.Model):
    """One council member's points for one criterion, seen by others only once they have scored the bid themselves. The newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    assessor = models.UUIDField()
    criterion = models.TextField()
    points = models.SmallIntegerField()
    reason = models.TextField(default="")
    scored_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(points__range=(0, 10)), name="points_are_nought_to_ten"),
            models.UniqueConstraint(fields=["bid", "assessor", "criterion"], name="one_score_of_a_criterion"),
        ]


class CouncilVote(models.Model):
    """What a council member says of a bid; the newest holds. A conflict sets the member's scores aside too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="votes")
    member = models.UUIDField()
    say = models.TextField(choices=_choices(Say))
    words = models.TextField(default="")
    said_at = models.DateTimeField(db_default=Now())


class Reuse(models.Model):
    """Another organisation that uses an innovation too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="reuses")
    owner = models.TextField()
    vis = models.IntegerField()
    words = models.TextField(default="")
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "owner"], name="one_reuse_by_an_organisation")]


class LiveCheck(models.Model):
    """One check before an innovation goes live, passed by somebody with evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="checks")
    owner = models.TextField()
    vis = models.IntegerField()
    check_code = models.TextField()
    evidence = models.TextField()
    passed_by = models.UUIDField()
    passed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "check_code"], name="a_check_is_passed_once")]


class WentLive(models.Model):
    """An innovation went live on a day: the database refuses it while a check before going live is missing."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, primary_key=True)
    owner = models.TextField()
    vis = models.IntegerField()
    live_on = models.DateField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class BenefitClaim(models.Model):
    """One benefit of one bid or project: owner, measure, baseline, share, plan by year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField()
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, null=True, related_name="benefits")
    project = models.TextField()
    kind = models.TextField(choices=_choices(Kind))
    measure = models.TextField()
    measure_code = models.TextField(db_default="")
    area = models.TextField()
    higher_is_better = models.BooleanField()
    planned_pence = models.JSONField()
    share_percent = models.SmallIntegerField(default=100)
    optimism_percent = models.SmallIntegerField(default=0)
    optimism_reason = models.TextField(default="")
    hours_use = models.TextField(default="")
    changed_on = models.DateField()
    answers_for_it = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share_percent__range=(0, 100), optimism_percent__range=(0, 99)), name="benefit_shares_are_percent"
            )
        ]


class MeasureReading(models.Model):
    """One value of a benefit's measure on one day, before or after the change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    benefit = models.ForeignKey(BenefitClaim, on_delete=models.PROTECT, related_name="readings")
    vis = models.IntegerField()
    on = models.DateField()
    value = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["benefit", "on"], name="one_reading_a_day")]


class BenefitActual(models.Model):
    """What a benefit reached in one financial year, with its evidence, as its owner claims it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    benefit = models.ForeignKey(BenefitClaim, on_delete=models.PROTECT, related_name="actuals")
    vis = models.IntegerField()
    year = models.SmallIntegerField()
    pence = models.BigIntegerField()
    evidence = models.TextField()
    claimed_by = models.UUIDField()
    claimed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["benefit", "year"], name="one_actual_a_year")]


class Verification(models.Model):
    """Somebody else's word that a claim is true: the database refuses the benefit's owner."""

    actual = models.OneToOneField(BenefitActual, on_delete=models.PROTECT, primary_key=True)
    vis = models.IntegerField()
    verified_by = models.UUIDField()
    words = models.TextField()
    verified_at = models.DateTimeField(db_default=Now())


class Appraisal(models.Model):
    """A question with its factors and options: factors [{code, words, weight, is_gate}], options [{code, name, points, cost_by_year, is_do_nothing}]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField()
    vis = models.IntegerField()
    title = models.TextField()
    question = models.TextField()
    factors = models.JSONField()
    options = models.JSONField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())


class AppraisalWord(models.Model):
    """What staff found or the panel said of an appraisal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="words")
    vis = models.IntegerField()
    kind = models.TextField(choices=[("staff", "staff"), ("panel", "panel")])
    words = models.TextField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField(db_default=Now())


class AppraisalDecision(models.Model):
    """What was decided; the database refuses it before staff findings and the panel's comments are there."""

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, primary_key=True)
    vis = models.IntegerField()
    option = models.TextField()
    reason = models.TextField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
