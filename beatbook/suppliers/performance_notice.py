"""The words of a contract performance notice (UK9), ready to paste. Source: Procurement Regulations 2024, regulation 39."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.suppliers.kpis import Rating
from beatbook.suppliers.scorecard import Score


@dataclass(frozen=True, slots=True)
class Noticed:
    """Whose contract is reported on, for which period."""

    title: str
    ocid: str
    buyer: str
    supplier: str
    period: str


def notice_text(noticed: Noticed, scores: Sequence[Score]) -> str:
    """Plain text of the notice: each KPI with its rating, and why where the rating is “Other”."""
    head = [
        "Contract performance notice (UK9)",
        f"Contract: {noticed.title} ({noticed.ocid or 'no ocid'})",
        f"Contracting authority: {noticed.buyer}",
        f"Supplier: {noticed.supplier}",
        f"Period assessed: {noticed.period}",
    ]
    return "\n".join([*head, *(line for score in scores for line in _of_kpi(score))]) + "\n"


def _of_kpi(score: Score) -> list[str]:
    return [
        "",
        f"KPI: {score.kpi.name} ({score.kpi.numerator} out of {score.kpi.denominator}; definition {score.kpi.code} version {score.kpi.version})",
        f"Rating: {score.rating or Rating.OTHER}",
        f"Reason: {_reason(score)}",
        *(f"Missing: no reading for {one.period}" for one in score.missing),
        *(f"Disputed and not counted: {one.asked.period}, {one.numerator:,} of {one.denominator:,}" for one in score.disputed),
        *(f"Supplier's reply, {one.asked.period}: {one.reply}" for one in (*score.readings, *score.disputed) if one.reply),
    ]


def _reason(score: Score) -> str:
    if score.share is None:
        return "no reading that counts was given; nothing is claimed of the performance"
    doubt = "" if score.firm else "; chance alone could explain another rating"
    low, high = (f"{100 * end:.2f}" for end in score.interval)
    counted = f"{score.numerator:,} of {score.denominator:,}, {100 * float(score.share):.2f} %, against a target of {100 * float(score.kpi.target):.4g} %"
    return f"{counted} (95 % interval {low} to {high} %){doubt}"
