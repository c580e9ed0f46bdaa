"""Calls of the technology room: the tables of every figure's page, and applications, for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.technology.quadrants import quadrant_of
from beatbook.technology.queries import applications
from beatbook.technology.views.pages import FIGURES, asking_of

router = Router(tags=["Technology"])


class TableShown(Schema):
    """One table of a figure's page, every row of it."""

    id: str
    title: str
    columns: list[str]
    rows: list[list[str]]


class FigureShown(Schema):
    """A figure as its page shows it: the sentence and the tables."""

    name: str
    title: str
    sentence: str
    tables: list[TableShown]


class ApplicationShown(Schema):
    """One application as its force says it is."""

    id: UUID
    force: str
    name: str
    capabilities: list[str]
    product: str
    variant: str
    supplier: str
    users: int | None
    annual_pence: int | None = Field(description="What `scope` covers, for a year; empty when nobody says")
    scope: list[str]
    stands: str = Field(description="invest, migrate, tolerate, eliminate or not assessed")
    legacy_score: int | None = Field(description="Likelihood times impact, 1 to 36; 16 and more is what the framework calls red-rated")
    contract_ends: date | None


@router.get("/technology/figures/{name}", response=FigureShown, summary="One figure of technology", url_name="api-technology-figure")
@needs(Tool.FIGURES)
def figure_call(request: HttpRequest, name: str, force: str = "", year: str = "", spend: str = "", service: str = "") -> FigureShown:
    """matrix, same-job, contracts, roadmap, spend, spend-lines, services, blueprint, standards, decisions or managing, as on its page."""
    if name not in FIGURES:
        raise Http404
    figure = FIGURES[name](asking_of(request))
    note(request, "figures", figure=name)
    tables = [
        TableShown(id=one.id, title=one.title, columns=[label for label, _ in one.columns], rows=one.texts()) for one in figure.sections
    ]
    return FigureShown(name=figure.name, title=figure.title, sentence=figure.sentence, tables=tables)


@router.get("/technology/applications", response=list[ApplicationShown], summary="Applications", url_name="api-technology-applications")
@needs(Tool.FIGURES)
def applications_call(request: HttpRequest, force: str = "") -> list[dict[str, Any]]:
    """Every application that you may see, by force and name; of one force when it is named."""
    found = applications(viewer=request.viewer, owner=force or None)
    note(request, "figures", figure="applications", rows=len(found))
    return [
        {**one.content(), "id": one.id, "force": one.owner, "stands": quadrant_of(one), "legacy_score": one.legacy_score} for one in found
    ]
