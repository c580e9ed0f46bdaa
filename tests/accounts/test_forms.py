"""What is asked of a new password, as an administrator's command and the person's own page ask it; a list that is silent refuses."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.test import override_settings

from beatbook.access.actions import add_people
from beatbook.access.people import Person
from beatbook.accounts.actions import PasswordTooWeak, open_account, set_password
from beatbook.accounts.password_rules import sha1_of
from beatbook.vocabulary.viewer import Role

BREACHED, GOOD = "tangerine-lamp-canal", "marmalade-tractor-violin"


@pytest.fixture(autouse=True)
def _person(module_database: str) -> None:
    """One officer with an account."""
    add_people([Person("okonkwo", "PC Adaeze Okonkwo", Role.RESPONSE, "millshire", "Millshire Police")])
    open_account("okonkwo")


@pytest.fixture
def ranges() -> Iterator[tuple[str, list[str]]]:
    """A range interface that knows one breached password; its address, and what it was asked."""
    asked: list[str] = []
    digits = sha1_of(BREACHED)

    class Ranges(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{digits[5:]}:7\r\n".encode() if self.path.endswith(digits[:5]) else b"")

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ranges)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/range/", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("password", ["Okonkwo-2026!", "beatbook-2026", "millshire-1234"])
def test_words_of_the_place_and_of_the_person_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak, match="little more than the word"):
        set_password("okonkwo", password)


def test_a_breached_password_is_refused_and_the_list_is_told_five_digits(ranges: tuple[str, list[str]]) -> None:
    address, asked = ranges
    with override_settings(BEATBOOK_BREACHED_PASSWORDS=address):
        with pytest.raises(PasswordTooWeak, match="known from a breach"):
            set_password("okonkwo", BREACHED)
        set_password("okonkwo", GOOD)
    assert asked == [f"/range/{sha1_of(one)[:5]}" for one in (BREACHED, GOOD)]


def test_a_list_in_a_file_needs_no_network(tmp_path: Path) -> None:
    file = tmp_path / "breached.txt"
    file.write_text(f"{sha1_of(BREACHED)}:7\n")
    with override_settings(BEATBOOK_BREACHED_PASSWORDS=str(file)):
        set_password("okonkwo", GOOD)
        with pytest.raises(PasswordTooWeak, match="known from a breach"):
            set_password("okonkwo", BREACHED)


@pytest.mark.parametrize("place", ["http://127.0.0.1:9/range/", "/nowhere/list.txt"])
def test_a_list_that_cannot_be_asked_refuses(place: str) -> None:
    with override_settings(BEATBOOK_BREACHED_PASSWORDS=place), pytest.raises(PasswordTooWeak, match="cannot be asked just now"):
        set_password("okonkwo", GOOD)
