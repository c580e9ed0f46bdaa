"""Which verdict stands for each pair of records, given everything that people have decided about it.

Invariant: the latest judgement that has not been undone stands; a judgement that undoes another says nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.linkage.persons import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person decided about two records, and why; `undoes` names the judgement that this one ends."""

    id: UUID
    a: UUID
    b: UUID
    verdict: Verdict
    reason: str
    reference: str
    decided_by: UUID
    decided_at: datetime
    undoes: UUID | None = None


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgement that stands for each pair, oldest first."""
    made = sorted(judgements, key=lambda judgement: (judgement.decided_at, judgement.id))
    undone = {judgement.undoes for judgement in made}
    latest = {(j.a, j.b): j for j in made if j.undoes is None and j.id not in undone}
    return tuple(sorted(latest.values(), key=lambda judgement: (judgement.decided_at, judgement.id)))


def decisions(judgements: Iterable[Judgement]) -> list[Decision]:
    """The verdicts that stand, as `persons.group` wants them."""
    return [Decision(j.a, j.b, j.verdict) for j in standing(judgements)]
