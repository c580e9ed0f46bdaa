"""Keeps searches, lets a supervisor decide about those that would watch, and asks again in their owners' names."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, ProgrammingError, connections, transaction

from beatbook.access.actions import SignInRefused, standing_in
from beatbook.access.permissions import Tool, check_may_use, may_use
from beatbook.audit.actions import record_event
from beatbook.audit.purposes import CurrentTask, check_purpose
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.search.asking import Asked
from beatbook.search.models import Decision, Finding, Recent, Saved
from beatbook.search.queries import MOST_RECORDS, records_answering, search
from beatbook.search.saved.queries import asked_in
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.moment import taken_for_now
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

WATCH_DAYS, RECENT_DAYS = 28, 30
MOST_SAVED, SHORTEST_REASON = 50, 10


class SearchNotKept(BeatbookError):
    """The search cannot be kept, or not decided about, like this: which field to mend is in `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def remember(asked: Asked, *, viewer: Viewer) -> None:
    """Puts a search on its maker's list of recent ones; one that is only replayed is not made again."""
    if taken_for_now() is not None:
        return
    with viewing(viewer):
        Recent.objects.create(owner=viewer.user_id, query=asked.narrowed().query())


def keep_search(asked: Asked, name: str, *, viewer: Viewer, watch: bool = False, task: CurrentTask | None = None) -> UUID:
    """Saves a search; with `watch` it asks a supervisor that it may tell of new results, for 28 days, for the purpose of the task.

    Raises:
        SearchNotKept: no name, nothing typed, too many saved, or so many results that nobody could be told which are new.
        PurposeIncomplete: watching without a purpose.
    """
    if not name.strip() or not asked.typed:
        raise SearchNotKept("name", "Give the search a name" if asked.typed else "Search for something first")
    purpose, reference = (task.purpose, task.reference) if watch and task else ("", "")
    if watch:
        check_purpose(purpose, reference)
        if search(asked, viewer=viewer, today=clock.today()).more:
            raise SearchNotKept("watch", f"More than {MOST_RECORDS} records answer: narrow the search before it watches")
    with viewing(viewer):
        if Saved.objects.filter(owner=viewer.user_id, ended_at__isnull=True).count() >= MOST_SAVED:
            raise SearchNotKept("name", f"You have {MOST_SAVED} saved searches: end one first")
        now = clock.now()
        kept = Saved.objects.create(
            owner=viewer.user_id,
            organisation=viewer.organisation,
            name=name.strip()[:80],
            query=asked.narrowed().query(),
            watches=watch,
            purpose=purpose,
            reference=reference,
            saved_at=now,
            expires_at=now + timedelta(days=WATCH_DAYS) if watch else None,
        )
    return UUID(str(kept.id))


def end_search(saved_id: UUID, *, viewer: Viewer) -> bool:
    """Ends one's own saved search; False when one has no such search."""
    with viewing(viewer):
        own = Saved.objects.filter(id=saved_id, owner=viewer.user_id, ended_at__isnull=True)
        return bool(own.update(ended_at=clock.now()))


def decide_watching(saved_id: UUID, *, viewer: Viewer, approve: bool, reason: str) -> bool:
    """A supervisor's decision about another's search; False when they see no such search that waits. The database holds who may.

    Raises:
        NotPermitted: the viewer is no supervisor.
        SearchNotKept: no reason in words.
    """
    check_may_use(viewer, Tool.APPROVE_WATCHING)
    if len(reason.strip()) < SHORTEST_REASON:
        raise SearchNotKept("reason", "Say in a few words why")
    with viewing(viewer):
        waiting = Saved.objects.filter(id=saved_id, watches=True, decision__isnull=True, ended_at__isnull=True, expires_at__gt=clock.now())
        if not waiting.exists():
            return False
        try:
            with transaction.atomic():
                Decision.objects.create(saved_id=saved_id, approved=approve, reason=reason.strip()[:500], decided_by=viewer.user_id)
        except (IntegrityError, ProgrammingError):  # decided meanwhile, or one's own
            return False
    return True


def tell_of_new_results() -> int:
    """Asks every approved, unexpired watching search again, as its owner and with their access of now; returns how many new records were told."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(load_sql(__file__, "searches_watching"))
        watching = cursor.fetchall()
    return sum(_ask_again(*one) for one in watching)


def forget_recent() -> None:
    """Purges lists of recent searches of what is older than a month."""
    Recent.objects.using("ingest").filter(at__lt=clock.now() - timedelta(days=RECENT_DAYS)).delete()


def _ask_again(saved_id: UUID, username: str, query: str, purpose: str, reference: str) -> int:
    """How many records are news. Whose access has ended is asked for nothing; the first time only notes what answers already."""
    try:
        with standing_in(username) as viewer, viewing(viewer):
            if not may_use(viewer, Tool.SEARCH):
                return 0
            known = set(Finding.objects.filter(saved_id=saved_id).values_list("record_id", flat=True))
            new = [one for one in records_answering(asked_in(query), viewer=viewer, today=clock.today()) if one not in known]
            noted = new if known else [*new, saved_id]  # its own id, which no record has, says that it has begun
            Finding.objects.bulk_create(Finding(saved_id=saved_id, owner=viewer.user_id, record_id=one, fresh=bool(known)) for one in noted)
            if not known or not new:
                return 0
            task, detail = CurrentTask(None, purpose, reference), {"typed": query[:200], "saved": str(saved_id)}
            record_event(viewer=viewer, kind="search", route="watching", task=task, record_ids=new, detail=detail)
            return len(new)
    except SignInRefused:
        return 0
