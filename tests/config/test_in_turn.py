"""Requests are answered in turn: so many at once, first come first served, each on one thread from the first middleware to the last."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpRequest, HttpResponse

from beatbook.config import in_turn
from beatbook.config.in_turn import InTurn

MANY = 12


def answered(handler: InTurn, answer: Callable[[HttpRequest], HttpResponse], monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """The answers to many requests that come at once, numbered by their path."""
    monkeypatch.setattr(handler, "get_response", answer)

    async def ask() -> list[HttpResponse]:
        requests = [HttpRequest() for _ in range(MANY)]
        for number, request in enumerate(requests):
            request.path = str(number)
        return await asyncio.gather(*(handler.get_response_async(request) for request in requests))

    with ThreadPoolExecutor(1) as apart:  # a browser test before this one leaves an event loop running on the thread of the tests
        return apart.submit(lambda: asyncio.run(ask())).result()


def test_no_more_are_answered_at_once_than_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    both, lock, now, most = threading.Barrier(2), threading.Lock(), [0], [0]

    def answer(request: HttpRequest) -> HttpResponse:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        both.wait(timeout=10)
        with lock:
            now[0] -= 1
        return HttpResponse(request.path)

    answered(InTurn(2), answer, monkeypatch)

    assert most == [2]


def test_who_came_first_is_answered_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        order.append(request.path)
        return HttpResponse(request.path)

    found = answered(InTurn(1), answer, monkeypatch)

    assert order == [str(number) for number in range(MANY)]
    assert [response.content.decode() for response in found] == order


def test_connections_are_given_back_on_the_thread_that_used_them(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    given_back: list[int] = []
    monkeypatch.setattr(in_turn, "close_old_connections", lambda: given_back.append(threading.get_ident()))

    def answer(request: HttpRequest) -> HttpResponse:
        used.append(threading.get_ident())
        return HttpResponse()

    answered(InTurn(3), answer, monkeypatch)

    assert sorted(used) == sorted(given_back)
    assert len(used) == MANY
    assert threading.get_ident() not in used


def test_no_middleware_runs_on_the_event_loop() -> None:
    handler = InTurn(1)

    assert not asyncio.iscoroutinefunction(handler._middleware_chain)
