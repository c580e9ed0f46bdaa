"""The way in: a postcode, the name of a place, or the list."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.neighbourhoods.queries import Ground, find_grounds, forces, ground_at, grounds_of, postcode_place
from beatbook.vocabulary.viewer import Viewer

LONGEST = 100
MOST_LISTED = 400
_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s*[0-9][A-Za-z]{2}\s*")


def your_area(request: HttpRequest) -> HttpResponse:
    """Finds somebody's neighbourhood. One answer leads straight there; none says why, and keeps what was typed."""
    viewer: Viewer = request.viewer
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found, problem = _found(typed, viewer) if typed else ([], "")
    if len(found) == 1:
        return HttpResponseRedirect(_address(found[0]))
    held = [force for force in forces(viewer=viewer) if force.held]
    listed = [(force, [(ground.name, _address(ground)) for ground in grounds_of(force.code, viewer=viewer)]) for force in held]
    context = {
        "typed": typed,
        "errors": [("place", problem)] if problem else [],
        "found": [(f"{ground.name}, {ground.force}", _address(ground)) for ground in found],
        "forces": [(force, reverse("force-areas", args=[force.code]), grounds[:MOST_LISTED]) for force, grounds in listed],
    }
    return render(request, "neighbourhoods/your_area.html", context)


def _found(typed: str, viewer: Viewer) -> tuple[list[Ground], str]:
    if _POSTCODE.fullmatch(typed):
        place = postcode_place(typed, viewer=viewer)
        ground = ground_at(*place, viewer=viewer) if place else None
        return ([ground], "") if ground else ([], "We do not know that postcode. Check it, or choose your neighbourhood from the list")
    found = find_grounds(typed, viewer=viewer)
    return found, "" if found else "No neighbourhood here has that name. Try a postcode, or choose from the list"


def _address(ground: Ground) -> str:
    return reverse("neighbourhood", args=[ground.force, ground.code])
