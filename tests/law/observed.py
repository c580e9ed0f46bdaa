"""All that a viewer can observe of a database: every page, file and refusal, for every record of the world, hidden ones guessed at too."""

import re
from uuid import UUID

from django.conf import settings
from django.test import Client

from beatbook.vocabulary.viewer import Viewer
from tests.journeys.test_non_interference import answer, paths_of
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


def observed(viewer: Viewer, world: World, ids: dict[tuple[str, str], UUID]) -> dict[str, bytes]:
    """Every answer by what was asked; numbers that the database draws by chance, and the moment of asking, are taken out of it."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    people = [ids[said.feed, said.key] for said in world.people]
    events = [ids[said.feed, said.key] for said in world.events]
    paths = [path for path in paths_of({"person": [*people, ABSENT], "event": [*events, ABSENT], "object": []}) if not _needless(path)]
    paths += [f"/search?q={typed.replace(' ', '+')}" for typed in SEARCHES]
    paths += [f"/search/results.csv?q={typed.replace(' ', '+')}" for typed in SEARCHES[:3]]
    known = {str(one).encode() for one in (*people, *events)}
    answers = {path: _plain(answer(client, path), known) for path in dict.fromkeys(paths)}
    return answers | _guesses(client, people, known)


def _guesses(client: Client, people: list[UUID], known: set[bytes]) -> dict[str, bytes]:
    """What changes things is tried as well, with a record that is not there: an id that is hidden must answer just so."""
    found = {}
    for one, other in zip(people, [*people[1:], ABSENT], strict=True):
        judged = {"first": str(one), "second": str(other), "verdict": "unsure", "reason": "no more than a guess"}
        for path, form in (
            (f"/people/{one}/judgements", judged),
            (f"/people/{one}/judgements", judged | {"second": str(ABSENT)}),
            (f"/records/{one}/tell", {"kind": "wrong", "body": ""}),
            (f"/records/{one}/concerns", {"other": str(ABSENT), "reason": "a guess"}),
        ):
            response = client.post(path, form)
            found[f"POST {path} {form}"] = _plain(
                f"{response.status_code} {response.headers.get('Location')}\n".encode() + response.content, known
            )
    return found


def _needless(path: str) -> bool:
    # the county's own searches and sheets find nothing here; they are walked in tests/journeys
    return path.startswith("/search") or path.endswith((".xlsx", ".geojson")) or "millshire" in path


def _plain(body: bytes, known: set[bytes]) -> bytes:
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    body = _MOMENT.sub(b"<moment>", re.sub(rb"Printed by [^<]*", b"", body))
    body = body.replace(b"just now", b"")
    body = _SEEN.sub(b"seen=", body)  # made from the moments of judgements too; what it tells is tested in test_quiet.py
    return _UUID.sub(lambda found: found.group() if found.group() in known else b"<id>", body)
