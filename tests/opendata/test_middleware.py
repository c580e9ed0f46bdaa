"""The short way answers what Django's own address answers, holds the limit, and leaves everything else to Django."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.opendata.middleware import ShortWay
from tests.opendata.test_api import HERE, TRIANGLE
from tests.opendata.worlds import forget_reading, load_small_world

PATHS = (
    "forces",
    "northamptonshire/W1",
    "northamptonshire/W2",
    "crimes-street/all-crime?lat=52.2&lng=-0.9&date=2025-01",
    "crimes-street/all-crime?lat=52.2",
    "stops-force?force=nowhere&strict=1",
    f"crimes-street/all-crime?poly={TRIANGLE}&date=2025-01",
)


@pytest.fixture(scope="module", autouse=True)
def _world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    load_small_world(tmp_path_factory.mktemp("files"))
    forget_reading()
    yield
    forget_reading()
    connections.close_all()


async def _django(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"Django"})


def through(way: ShortWay, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request."""
    sent: list[Any] = []
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "client": ("192.0.2.1", 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    # in a thread of its own: where a browser's tests ran before in this process, its loop stands in this one
    with ThreadPoolExecutor(1) as own:
        own.submit(lambda: asyncio.run(way(scope, receive, send))).result()
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, sent[1]["body"]


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> ShortWay:
    monkeypatch.setattr(settings, "BEATBOOK_OPENDATA_LIMIT", "off")
    return ShortWay(_django)


@pytest.mark.parametrize("path", PATHS)
def test_both_ways_give_the_same_answer(way: ShortWay, path: str) -> None:
    status, headers, body = through(way, f"/api/{path}")
    by_django = Client().get(f"/api/{path}")
    assert (status, body, headers["content-type"]) == (by_django.status_code, by_django.content, by_django["Content-Type"])


def test_a_posted_polygon_is_answered(way: ShortWay) -> None:
    form = f"poly={TRIANGLE}&date=2025-01".encode()
    status, _, body = through(
        way, "/api/crimes-street/all-crime", method="POST", body=form, content_type="application/x-www-form-urlencoded"
    )
    assert status == 200 and len(json.loads(body)) == 3
    assert (
        through(
            way, "/api/crimes-street/all-crime", method="POST", body=b"x" * 2_000_001, content_type="application/x-www-form-urlencoded"
        )[0]
        == 413
    )


def test_an_answer_is_compressed_for_who_takes_it(way: ShortWay) -> None:
    path = f"/api/crimes-street/all-crime?lat={HERE['lat']}&lng={HERE['lng']}&date=2025-01"
    _, headers, body = through(way, path, accept_encoding="gzip, br")
    assert headers["content-encoding"] == "gzip" and gzip.decompress(body) == through(way, path)[2]
    assert through(way, path, method="HEAD")[2] == b""


@pytest.mark.parametrize("path", ["/", "/api", "/api/feeds/millshire-crime/messages", "/staff-api/v1/people"])
def test_everything_else_is_djangos(way: ShortWay, path: str) -> None:
    assert through(way, path)[2] == b"Django"


def test_the_thirty_first_request_at_once_is_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BEATBOOK_OPENDATA_LIMIT", "0.001/30")
    way = ShortWay(_django)
    assert [through(way, "/api/crime-categories")[0] for _ in range(31)] == [200] * 30 + [429]
    assert through(way, "/")[0] == 299
