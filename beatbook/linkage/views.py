"""Pages about the models of who is who: which is in use, how good each is, for whom, and what a new one would change.

Invariant: every figure was counted over open records alone, those from which models learn, so that no page tells a count of hidden ones.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.linkage.model_words import (
    BLOCKING,
    CALIBRATION,
    FAIRNESS,
    blocking_rows,
    calibration_bars,
    calibration_rows,
    fairness_rows,
    sentence,
    taken_rows,
)
from beatbook.linkage.queries import ModelRow, models_known
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WIDE, NARROW = 850, 340
STATES = {
    "published": ("In use", "green"),
    "beside": ("Linked beside", "blue"),
    "trained": ("Trained", "grey"),
    "retired": ("Retired", "grey"),
}


@needs(Tool.MODELS)
def models(request: HttpRequest) -> HttpResponse:
    """Every model with its state, newest first."""
    note(request, "consultation")
    found = models_known(viewer=_viewer(request))
    used = next((one for one in found if one.state == "published"), None)
    context = {
        "sentence": f"{sentence(used.report)} Model {used.version} is in use." if used else "No model is in use yet: nothing is linked.",
        "columns": [{"label": label} for label in ("Model", "State", "Made", "In use since")] + [{"label": "Joins from", "numeric": True}],
        "rows": [_model_cells(one) for one in found],
    }
    return render(request, "linkage/models.html", context)


@needs(Tool.MODELS)
def model(request: HttpRequest, version: str) -> HttpResponse:
    """One model: accuracy, calibration, fairness, blocking, agreement with reviewers, and what it would change."""
    note(request, "consultation", model=version)
    found = _found(request, version)
    figures = found.report.get("accuracy") or found.report.get("judgements") or {}
    pairs = [Bar(label, value, said) for label, value, said in calibration_bars(figures.get("calibration", []))]
    context = {
        "model": found,
        "state": STATES[found.state][0],
        "sentence": sentence(found.report),
        "wide": bars(pairs, width=WIDE, title="Predicted and true shares", id="calibration") if pairs else None,
        "narrow": bars(pairs, width=NARROW, title="Predicted and true shares", id="calibration") if pairs else None,
        "calibration_columns": _columns(CALIBRATION, texts=1),
        "calibration": _cells(calibration_rows(figures.get("calibration", []))),
        "fairness_columns": _columns(FAIRNESS, texts=1),
        "fairness": _cells(fairness_rows(figures.get("fairness", []))),
        "blocking_columns": _columns(BLOCKING, texts=1),
        "blocking": _cells(blocking_rows(found.report.get("blocking", {}))),
        "change": found.report.get("comparison"),
        "judged": found.report.get("judgements"),
        "chosen": [[{"text": what}, {"text": data}] for what, data in found.chosen_by.items()],
        "chosen_columns": [{"label": "Parameter"}, {"label": "Chosen by"}],
        "files": [("Download as CSV", reverse("model-file", args=[version]))],
    }
    return render(request, "linkage/model.html", context)


@needs(Tool.MODELS)
def model_file(request: HttpRequest, version: str) -> HttpResponse:
    """Every figure of a model's page as CSV."""
    note(request, "export", model=version, form="csv")
    found = _found(request, version)
    sheet = Sheet(f"Model {version}", "", ("Part", "What", "Figure", "Value"), taken_rows(found.report))
    return answer(sheet, Form.CSV, Taking(_viewer(request).display_name, clock.local_now()), name=f"model-{version}")


def _found(request: HttpRequest, version: str) -> ModelRow:
    found = next((one for one in models_known(viewer=_viewer(request)) if one.version == version), None)
    if found is None:
        raise Http404
    return found


def _model_cells(one: ModelRow) -> list[dict[str, Any]]:
    words, colour = STATES[one.state]
    return [
        {"text": one.version, "href": reverse("model", args=[one.version])},
        {"text": "", "tag": {"text": words, "colour": colour}},
        {"text": phrases.date_time(one.made_at)},
        {"text": phrases.date_time(one.published_at) if one.published_at else "never"},
        {"text": f"{one.threshold_bits:.1f} bits"},
    ]


def _columns(labels: tuple[str, ...], *, texts: int) -> list[dict[str, Any]]:
    return [{"label": label, "numeric": place >= texts} for place, label in enumerate(labels)]


def _cells(rows: list[list[str]]) -> list[list[dict[str, str]]]:
    return [[{"text": text} for text in row] for row in rows]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
