"""What every page of a neighbourhood begins with: the force, the ground, the month asked about."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from beatbook.measures.where import Period, month_plus, year_to
from beatbook.neighbourhoods.queries import ForceView, Ground, force_named, ground_of
from beatbook.neighbourhoods.queries.recorded import months_counted
from beatbook.vocabulary.viewer import Viewer

MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")
MONTHS_SHOWN = 36
FORMS = (("Download as CSV", "csv"), ("as XLSX", "xlsx"), ("places as GeoJSON", "geojson"))


@dataclass(frozen=True, slots=True)
class Here:
    """A force, one neighbourhood of it, the month that is shown and all that are counted (None: nothing is)."""

    force: ForceView
    ground: Ground
    month: date | None
    held: Period | None

    @property
    def period(self) -> Period | None:
        """The month that is shown, alone."""
        return Period(self.month, self.month) if self.month else None

    @property
    def year(self) -> Period | None:
        """The twelve months that end with it."""
        return year_to(self.month) if self.month else None

    @property
    def trend(self) -> Period | None:
        """The months of the trend."""
        if self.month is None or self.held is None:
            return None
        return Period(max(self.held.first, month_plus(self.month, 1 - MONTHS_SHOWN)), self.month)


def force_or_404(code: str, *, viewer: Viewer) -> ForceView:
    """A force of which something is held."""
    force = force_named(code, viewer=viewer)
    if force is None or not force.held:
        raise Http404
    return force


def here(request: HttpRequest, force_code: str, code: str, *, viewer: Viewer) -> Here:
    """What an address of a neighbourhood means, or 404."""
    force = force_or_404(force_code, viewer=viewer)
    ground = ground_of(force_code, code, viewer=viewer)
    if ground is None:
        raise Http404
    held = months_counted(force_code, viewer=viewer)
    return Here(force, ground, asked_month(request, held), held)


def asked_month(request: HttpRequest, held: Period | None) -> date | None:
    """The month in the address, if it is counted; else the latest."""
    asked = MONTH.fullmatch(request.GET.get("month", ""))
    month = date(int(asked[1]), int(asked[2]), 1) if asked else None
    if held is None:
        return None
    return month if month and held.first <= month <= held.last else held.last


def month_code(month: date) -> str:
    """A month as addresses have it: `2025-01`."""
    return f"{month:%Y-%m}"


def views_of(place: Here, current: str) -> list[tuple[str, str, bool]]:
    """The pages of one neighbourhood."""
    names = (("Overview", "neighbourhood"), ("Stop and search", "neighbourhood-searches"), ("Explore the map", "neighbourhood-map"))
    return [(label, reverse(name, args=[place.force.code, place.ground.code]), name == current) for label, name in names]


def crumbs(force: ForceView, ground: Ground | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [("Your area", reverse("your-area"))]
    return [*way, (force.name, reverse("force-areas", args=[force.code]))] if ground else way


def page_context(place: Here, current: str) -> dict[str, Any]:
    """What the template of every page of a neighbourhood is given."""
    return {
        "force": place.force,
        "ground": place.ground,
        "month": place.month,
        "views": views_of(place, current),
        "crumbs": crumbs(place.force, place.ground),
    }
