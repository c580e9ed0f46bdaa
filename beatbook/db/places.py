"""Where the embedded server of one home keeps its folders: the same answer in every process, without starting anything.

Data and socket are apart, so that a copy of the data carries no socket's lock. Nothing outside our own folders changes its permissions.
"""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_FOLDER = 90  # bytes; the address of a Unix socket holds 107, and "/.s.PGSQL.5432" takes 14
SYSTEM_USER = "nobody"
VAR_LIB, SHORT_PLACE = Path("/var/lib"), Path("/tmp")
FIT_FOR_A_SOCKET = re.compile(r"[\w./ +@=~-]+")  # a comma separates hosts in a connection string, a quote ends a setting


@dataclass(frozen=True)
class User:
    """The system user that runs the server."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    """The folders and files of one embedded server, and who runs it."""

    home: Path
    folder: Path
    socket: Path
    user: User

    @property
    def data(self) -> Path:
        """The database cluster."""
        return self.folder / "data-18"

    @property
    def logs(self) -> Path:
        """The server's own messages."""
        return self.folder / "log"

    @property
    def runtime(self) -> Path:
        """Copied binaries, when the server runs as another user."""
        return self.folder / "runtime"

    @property
    def lock(self) -> Path:
        """Held by the one process that starts or stops the server."""
        return self.folder / "starting.lock"

    @property
    def socket_file(self) -> Path:
        """What clients connect to."""
        return self.socket / ".s.PGSQL.5432"

    @property
    def own_process_user(self) -> bool:
        """True when the server runs as the user that asks."""
        return self.user.uid == os.geteuid()


def places_of(home: Path) -> Places:
    """Places of the embedded server whose home is `home`, computed from the path and the permissions on the way to it."""
    home = home.resolve()
    folder = home / "postgres"
    user = User(os.geteuid(), os.getegid())
    if user.uid == 0:
        user = _user_below_root(folder)
        folder = _reachable_folder(home, folder, user)
    return Places(home, folder, _socket_folder(home, folder), user)


def _user_below_root(folder: Path) -> User:
    """Root may not run PostgreSQL: the owner of existing data runs it, else `nobody`."""
    data = folder / "data-18"
    if data.exists() and (found := data.stat()).st_uid != 0:
        return User(found.st_uid, found.st_gid)
    entry = pwd.getpwnam(SYSTEM_USER)
    return User(entry.pw_uid, entry.pw_gid)


def _reachable_folder(home: Path, folder: Path, user: User) -> Path:
    """`folder` if `user` can walk to it, else one below /var/lib; what exists already stays where it is."""
    elsewhere = VAR_LIB / f"beatbook-{_short_hash(home)}" / "postgres"
    if elsewhere.exists():
        return elsewhere
    if folder.exists() or may_walk_to(home.parent, user):
        return folder
    return elsewhere


def may_walk_to(path: Path, user: User) -> bool:
    """True when `user` may pass through every existing folder from the root to `path`."""
    return all(_may_pass(place.stat(), user) for place in (path, *path.parents) if place.exists())


def _may_pass(found: os.stat_result, user: User) -> bool:
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _socket_folder(home: Path, folder: Path) -> Path:
    """Beside the data, unless that path is too long or holds a character that PostgreSQL reads as its own."""
    beside = folder / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and FIT_FOR_A_SOCKET.fullmatch(str(beside)):
        return beside
    return SHORT_PLACE / f"beatbook-{_short_hash(home)}"


def _short_hash(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
