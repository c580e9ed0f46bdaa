"""Open pages are told nothing when only hidden things change: over the very stream that a browser listens to, with PostgreSQL's own notices."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from beatbook.db.connections import Cluster
from beatbook.linkage.actions import link_new_records
from beatbook.pole.views.live import _looked_again as person_looked
from beatbook.search.asking import Asked
from beatbook.search.views.live import _looked_again as search_looked
from beatbook.sources.actions import load_paths
from beatbook.web.live import news_for
from tests.databases import pointing_at
from tests.law.twins import VIEWERS, twins, viewer_in
from tests.law.worlds import FEEDS, OPEN, telling

HEARTBEAT_S = 0.5
CHANGED, BEAT = b"event: changed\ndata: 1\n\n", b": still here\n\n"


def say(folder: Path, key: str, content: dict[str, object], **more: object) -> None:
    """A new record, loaded, linked and told to every listener, as the worker does."""
    path = folder / f"{key}.jsonl"
    path.write_text(json.dumps({"kind": "person", "key": key, "version": 1, "day": 5, "content": content, **more}) + "\n")
    load_paths(FEEDS[OPEN], [path])
    link_new_records()
    with connections["ingest"].cursor() as cursor:
        cursor.execute("NOTIFY beatbook_changed")


async def next_after(stream: AsyncIterator[bytes], looks: list[str | None], act: Callable[[], None]) -> list[bytes]:
    """What the stream says from an act on, until it has looked again because of it and then kept silent for a heartbeat, or says that it changed."""

    def act_and_close() -> None:
        try:
            act()
        finally:
            connections.close_all()  # those of this thread

    before = len(looks)
    await asyncio.to_thread(act_and_close)
    heard: list[bytes] = []
    while CHANGED not in heard and not (len(looks) > before + 1 and heard.count(BEAT) >= 2):
        heard.append(await asyncio.wait_for(anext(stream), 60))
    return heard


@pytest.mark.parametrize("what", ["person", "search"])
def test_nothing_is_sent_when_only_hidden_things_change(
    what: str, cluster: Cluster, law_base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BEATBOOK_HEARTBEAT_S", HEARTBEAT_S, raising=False)
    looks: list[str | None] = []
    hidden = {"marking": "OFFICIAL", "caveats": ["LAW-COVERT"]}
    content = telling().people[0].line["content"]

    with twins(cluster, law_base, telling(), VIEWERS["low"], tmp_path) as (full, _), pointing_at(full.name):
        viewer = viewer_in(full, "low")
        person: UUID = full.ids[OPEN, "p0"]
        asked = {
            "person": partial(person_looked, viewer.token, person),
            "search": partial(search_looked, viewer.token, Asked("quillfeather")),
        }[what]

        def look() -> str | None:
            looks.append(asked())
            return looks[-1]

        async def listen() -> tuple[list[bytes], list[bytes]]:
            stream = news_for(look, asked_once)
            assert (await anext(stream)).startswith(b"retry:")
            quiet = await next_after(
                stream, looks, lambda: say(tmp_path, "unseen", {**content, "warnings": [{"label": "Armed"}]}, **hidden)
            )
            told = await next_after(stream, looks, lambda: say(tmp_path, "seen", {**content, "address": "5 Open Street"}))
            await stream.aclose()
            return quiet, told

        asked_once = asked() or ""
        # in a thread of its own: where a browser's tests ran before in this process, its loop stands in this one
        with ThreadPoolExecutor(1) as own:
            quiet, told = own.submit(lambda: asyncio.run(listen())).result()
    assert set(quiet) == {BEAT}
    assert CHANGED in told
    assert len(set(looks)) == 2  # it looked again for the hidden change, and saw the same
