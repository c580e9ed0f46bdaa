"""What every page's template is given: who is looking, the force's name, where one may go from here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.config.menu import Entry, Group, menu_of
from beatbook.vocabulary.viewer import Role, Viewer

PUBLIC_SECTIONS = (("Your area", "your-area"), ("Open data", "open-data"))


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for the base template. Reads no database: error pages use it too."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    signed_in = viewer is not None and viewer.username != "public"
    return {
        "viewer": viewer if signed_in else None,
        "task": getattr(request, "task", None),
        "scans_files": bool(settings.BEATBOOK_VIRUS_SCANNER),
        "idle_minutes": settings.BEATBOOK_IDLE_MINUTES,
        "force_name": settings.BEATBOOK_FORCE_NAME,
        "demonstration": settings.BEATBOOK_DEMONSTRATION,
        "navigation": _navigation(request, viewer) if signed_in and viewer else _public_navigation(request),
        "may_search": signed_in and viewer is not None and may_use(viewer, Tool.SEARCH),
        "may_remove": signed_in and viewer is not None and may_use(viewer, Tool.REMOVE),
        "role_words": viewer.role.replace("-", " ").capitalize() if viewer and viewer.role != Role.RESIDENT else "",
    }


def _navigation(request: HttpRequest, viewer: Viewer) -> list[dict[str, Any]]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [_group(one, here) if isinstance(one, Group) else _link(one, here) for one in menu_of(viewer)]


def _link(entry: Entry, here: str | None) -> dict[str, Any]:
    return {"label": entry.label, "url": reverse(entry.name), "current": here == entry.name}


def _group(group: Group, here: str | None) -> dict[str, Any]:
    entries = [_link(entry, here) for entry in group.entries]
    return {"label": group.label, "entries": entries, "current": any(entry["current"] for entry in entries)}


def _public_navigation(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [{"label": label, "url": reverse(name), "current": here == name} for label, name in PUBLIC_SECTIONS]
