"""Readings as a release of their own, so that an export of a contract carries how well it is kept. Shape: the OCDS extension for metrics."""

from collections.abc import Sequence
from typing import Any

from beatbook.suppliers.facts import ContractFacts, ReadingFacts, counted
from beatbook.suppliers.kpis import Kpi, Rating
from beatbook.suppliers.ocds.standard import Release
from beatbook.suppliers.scorecard import Score, scores

MONTHS = {"Q1": ("01-01", "03-31"), "Q2": ("04-01", "06-30"), "Q3": ("07-01", "09-30"), "Q4": ("10-01", "12-31")}


def performance_release(contract: ContractFacts, readings: Sequence[ReadingFacts], notices: Sequence[Release]) -> Release | None:
    """An update of the contract's implementation with each KPI as a metric and each reading as an observation; None where nothing was read."""
    said = next((one for notice in notices for one in notice.contracts or () if str(one.id) == contract.code), None)
    if said is None or not readings:
        return None
    asked, found = counted(readings)
    metrics = [_metric(score, readings) for score in scores(asked, found)]
    return Release.model_validate(
        {
            "ocid": contract.ocid,
            "id": f"{contract.ocid}-{contract.code}-performance",
            "date": max(notice.date for notice in notices),
            "tag": ["implementationUpdate"],
            "initiationType": "tender",
            "contracts": [{"id": said.id, "awardID": said.award_id, "implementation": {"metrics": metrics}}],
        }
    )


def _metric(score: Score, readings: Sequence[ReadingFacts]) -> dict[str, Any]:
    own = [one for one in readings if (one.kpi_code, one.kpi_version) == (score.kpi.code, score.kpi.version)]
    return {
        "id": f"{score.kpi.code}-v{score.kpi.version}",
        "title": score.kpi.name,
        "description": f"{score.kpi.numerator} out of {score.kpi.denominator}, in per cent; target {100 * float(score.kpi.target):g}",
        "rating": score.rating or Rating.OTHER,
        "observations": [_observation(one, score.kpi) for one in own],
    }


def _observation(one: ReadingFacts, kpi: Kpi) -> dict[str, Any]:
    first, last = days_of(one.period)
    found: dict[str, Any] = {
        "id": str(one.id),
        "period": {"startDate": f"{first}T00:00:00Z", "endDate": f"{last}T23:59:59Z"},
        "unit": {"name": "%"},
    }
    if one.numerator is None or not one.denominator:
        return {**found, "notes": "Missing: no reading was given"}
    notes = [f"{one.numerator} of {one.denominator}", *(["Disputed and not counted"] if one.is_disputed else [])]
    notes += [f"Supplier’s reply: {one.reply}"] if one.reply else []
    return {**found, "measure": f"{100 * one.numerator / one.denominator:.4f}", "notes": "; ".join(notes)}


def days_of(period: str) -> tuple[str, str]:
    """First and last day of `2026-Q1` or `2026-03`."""
    year, part = period.split("-")
    if part in MONTHS:
        first, last = MONTHS[part]
        return f"{year}-{first}", f"{year}-{last}"
    leap = int(year) % 4 == 0  # 2000 to 2099, as periods are
    days = 29 if part == "02" and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[int(part) - 1]
    return f"{year}-{part}-01", f"{year}-{part}-{days}"
