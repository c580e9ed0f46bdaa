"""The interface of data.police.uk: one answer for one question, always as the public sees it, whoever asks and whatever cookie they bring.

Crimes, outcomes and searches come from what this process has read (`publication_now`); forces and neighbourhoods are read when asked for.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from django.utils import timezone

from beatbook.access.actions import public_viewer
from beatbook.neighbourhoods.queries import (
    Ground,
    boundary_of,
    force_named,
    forces,
    ground_at,
    ground_of,
    grounds_of,
    meetings_of,
    members_of,
    priorities_of,
)
from beatbook.opendata import presenting
from beatbook.opendata.answering import POSTED, answer_about_rows, is_about_rows
from beatbook.opendata.asking import FORM, LONGEST_LINE, Answer, Asked, NotAnswered, is_strict, not_found
from beatbook.opendata.publication import Publication
from beatbook.opendata.queries import NOTHING, published
from beatbook.vocabulary.viewer import Viewer

LOOK_AGAIN_S = 5.0  # how late a change may be seen
REST = 20  # looking may take one part in twenty of the time
_PAIR = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*,\s*([+-]?\d+(?:\.\d*)?)\s*")
Found = TypeVar("Found")


@dataclass
class Reading:
    """What one process has read of one database, and when it looked last."""

    publication: Publication = NOTHING
    looked_at: float = -1e9
    took_s: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_due(self, now: float) -> bool:
        """Is it time to look whether anything has changed?"""
        return now - self.looked_at >= max(settings.BEATBOOK_OPENDATA_REFRESH_S, REST * self.took_s)


_readings: dict[str, Reading] = {}
_apart = ThreadPoolExecutor(4, thread_name_prefix="opendata")


def respond(asked: Asked) -> Answer:
    """The answer to any address below `/api/` that the interface knows, or its “Not Found”."""
    if refused := refusal(asked):
        return refused
    if is_about_rows(asked.path):
        return answer_about_rows(asked, publication_now())
    return as_public(lambda viewer: about_places(asked, viewer))


def refusal(asked: Asked) -> Answer | None:
    """What the form of the request alone forbids: another method, a body that is no form, a request line that is too long."""
    strict = is_strict(asked.parameters)
    if asked.method not in ("GET", "HEAD", "POST"):
        return NotAnswered(405, "Ask with GET or POST.", strict_status=405).answer(strict=strict)
    if asked.method == "POST" and asked.path.partition("/")[0] not in POSTED:
        return NotAnswered(405, "Ask for this with GET.", strict_status=405).answer(strict=strict)
    if asked.method == "POST" and not asked.body_kind.startswith(FORM):
        return NotAnswered(400, f"A body is sent as {FORM}.").answer(strict=strict)
    if asked.method != "POST" and asked.line_length > LONGEST_LINE:
        return NotAnswered(400, f"A request line has at most {LONGEST_LINE} signs: send the polygon with POST.", parameter="poly").answer(
            strict=strict
        )
    return None


def publication_now() -> Publication:
    """What is published, at most `LOOK_AGAIN_S` old. The first question waits for it to be read; later ones never wait."""
    reading = reading_here()
    if reading.looked_at < 0:
        with reading.lock:
            if reading.looked_at < 0:
                as_public(lambda viewer: _look(reading, viewer))
    elif reading.is_due(time.monotonic()) and reading.lock.acquire(blocking=False):
        looking = _apart.submit(_look_and_release, reading)
        if settings.BEATBOOK_OPENDATA_REFRESH_S <= 0:
            looking.result()
    return reading.publication


def has_read() -> bool:
    """Has this process read what is published, so that no answer has to wait for it?"""
    return reading_here().looked_at >= 0


def reading_here() -> Reading:
    """This process's reading of the database to which the settings point."""
    return _readings.setdefault(connections["default"].settings_dict["NAME"], Reading())


def as_public(work: Callable[[Viewer], Found]) -> Found:
    """What `work` gives as the public's viewer, on a connection of its own: the request at hand may be somebody else's transaction."""
    return _apart.submit(_on_own_connection, work).result()


def about_places(asked: Asked, viewer: Viewer) -> Answer:
    """Forces and neighbourhoods."""
    try:
        return Answer(200, json.dumps(_places(asked, viewer), ensure_ascii=False, separators=(",", ":")).encode())
    except NotAnswered as refused:
        return refused.answer(strict=is_strict(asked.parameters))


def _places(asked: Asked, viewer: Viewer) -> Any:
    match asked.path.split("/"):
        case ["forces"]:
            return [{"id": force.code, "name": force.name} for force in forces(viewer=viewer)]
        case ["forces", code]:
            return presenting.force_facts(_known(force_named(code, viewer=viewer)))
        case ["forces", code, "people"]:
            _known(force_named(code, viewer=viewer))
            return [presenting.member_facts(member) for member in members_of(code, viewer=viewer)]
        case ["locate-neighbourhood"]:
            ground = _known(_located(asked.parameters.get("q", ""), viewer))
            return {"force": ground.force, "neighbourhood": ground.code}
        case [force, "neighbourhoods"]:
            _known(force_named(force, viewer=viewer))
            return [{"id": ground.code, "name": ground.name} for ground in grounds_of(force, viewer=viewer)]
        case [force, code]:
            return presenting.ground_facts(_known(ground_of(force, code, viewer=viewer)), force_named(force, viewer=viewer))
        case [force, code, part]:
            return _part(_known(ground_of(force, code, viewer=viewer)), part, viewer)
    raise not_found("There is no such address.")


def _part(ground: Ground, part: str, viewer: Viewer) -> Any:
    where = (ground.force, ground.code)
    match part:
        case "boundary":
            return presenting.ring_facts(boundary_of(ground, viewer=viewer))
        case "people":
            return [presenting.member_facts(member) for member in members_of(*where, viewer=viewer)]
        case "events":
            return [presenting.meeting_facts(meeting) for meeting in meetings_of(*where, timezone.now(), viewer=viewer)]
        case "priorities":
            return [presenting.priority_facts(priority) for priority in priorities_of(*where, viewer=viewer)]
    raise not_found("There is no such address.")


def _located(text: str, viewer: Viewer) -> Ground | None:
    found = _PAIR.fullmatch(text)
    return ground_at(float(found[2]), float(found[1]), viewer=viewer) if found else None


def _known(found: Found | None) -> Found:
    if found is None:
        raise not_found()
    return found


def _look_and_release(reading: Reading) -> None:
    try:
        _on_own_connection(lambda viewer: _look(reading, viewer))
    finally:
        reading.lock.release()


def _look(reading: Reading, viewer: Viewer) -> None:
    started = time.monotonic()
    reading.publication = published(reading.publication, viewer=viewer)
    reading.looked_at = time.monotonic()
    reading.took_s = reading.looked_at - started


def _on_own_connection(work: Callable[[Viewer], Found]) -> Found:
    try:
        return work(public_viewer())
    finally:
        connections.close_all()
