"""Shows a screen again for whoever asks by command, and says so in the log before anything is handed over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from beatbook.access.actions import standing_in
from beatbook.access.permissions import Tool, check_may_use
from beatbook.access.queries import names_of_users, user_named
from beatbook.audit.actions import record_event
from beatbook.audit.purposes import CurrentTask, check_purpose
from beatbook.db.viewing import viewing
from beatbook.stewardship.queries.screens import removed_among, screen_of, screens_of
from beatbook.stewardship.views.drawing import draw
from beatbook.stewardship.views.replaying import facts_of, words_of
from beatbook.vocabulary.errors import BeatbookError


class NoSuchScreen(BeatbookError):
    """The log has no such page that you may see: name another line or minute."""


@dataclass(frozen=True, slots=True)
class Again:
    """A screen shown again: what must be known of it, line by line, and the page; or the file, as it was given."""

    told: tuple[str, ...]
    page: bytes


def replay_for(
    username: str, reason: str, reference: str, *, event_id: UUID | None = None, who: str | None = None, at: datetime | None = None
) -> Again:
    """The screen of one line of the log, or the last that `who` was shown up to a local minute.

    Raises:
        SignInRefused, NotPermitted, PurposeIncomplete: whoever asks may not, or did not say why.
        NoSuchScreen, NotReplayable, NobodyThen: there is nothing to show.
    """
    check_purpose(reason, reference)
    with standing_in(username) as viewer, viewing(viewer):
        check_may_use(viewer, Tool.REPLAY)
        if event_id is None and who is not None and at is not None:
            user_id = user_named(who, viewer=viewer)
            found = next(iter(screens_of(user_id, timezone.make_aware(at), viewer=viewer)), None) if user_id else None
        else:
            found = screen_of(event_id or UUID(int=0), viewer=viewer)
        if found is None:
            raise NoSuchScreen("The log has no such page that you may see.")
        drawn = draw(found, viewer=viewer)
        task = CurrentTask(None, reason, reference.strip()[:100])
        detail = {"screen": str(found.id), "looker": str(found.user_id), "drawn": True}
        record_event(viewer=viewer, kind="replay", route="audit replay", task=task, record_ids=found.record_ids, detail=detail)
        looker = names_of_users(viewer=viewer).get(str(found.user_id), "Unknown")
        facts, words = facts_of(found, looker, drawn), words_of(found, drawn, removed_among(found.record_ids, viewer=viewer))
        page = render_to_string("stewardship/replay_file.html", {"facts": facts, "words": words, "drawn": drawn, "moment": found.at})
    return Again((*(f"{fact['key']}: {fact['value']}" for fact in facts), *words), page.encode() if drawn.file is None else drawn.file)
