"""The viewers that nobody signs in as: the public, and the named jobs of the service. Each process keeps one session of each for a day."""

import time
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from django.db import connections

from beatbook.access.actions.people import organisation_of
from beatbook.access.actions.sessions import PUBLIC, sign_in
from beatbook.access.models import User
from beatbook.vocabulary.markings import NOBODY
from beatbook.vocabulary.viewer import Role, Viewer

SYSTEM_SESSION_HOURS = 24 * 30
RENEWED_AFTER_S = 24 * 3600  # a standing session is left long before it ends, so that a process may run for years


def public_viewer() -> Viewer:
    """Anybody who has not signed in: sees what is marked PUBLIC and no more."""
    return _standing_viewer(PUBLIC, connections["login"].settings_dict["NAME"], _day())


def system_viewer(name: str) -> Viewer:
    """A named job that sees every marking. Its reads are the system's own and never reach a page."""
    username = f"system:{name}"
    User.objects.using("owner").get_or_create(
        username=username,
        defaults={
            "id": uuid5(NAMESPACE_URL, username),
            "display_name": f"Beatbook ({name})",
            "role": Role.SYSTEM,
            "organisation": organisation_of(NOBODY, "Beatbook", "force"),
        },
    )
    return _standing_viewer(username, connections["login"].settings_dict["NAME"], _day())


def _day() -> int:
    return int(time.time() // RENEWED_AFTER_S)


@lru_cache(maxsize=64)
def _standing_viewer(username: str, database: str, day: int) -> Viewer:
    return sign_in(username, hours=SYSTEM_SESSION_HOURS)
