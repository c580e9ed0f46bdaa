"""What every page of a team begins with: its own force's ground, the tabs, who asks, and what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from beatbook.access.queries import agreements_held
from beatbook.measures.where import month_plus
from beatbook.neighbourhoods.queries import Ground, ground_of, grounds_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.forming import Field, day_typed
from beatbook.web.takeaway import Form

TABS = (
    ("Profile", "profile"),
    ("Repeat victims", "repeat-victims"),
    ("Visits", "beat-visits"),
    ("Problems", "problems"),
    ("Tasks", "partner-tasks"),
    ("Case reviews", "case-reviews"),
)
DAY_HINT = "For example, 14/3/2027"
FILES = (("Download as CSV", Form.CSV), ("as XLSX", Form.XLSX))


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking, as the middleware found."""
    viewer: Viewer = request.viewer
    return viewer


def own_ground(area: str, *, viewer: Viewer) -> Ground:
    """The neighbourhood of the viewer's own force that has this area.

    Raises:
        Http404: the force has none.
    """
    found = next((one for one in own_grounds(viewer=viewer) if one.area == area), None) or ground_of(
        viewer.organisation, area, viewer=viewer
    )
    if found is None or found.area is None:
        raise Http404
    return found


def own_grounds(*, viewer: Viewer) -> list[Ground]:
    """Every neighbourhood of the viewer's own force that has an area, by name."""
    return [one for one in grounds_of(viewer.organisation, viewer=viewer) if one.area]


def ground_context(ground: Ground, current: str) -> dict[str, Any]:
    """What the template of every page of a team is given."""
    tabs = [
        (label, f"{reverse(name)}?area={ground.area}" if name == "partner-tasks" else reverse(name, args=[ground.area]))
        for label, name in TABS
    ]
    return {
        "ground": ground,
        "tabs": [(label, url, name == current) for (label, url), (_, name) in zip(tabs, TABS, strict=True)],
        "crumbs": [("Neighbourhoods of my force", reverse("profiles"))],
        "public_url": reverse("neighbourhood", args=[ground.force, ground.code]),
    }


def sharing(*, viewer: Viewer) -> Field:
    """The choice of an agreement by which partners see what is written."""
    choices = [("", "Nobody outside the force"), *((code, f"Partners under {code}") for code in agreements_held(viewer=viewer))]
    return Field("shared_by", "Who else may see it?", "radios", items=choices)


def month_typed(text: str) -> date | None:
    """The first day of a month typed as `3/2027` or `2027-03`, or None."""
    parts = text.replace("-", "/").replace(" ", "").split("/")
    parts = parts[::-1] if len(parts[0]) == len("2027") else parts
    return day_typed("/".join(["1", *parts])) if len(parts) == 2 else None


def last_month(today: date) -> date:
    """The first day of the newest whole month."""
    return month_plus(today.replace(day=1), -1)


def columns(*labels: str, numeric: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Columns of a table; the numeric ones stand to the right."""
    return [{"label": label, "numeric": label in numeric} for label in labels]


def cells(*texts: str | Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """One row of a table."""
    return [{"text": one} if isinstance(one, str) else one for one in texts]
