"""Places are a function of the home's path, and root never runs the server itself."""

import os
from pathlib import Path

import pytest

from beatbook.db.places import LONGEST_SOCKET_FOLDER, User, may_walk_to, places_of


def test_places_do_not_depend_on_how_the_home_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "home")

    assert places_of(tmp_path / "link") == places_of(tmp_path / "home") == places_of(tmp_path / "x" / ".." / "home")


def test_the_server_is_never_root(tmp_path: Path) -> None:
    assert places_of(tmp_path).user.uid != 0


@pytest.mark.parametrize("letters", [1, 60, 89, 90, 91, 200])
def test_the_socket_always_fits(letters: int) -> None:
    found = places_of(Path("/srv") / ("h" * letters))

    assert len(os.fsencode(found.socket)) <= LONGEST_SOCKET_FOLDER
    assert found.data.is_relative_to(Path("/srv")) or os.geteuid() == 0


def test_two_homes_never_share_a_socket() -> None:
    assert places_of(Path("/srv") / ("h" * 100)).socket != places_of(Path("/srv") / ("h" * 101)).socket


def test_data_and_socket_are_apart(tmp_path: Path) -> None:
    found = places_of(tmp_path)

    assert not found.socket.is_relative_to(found.data)
    assert not found.data.is_relative_to(found.socket)


def test_a_closed_folder_on_the_way_is_seen(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = User(closed.stat().st_uid + 12345, closed.stat().st_gid + 12345)

    assert may_walk_to(Path("/"), stranger)
    assert not may_walk_to(closed / "home", stranger)
