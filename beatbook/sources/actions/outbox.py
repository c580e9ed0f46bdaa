"""The road back: tells owning systems what was found here, once, however often a process dies on the way.

Invariant: what is told is committed with the change that caused it. A file is delivered by one rename, and the database knows beforehand
that it lies ready, so that after a crash its absence proves delivery. An HTTP message carries its id as idempotency key.
"""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction

from beatbook.db.viewing import viewing
from beatbook.sources.actions.feeds import feed_named, known_feeds
from beatbook.sources.feeds import Feed
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

USING = "ingest"
MOST_ATTEMPTS = 10
FIRST_WAIT_S, LONGEST_WAIT_S = 30, 6 * 3600
HTTP_TIMEOUT_S = 10
_ADD = "INSERT INTO sources_outbox (id, feed, record_id, kind, body, told_by, vis) VALUES (%s, %s, %s, %s, %s, %s, %s)"
_RETRIED = {408, 409, 425, 429}
Post = Callable[[str, bytes, str], tuple[int, str]]


class RecordNotFound(BeatbookError):
    """There is no such record, or none that you may see."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did with the outbox."""

    delivered: int
    put_off: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Letter:
    id: UUID
    feed: str
    state: str
    attempts: int
    body: bytes


def tell_source(viewer: Viewer, record_id: UUID, kind: str, body: Mapping[str, Any]) -> UUID:
    """Keeps a correction or update for the system that owns the record, in the viewer's own transaction.

    Raises:
        RecordNotFound: the viewer sees no such record.
    """
    letter = uuid4()
    with viewing(viewer) as cursor:
        cursor.execute("SELECT feed, source_key, vis FROM sources_record WHERE id = %s", [record_id])
        found = cursor.fetchone()
        if found is None:
            raise RecordNotFound("There is no such record.")
        feed, source_key, vis = found
        told = {"id": str(letter), "feed": feed, "record": source_key, "kind": kind, **body}
        cursor.execute(_ADD, [letter, feed, record_id, kind, json.dumps(told), viewer.user_id, vis])
    return letter


def tell_system(viewer: Viewer, feed: str, kind: str, body: Mapping[str, Any], *, vis: int, about: UUID | None = None) -> UUID:
    """Keeps something new for a system, in the viewer's own transaction: what it does not hold yet, perhaps because of a record of another system.

    Raises:
        RecordNotFound: the viewer sees no record `about`. UnknownFeed: there is no such feed.
    """
    feed_named(feed)
    letter = uuid4()
    with viewing(viewer) as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM sources_record WHERE id = %s)", [about])
        if about is not None and not cursor.fetchone()[0]:
            raise RecordNotFound("There is no such record.")
        told = {"id": str(letter), "feed": feed, "kind": kind, **body}
        cursor.execute(_ADD, [letter, feed, about, kind, json.dumps(told), viewer.user_id, vis])
    return letter


def deliver_outbox(feeds: Mapping[str, Feed] | None = None, *, limit: int = 100, post: Post | None = None) -> Delivered:
    """Delivers what is due, oldest first. Run again after a failure or a crash: nothing is lost and nothing acted on twice."""
    feeds = known_feeds() if feeds is None else feeds
    counts = {"delivered": 0, "put_off": 0, "failed": 0}
    for _ in range(limit):
        letter = _claim()
        if letter is None:
            break
        counts[_deliver(letter, feeds.get(letter.feed), post or _post)] += 1
    return Delivered(**counts)


def _claim() -> _Letter | None:
    """The next letter due, put off first: should this process die, another tries it after that wait and not before."""
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT id, feed, state, attempts, body::text FROM sources_outbox WHERE state IN ('waiting', 'prepared')"
            " AND next_attempt_at <= now() ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
        )
        found = cursor.fetchone()
        if found is None:
            return None
        letter = _Letter(found[0], found[1], found[2], found[3] + 1, found[4].encode())
        wait = min(FIRST_WAIT_S * 2 ** (letter.attempts - 1), LONGEST_WAIT_S)
        cursor.execute(
            "UPDATE sources_outbox SET attempts = %s, next_attempt_at = now() + make_interval(secs => %s) WHERE id = %s",
            [letter.attempts, wait, letter.id],
        )
    return letter


def _deliver(letter: _Letter, feed: Feed | None, post: Post) -> str:
    if feed is None or feed.outbox is None:
        return _record(letter, "failed", error="The feed has no road back: add [outbox] to its file.")
    try:
        if feed.outbox.method == "file":
            return _record(letter, "delivered", receipt=_drop(letter, _folder(feed.outbox.target)))
        status, answer = post(feed.outbox.target, letter.body, str(letter.id))
    except OSError as error:
        return _put_off(letter, f"{type(error).__name__}: {error.strerror or error}")
    if 200 <= status < 300:
        return _record(letter, "delivered", receipt=f"{status} {answer}"[:500])
    if 400 <= status < 500 and status not in _RETRIED:
        return _record(letter, "failed", error=f"The system answered {status}.")
    return _put_off(letter, f"The system answered {status}.")


def _drop(letter: _Letter, folder: Path) -> str:
    """Delivers a file by one rename; a file that the database knows to be ready, and is not, was delivered before a crash."""
    ready, target = folder / ".ready" / f"{letter.id}.json", folder / f"{letter.id}.json"
    if letter.state == "waiting":
        ready.parent.mkdir(parents=True, exist_ok=True)
        with ready.open("wb") as stream:
            stream.write(letter.body)
            stream.flush()
            os.fsync(stream.fileno())
        _sync(ready.parent)
        _set_state(letter.id, "prepared")
    if ready.exists():
        ready.rename(target)
        _sync(folder)
        _sync(ready.parent)
    return f"file {target.name}"


def _folder(target: str) -> Path:
    path = Path(target).expanduser()
    return path if path.is_absolute() else Path(settings.BEATBOOK_HOME) / path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _post(target: str, body: bytes, key: str) -> tuple[int, str]:
    if not target.startswith(("https://", "http://")):
        raise OSError("the target is no web address")
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = urllib.request.Request(target, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=HTTP_TIMEOUT_S) as answer:
            return answer.status, answer.read(400).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def _put_off(letter: _Letter, error: str) -> str:
    if letter.attempts >= MOST_ATTEMPTS:
        return _record(letter, "failed", error=error)
    with connections[USING].cursor() as cursor:
        cursor.execute("UPDATE sources_outbox SET last_error = %s WHERE id = %s", [error[:500], letter.id])
    return "put_off"


def _record(letter: _Letter, state: str, *, receipt: str = "", error: str = "") -> str:
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "UPDATE sources_outbox SET state = %s, receipt = %s, last_error = %s,"
            " delivered_at = CASE WHEN %s = 'delivered' THEN now() END WHERE id = %s",
            [state, receipt, error, state, letter.id],
        )
    return state


def _set_state(letter: UUID, state: str) -> None:
    with connections[USING].cursor() as cursor:
        cursor.execute("UPDATE sources_outbox SET state = %s WHERE id = %s", [state, letter])
