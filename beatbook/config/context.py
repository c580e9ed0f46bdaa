"""What every page's template is given: who is looking, the force's name, where one may go from here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.vocabulary.viewer import Role, Viewer

SECTIONS = (
    ("Home", "home", None),
    ("Search", "search", Tool.SEARCH),
    ("Shift", "shift", Tool.SUPERVISE),
    ("Victims", "victims-owed", Tool.CASES),
    ("Minor offence", "minor", Tool.CASES),
    ("Intelligence", "handed-in", Tool.INTELLIGENCE),
    ("Neighbourhoods", "your-area", None),
    ("My neighbourhood", "profiles", Tool.PROFILE),
    ("Tasks with partners", "partner-tasks", Tool.TASKING),
    ("Search scrutiny", "scrutiny", Tool.SCRUTINY),
    ("Forecasts", "forecasts", Tool.FORECASTS),
    ("Patrols", "patrols", Tool.FORECASTS),
    ("Tension", "tension", Tool.TENSION),
    ("Threat watch", "threats", Tool.TENSION),
    ("Review", "review", Tool.JUDGE),
    ("Measures", "measures", Tool.MEASURES),
    ("Systems and quality", "feeds", Tool.SOURCES),
    ("Technology", "technology", Tool.FIGURES),
    ("Models", "models", Tool.MODELS),
    ("Sent to systems", "outbox", Tool.OUTBOX),
    ("Sealed identities", "seals", Tool.SEAL),
    ("Buying together", "pooling", Tool.FIGURES),
    ("Innovation", "innovation", Tool.FIGURES),
    ("Who looks", "oversight", Tool.READ_LOG),
    ("What screens showed", "replays", Tool.REPLAY),
    ("Access", "access", Tool.ACCESS),
    ("Searches to approve", "watching-approvals", Tool.APPROVE_WATCHING),
    ("National systems", "national-systems", Tool.CARRIERS),
)
PUBLIC_SECTIONS = (("Your area", "your-area"), ("Open data", "open-data"))


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for the base template. Reads no database: error pages use it too."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    signed_in = viewer is not None and viewer.username != "public"
    return {
        "viewer": viewer if signed_in else None,
        "task": getattr(request, "task", None),
        "force_name": settings.BEATBOOK_FORCE_NAME,
        "demonstration": settings.BEATBOOK_DEMONSTRATION,
        "navigation": _navigation(request, viewer) if signed_in and viewer else _public_navigation(request),
        "may_search": signed_in and viewer is not None and may_use(viewer, Tool.SEARCH),
        "role_words": viewer.role.replace("-", " ").capitalize() if viewer and viewer.role != Role.RESIDENT else "",
    }


def _navigation(request: HttpRequest, viewer: Viewer) -> list[dict[str, Any]]:
    allowed = [(label, reverse(name), name) for label, name, tool in SECTIONS if tool is None or may_use(viewer, tool)]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [{"label": label, "url": url, "current": here == name} for label, url, name in allowed]


def _public_navigation(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [{"label": label, "url": reverse(name), "current": here == name} for label, name in PUBLIC_SECTIONS]
