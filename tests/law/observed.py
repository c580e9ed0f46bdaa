"""All that a viewer can observe of a database: every page, file and refusal, for every record of the world, hidden ones guessed at too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.test import Client

from beatbook.vocabulary.viewer import Viewer
from tests.journeys.walking import answer, paths_of
from tests.law.worlds import World

ABSENT = UUID("00000000-0000-4000-8000-0000000000aa")
SEARCHES = (
    "quillfeather",
    "thurstan quilfeather 1981",
    "okonjo vane",
    "ZZ7 3QH",
    "07700 900771",
    "07700 900773",
    "tallow",
    "9 oriel row",
    "44/770000/26",
)
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(rb"\d\d/\d\d/20\d\d,? \d\d:\d\d(:\d\d)?|20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(\+00:00|Z)?")

_SEEN = re.compile(rb"seen=[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a page or file, or where there is a form, what would change something."""

    path: str
    form: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What was asked, as a difference is reported."""
        return self.path if self.form is None else f"POST {self.path} {dict(self.form)}"


def asks_in(world: World, ids: Mapping[tuple[str, str], UUID]) -> list[Ask]:
    """All that there is to ask in a world, once each."""
    people = [ids[said.feed, said.key] for said in world.people]
    events = [ids[said.feed, said.key] for said in world.events]
    paths = [path for path in paths_of({"person": [*people, ABSENT], "event": [*events, ABSENT], "object": []}) if not _needless(path)]
    searches = [f"/search?q={typed.replace(' ', '+')}" for typed in SEARCHES]
    searches += [f"/search/results.csv?q={typed.replace(' ', '+')}" for typed in SEARCHES[:3]]
    return [*map(Ask, dict.fromkeys([*searches, *paths])), *_guesses(people)]


def observed(viewer: Viewer, world: World, ids: Mapping[tuple[str, str], UUID], asks: Sequence[Ask] | None = None) -> dict[str, bytes]:
    """Every answer (or those to `asks`) by what was asked; numbers drawn by chance, and the moment of asking, are taken out of it."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    known = {str(ids[said.feed, said.key]).encode() for said in (*world.people, *world.events)}
    return {ask.name: _plain(_answer(client, ask), known) for ask in (asks_in(world, ids) if asks is None else asks)}


def _answer(client: Client, ask: Ask) -> bytes:
    if ask.form is None:
        return answer(client, ask.path)
    response = client.post(ask.path, ask.form)
    return f"{response.status_code} {response.headers.get('Location')}\n".encode() + response.content


def _guesses(people: list[UUID]) -> Iterator[Ask]:
    """What changes things is tried as well, with a record that is not there: an id that is hidden must answer just so."""
    for one, other in zip(people, [*people[1:], ABSENT], strict=True):
        judged = {"first": str(one), "second": str(other), "verdict": "unsure", "reason": "no more than a guess"}
        yield Ask(f"/people/{one}/judgements", judged)
        yield Ask(f"/people/{one}/judgements", judged | {"second": str(ABSENT)})
        yield Ask(f"/records/{one}/tell", {"kind": "wrong", "body": ""})
        yield Ask(f"/records/{one}/concerns", {"other": str(ABSENT), "reason": "a guess"})


def _needless(path: str) -> bool:
    # the county's own searches and sheets find nothing here; they are walked in tests/journeys
    return path.startswith("/search") or path.endswith((".xlsx", ".geojson")) or "millshire" in path


def _plain(body: bytes, known: set[bytes]) -> bytes:
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    body = _MOMENT.sub(b"<moment>", re.sub(rb"Printed by [^<]*", b"", body))
    body = body.replace(b"just now", b"")
    body = _SEEN.sub(b"seen=", body)  # made from the moments of judgements too; what it tells is tested in test_quiet.py
    return _UUID.sub(lambda found: found.group() if found.group() in known else b"<id>", body)
