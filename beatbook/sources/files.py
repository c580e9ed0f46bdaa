"""Files of a feed wherever they lie: alone, in folders, in zip archives, compressed with gzip; streamed, never unpacked to disk.

Invariant: nothing is written, so a name inside an archive can harm nothing; each file has a limit to what it may grow to.
"""

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from beatbook.sources.statements import FileRefused

MOST_BYTES = 8 << 30  # one file, unpacked
MOST_GROWTH = 500  # times its packed size, once past GROWTH_FROM: text of records packs 10 to 40 times
GROWTH_FROM = 64 << 20
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_ZIP_EMPTY = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read: `name` for people, packed size in bytes, and the member's name when it lies in a zip."""

    name: str
    path: Path
    size: int
    member: str | None = None

    def facts(self) -> str:
        """What tells this file from another without reading it."""
        stat = self.path.stat()
        return f"{self.name}\0{self.size}\0{stat.st_mtime_ns}\0{stat.st_size}"


def find_files(paths: Sequence[Path], known: Callable[[str], bool]) -> tuple[list[Found], list[str]]:
    """The files a feed knows, by `known(name)`, and the names of those it does not. Hidden files are passed over.

    Raises:
        FileRefused: a path does not exist or may not be read, or an archive cannot be read or holds another archive.
    """
    found: list[Found] = []
    for path in paths:
        found += _in_folder(path) if path.is_dir() else _in_file(path, path.name)
    return [one for one in found if known(bare(one.name))], [one.name for one in found if not known(bare(one.name))]


def bare(name: str) -> str:
    """A name without `.gz`."""
    return name[:-3] if name.lower().endswith(".gz") else name


def _in_folder(folder: Path) -> Iterator[Found]:
    for path in sorted(_below(folder)):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__MACOSX")) for part in inside.parts):
            yield from _in_file(path, str(inside))


def _below(folder: Path) -> Iterator[Path]:
    """Everything under a folder. One that may not be entered is refused, for what lies in it would be taken for withdrawn."""

    def refuse(error: OSError) -> None:
        raise FileRefused(Path(error.filename or folder).name, f"cannot be opened: {error.strerror}")

    for place, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(place) / name for name in names)


def _in_file(path: Path, name: str) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise FileRefused(name, f"cannot be opened: {error.strerror}") from None
    if start in (_ZIP, _ZIP_EMPTY) and path.suffix.lower() == ".zip":
        yield from _in_zip(path, name)
    else:
        yield Found(name, path, size)


def _in_zip(path: Path, name: str) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(name, f"is not a zip archive that can be read ({error})") from None
    for member in members:
        parts = Path(member.filename.replace("\\", "/")).parts
        if member.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts):
            continue
        if member.filename.lower().endswith(".zip"):
            raise FileRefused(f"{name}/{member.filename}", "is a zip inside a zip: unpack the outer one and load the inner ones")
        yield Found(f"{name}/{member.filename}", path, member.compress_size, member.filename)


@contextmanager
def opened(file: Found, moved: Callable[[int], None] = lambda _: None) -> Iterator[BinaryIO]:
    """The file's own bytes, unpacked; `moved(n)` is told how many packed bytes were read.

    Raises:
        FileRefused: it cannot be unpacked, is encrypted, or grows beyond all measure.
    """
    try:
        with file.path.open("rb") as plain:
            counted = io.BufferedReader(_Counted(plain, moved), 1 << 18)
            if file.member is None:
                yield _unpacked(file, counted)
                return
            with zipfile.ZipFile(plain) as archive, archive.open(file.member) as member:
                yield _unpacked(file, io.BufferedReader(_Counted(member, lambda _: None), 1 << 18))
                moved(file.size)
    except (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileRefused(file.name, f"is cut short or damaged ({error})") from None
    except (RuntimeError, NotImplementedError) as error:
        raise FileRefused(file.name, f"cannot be unpacked ({error})") from None
    except OSError as error:
        raise FileRefused(file.name, f"cannot be read ({error.strerror or error})") from None


def _unpacked(file: Found, stream: "io.BufferedReader[Any]") -> BinaryIO:
    start = stream.peek(4)[:4]
    if start[:2] == _GZIP:
        inner = io.BufferedReader(gzip.GzipFile(fileobj=stream), 1 << 18)
        if inner.peek(4)[:4] == _ZIP:
            raise FileRefused(file.name, "is a zip inside a gzip: unpack it once and load what is inside")
        return io.BufferedReader(_Limited(inner, file), 1 << 18)
    return io.BufferedReader(_Limited(stream, file), 1 << 18)


class _Counted(io.RawIOBase):
    """Tells how many bytes went by."""

    def __init__(self, inner: IO[bytes], moved: Callable[[int], None]) -> None:
        self._inner, self._moved = inner, moved

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._inner.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._moved(len(chunk))
        return len(chunk)


class _Limited(io.RawIOBase):
    """Stops a file that unpacks to far more than any export does."""

    def __init__(self, inner: "io.BufferedReader[Any]", file: Found) -> None:
        self._inner, self._file, self._seen = inner, file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = self._inner.readinto1(buffer)
        self._seen += size
        if self._seen > MOST_BYTES or (self._seen > GROWTH_FROM and self._seen > self._file.size * MOST_GROWTH):
            raise FileRefused(
                self._file.name, f"unpacks to more than {self._seen >> 20} MB from {self._file.size:,} bytes: it is not an export"
            )
        return size
