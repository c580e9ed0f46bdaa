"""No notice may reach for the network."""

import socket
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any socket fails the test."""

    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise AssertionError("a notice reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
