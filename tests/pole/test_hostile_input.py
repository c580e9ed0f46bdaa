"""Forms and ids that no page of ours would send, and data of records written to attack a browser or a spreadsheet."""

import asyncio
import csv
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.test import Client

from beatbook.access.actions import sign_in, system_viewer
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.db.viewing import viewing
from beatbook.linkage.actions import record_judgement
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import live
from tests.access.test_attacks import a_person, client_of

REASON = "The same person, says the custody sergeant"


@pytest.mark.parametrize("reason", ["\0 long enough to be a reason", "x" * 100_000, "\ud800 long enough"])
def test_odd_reasons_are_no_failure_of_ours(reason: str, module_millshire: str) -> None:
    client, viewer = client_of("response")
    record = a_person(viewer)
    form = {"first": str(record), "second": str(uuid4()), "verdict": "same", "reason": reason.encode("utf-8", "surrogatepass")}
    assert client.post(f"/people/{record}/judgements", form).status_code < 500


def test_a_verdict_that_is_none_is_refused(module_millshire: str) -> None:
    client, _ = client_of("response")
    first, second = two_people("response")
    form = {"first": str(first), "second": str(second), "verdict": "nonsense", "reason": REASON}
    assert client.post(f"/people/{first}/judgements", form).status_code == 422


def two_people(username: str, *, hidden: bool = False) -> tuple[UUID, UUID]:
    """Two person records that this person may see, or, hidden, one and one that they may not."""
    with viewing(sign_in(username)) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' ORDER BY id")
        seen = [row[0] for row in cursor.fetchall()]
    if not hidden:
        return seen[0], seen[-1]
    with viewing(system_viewer("tests")) as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' AND id <> ALL (%s) ORDER BY id", [seen])
        return seen[0], cursor.fetchone()[0]


def test_undoing_what_is_hidden_absent_undone_or_about_others_is_not_found(millshire: str) -> None:
    client, _ = client_of("response")
    analyst = sign_in("analyst")
    seen, hidden = two_people("response", hidden=True)
    first, second = two_people("response")
    other = a_person_apart("response", first, second)
    secret = record_judgement(analyst, seen, hidden, "same", REASON)
    about_two = record_judgement(analyst, first, second, "different", REASON)
    tried = [(seen, secret), (seen, uuid4()), (other, about_two), (first, about_two), (first, about_two)]
    answers = [client.post(f"/people/{person}/judgements/{one}/undo", {"reason": REASON}).status_code for person, one in tried]
    assert answers == [404, 404, 404, 302, 404]


def a_person_apart(username: str, *others: UUID) -> UUID:
    """Somebody visible whose records are linked with none of these."""
    with viewing(sign_in(username)) as cursor:
        cursor.execute(
            "SELECT id FROM sources_record WHERE kind = 'person' AND id <> ALL (%(ids)s) AND id NOT IN"
            " (SELECT b FROM linkage_link WHERE a = ANY (%(ids)s)) ORDER BY id DESC LIMIT 1",
            {"ids": list(others)},
        )
        return cursor.fetchone()[0]


def raised(database: str, viewer: Viewer) -> tuple[UUID, UUID]:
    """Two joined records that the viewer sees, of which the second is then marked so that they do not, before linking hears of it."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT a, b FROM linkage_link WHERE weight > 10 ORDER BY weight DESC, a, b LIMIT 1")
        kept, gone = cursor.fetchone()
    record_judgement(viewer, kept, gone, "same", "Secretly known to be Zebedee")
    with administrator(cluster_of_settings(), database) as connection:
        connection.execute(
            "UPDATE sources_record SET vis = (SELECT vis FROM access_marking WHERE 'COVERT' = ANY (caveats) LIMIT 1) WHERE id = %s", [gone]
        )
    return kept, gone


def test_a_record_marked_higher_is_gone_before_it_is_linked_anew(millshire: str) -> None:
    """Its links and judgements still bear the old marking: neither they nor a failure may tell of it."""
    client, viewer = client_of("response")
    kept, gone = raised(millshire, viewer)
    page = client.get(f"/people/{kept}?all")
    assert page.status_code == 200
    assert str(gone) not in page.content.decode() and "Zebedee" not in page.content.decode()
    assert client.get(f"/people/{gone}").status_code == 404


PAYLOAD = "<img src=x onerror=alert(1)>\"'></script><svg onload=alert(2)>{{7*7}}"
FORMULA = "=cmd|' /C calc'!A0"
AS_SAID = ("date", "born", "_on", "_at", "role", "type", "sex", "postcode", "registration")  # fields whose form the adapters check


def poisoned(value: object, name: str = "") -> object:
    """The content of a record with an attack in every text that a system could write freely."""
    if isinstance(value, dict):
        return {key: poisoned(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, name) for inner in value]
    return (
        f"{FORMULA if name == 'title' else ''}{value}{PAYLOAD}"
        if isinstance(value, str) and not any(part in name for part in AS_SAID)
        else value
    )


def poison(database: str) -> None:
    """Attacks in every record, and in the names of feeds."""
    with administrator(cluster_of_settings(), database) as connection:
        rows = connection.execute("SELECT id, content FROM sources_record").fetchall()
        connection.cursor().executemany(
            "UPDATE sources_record SET content = %s WHERE id = %s",
            [(json.dumps(poisoned(content)), record_id) for record_id, content in rows],
        )
        connection.execute("UPDATE sources_feed SET name = %s, system = %s", [PAYLOAD, PAYLOAD])
        connection.execute("UPDATE access_user SET display_name = %s", [PAYLOAD])


def test_what_systems_say_is_text_on_every_page(millshire: str) -> None:
    """No page lets a record speak as HTML, no file as a formula, and no title becomes a header."""
    with viewing(system_viewer("tests")) as cursor:
        cursor.execute("SELECT from_id, to_id FROM sources_tie WHERE role IN ('suspect', 'convicted') ORDER BY id LIMIT 4")
        ties = cursor.fetchall()
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'object' ORDER BY id LIMIT 2")
        objects = [row[0] for row in cursor.fetchall()]
    poison(millshire)
    client, _ = client_of("analyst")
    paths = [
        "/",
        "/search?q=smith",
        "/feeds",
        "/feeds/millshire-crime",
        "/purpose",
        "/things/plate/ZZ19ABC",
        "/things/address/12%20foundry%20row",
    ]
    paths += [f"/search?q={quote(PAYLOAD)}", f"/purpose?next=/{quote(PAYLOAD)}", f"/?area={quote(PAYLOAD)}"]
    for person, event in ties:
        paths += [f"/people/{person}", f"/people/{person}?all", f"/records/{person}/tell", f"/events/{event}", f"/records/{event}/tell"]
    pages = {path: client.get(path, follow=True) for path in [*paths, *(f"/records/{one}" for one in objects)]}
    assert {path: page.status_code for path, page in pages.items() if page.status_code not in (200, 404)} == {}
    assert sum("onerror" in page.content.decode() for page in pages.values()) > 12
    for path, page in pages.items():
        body = page.content.decode()
        assert not any(tag in body for tag in ("<img src=x", "<svg onload", "</script><svg")) and '=alert(1)>"' not in body, path
        assert page["X-Frame-Options"] == "DENY" and page["Cache-Control"] == "no-store", path
        assert "'unsafe" not in page["Content-Security-Policy"] and "frame-ancestors 'none'" in page["Content-Security-Policy"], path
    cells = [cell for person, _ in ties for line in timeline(client, person) for cell in line]
    assert any(FORMULA in cell for cell in cells) and not [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    ]


def timeline(client: Client, person: UUID) -> list[list[str]]:
    """The cells of a person's timeline as a spreadsheet would read them."""
    file = client.get(f"/people/{person}/timeline.csv")
    assert file["Content-Disposition"] == 'attachment; filename="timeline.csv"' and file["X-Content-Type-Options"] == "nosniff"
    return list(csv.reader(file.content.decode().splitlines()))


class Rustling:
    """News of the county, coming every `gap` seconds of a clock that moves only when somebody waits."""

    def __init__(self, gap: float) -> None:
        self.gap, self.now, self.heard = gap, 0.0, 0

    async def wait(self, since: int, timeout_s: float) -> bool:
        """To the next news, or to the end of the time."""
        to_news = self.gap - self.now % self.gap
        self.now += min(timeout_s, to_news)
        self.heard += to_news < timeout_s
        return to_news < timeout_s


def heartbeats(gap: float, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When an open page hears that the stream lives, if all that changes is hidden from its viewer."""
    news = Rustling(gap)
    monkeypatch.setattr(live, "changes", lambda: news)
    monkeypatch.setattr(live, "asyncio", SimpleNamespace(get_running_loop=lambda: SimpleNamespace(time=lambda: news.now)))

    async def heard() -> list[float]:
        stream, times = live.news_for(lambda: "as it was", "as it was"), []
        async for said in stream:
            times += [news.now] if said.startswith(b":") else []
            assert b"changed" not in said
            if len(times) == 4:
                await stream.aclose()
                return times
        return times

    with ThreadPoolExecutor(1) as own_thread:  # a browser's loop may be running in this one
        return own_thread.submit(asyncio.run, heard()).result()


def test_an_open_page_cannot_hear_what_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heartbeats come at the same times whether nothing happens or much that the viewer may not see."""
    assert heartbeats(10_000, monkeypatch) == heartbeats(4, monkeypatch) == [15, 30, 45, 60]
