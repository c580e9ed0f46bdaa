"""Reads of kept searches: one's own, what one's supervisor must decide, and what a watching search found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.viewing import viewing
from beatbook.pole.queries import sayings_of
from beatbook.pole.saying import Saying
from beatbook.search.asking import Asked, read_asked
from beatbook.search.models import Decision, Finding, Recent, Saved
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

MOST_RECENT, LOOKED_AT = 8, 60


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """One saved search as its owner or their supervisor sees it; `state` is kept, waiting, watching, refused or ended."""

    id: UUID
    name: str
    owner_name: str
    asked: Asked
    state: str
    purpose: str
    reference: str
    saved_at: datetime
    expires_at: datetime | None
    reason: str
    news: tuple[Saying, ...] = ()


def recent_searches(*, viewer: Viewer) -> list[Asked]:
    """One's own latest searches, newest first, each once; one that only began the next is left out."""
    with viewing(viewer):
        rows = list(Recent.objects.filter(owner=viewer.user_id).order_by("-at")[:LOOKED_AT].values_list("query", flat=True))
    kept: list[Asked] = []
    for asked in map(asked_in, rows):
        if asked.typed and not any(one.typed.casefold().startswith(asked.typed.casefold()) for one in kept):
            kept.append(asked)
    return kept[:MOST_RECENT]


def kept_searches(*, viewer: Viewer) -> list[KeptSearch]:
    """One's own saved searches that are not ended, newest first, with the news of those that watch as far as one may see it now."""
    with viewing(viewer):
        rows = Saved.objects.filter(owner=viewer.user_id, ended_at__isnull=True).select_related("decision").order_by("-saved_at")
        found = list(Finding.objects.filter(owner=viewer.user_id, fresh=True).order_by("-found_at").values_list("saved_id", "record_id"))
        sayings = sayings_of([record_id for _, record_id in found], viewer=viewer)
        news: dict[UUID, list[Saying]] = {}
        for saved_id, record_id in found:
            if record_id in sayings:
                news.setdefault(saved_id, []).append(sayings[record_id])
        return _kept(list(rows), viewer, news)


def waiting_for_approval(*, viewer: Viewer) -> list[KeptSearch]:
    """Others' searches that ask to watch and about which nobody has decided, oldest first; empty for who is no supervisor."""
    with viewing(viewer):
        rows = Saved.objects.filter(watches=True, decision__isnull=True, ended_at__isnull=True, expires_at__gt=clock.now())
        return _kept(list(rows.exclude(owner=viewer.user_id).select_related("decision").order_by("saved_at")), viewer, {})


def asked_in(query: str) -> Asked:
    """The question that a kept query asks."""
    return read_asked(dict(parse_qsl(query)))


def _kept(rows: Iterable[Saved], viewer: Viewer, news: Mapping[UUID, Iterable[Saying]]) -> list[KeptSearch]:
    names, now = names_of_users(viewer=viewer), clock.now()
    kept = []
    for row in rows:
        decision: Decision | None = getattr(row, "decision", None)
        state = _state(row, decision, now)
        facts = (row.purpose, row.reference, row.saved_at, row.expires_at, decision.reason if decision else "", tuple(news.get(row.id, ())))
        kept.append(KeptSearch(row.id, row.name, names.get(str(row.owner), "Unknown"), asked_in(row.query), state, *facts))
    return kept


def _state(row: Saved, decision: Decision | None, now: datetime) -> str:
    if not row.watches:
        return "kept"
    if decision is not None and not decision.approved:
        return "refused"
    if row.expires_at is not None and row.expires_at <= now:
        return "ended"
    return "watching" if decision else "waiting"
