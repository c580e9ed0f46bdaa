"""Sessions that see what one user saw at a past moment, for as long as it takes to draw a page."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections

from beatbook.access.actions.sessions import hash_of, viewer_of
from beatbook.access.models import User
from beatbook.db.replaying import replaying
from beatbook.db.viewing import viewing
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.moment import taking_for_now
from beatbook.vocabulary.viewer import Viewer

REPLAY_MINUTES = 5  # far longer than a page takes to draw; the session is deleted when it is drawn


class NobodyThen(BeatbookError):
    """The log names somebody who had no account at that moment: compare it with the register of accounts."""


@contextmanager
def replaying_as(user_id: UUID, seen: str, at: datetime, *, viewer: Viewer) -> Iterator[Viewer]:
    """Shows, within the block, what this user saw at a moment: `seen` is the log's word for it. Nobody sees more of it than they may see now.

    Yields the viewer of then: role, body and access as they were. Nothing can be written within the block.

    Raises:
        NobodyThen: there was no such user at that moment.
    """
    token = secrets.token_urlsafe(32)
    with viewing(viewer) as cursor:
        cursor.execute("SELECT sec.my_vis()")
        within = cursor.fetchone()[0]
    with connections["login"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO sec.session (token_hash, user_id, expires_at, replay_of, replay_at, replay_within, replay_by)"
            " VALUES (%s, %s, now() + %s, %s::pg_snapshot, %s, %s::integer[], %s)",
            [hash_of(token), user_id, timedelta(minutes=REPLAY_MINUTES), seen, at, list(within), viewer.user_id],
        )
    try:
        with taking_for_now(at), replaying(token):
            user = User.objects.filter(id=user_id).first()
            if user is None:
                raise NobodyThen("There was no such user at that moment.")
            yield viewer_of(user, token)
    finally:
        with connections["login"].cursor() as cursor:
            cursor.execute("DELETE FROM sec.session WHERE token_hash = %s", [hash_of(token)])
