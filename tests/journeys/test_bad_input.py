"""Bad input by the door that people use, `beatbook load`: an exit code, clear lines, refused rows kept, and nothing else lost."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from beatbook.config.command_line import main
from beatbook.synthetic.millshire import write_exports
from tests.sources.worlds import STREET, one, rows_of, street_row

ROOT = Path(__file__).resolve().parents[2]
STREETS = "2025-01-northamptonshire-street.csv"
FILES = {
    "millshire-crime": "parties.csv",
    "millshire-custody": "custody-2026.xml",
    "millshire-command": "incidents-2026-01.jsonl",
    "millshire-council-asb": "asb-cases.xlsx",
    "millshire-licensing": "licences.dat",
    "policeuk": STREETS,
}
HELD = (
    "SELECT source_key, version, content::text, withdrawn FROM sources_record WHERE feed = %s ORDER BY 1",
    "SELECT t.from_id, t.to_id, t.role, t.withdrawn FROM sources_tie t WHERE t.feed = %s ORDER BY 1, 2, 3",
)
Spoil = Callable[[bytes], bytes]
TEN_MB = b"x" * 10_000_000


@dataclass(frozen=True)
class Said:
    """What one command answered."""

    code: int
    words: str


@pytest.fixture(scope="module")
def good(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of every feed, loaded once."""
    folder = tmp_path_factory.mktemp("county")
    write_exports(folder, size="small", seed=7)
    streets = folder / "exports" / "policeuk" / STREETS
    streets.parent.mkdir()
    streets.write_text("\n".join([STREET, *(street_row(f"{n:064x}", place=f"-0.{n:04d},52.2") for n in range(300))]) + "\n")
    for feed in FILES:
        assert load(feed, folder / "exports" / feed).code == 0
    return folder / "exports"


def load(feed: str, *paths: Path | str) -> Said:
    """Runs the command as typed; anything but an orderly end fails the test."""
    found = CliRunner().invoke(main, ["load", feed, *map(str, paths)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.output
    assert "Traceback" not in found.output
    return Said(found.exit_code, found.output)


def held(feed: str) -> list[object]:
    """Everything that is held of a feed, but its refused rows."""
    return [rows_of(query, feed) for query in HELD]


def spoilt(good: Path, folder: Path, feed: str, spoil: Spoil) -> Path:
    """The feed's exports with one file spoilt."""
    shutil.copytree(good / feed, folder / feed)
    path = folder / feed / FILES[feed]
    path.write_bytes(spoil(path.read_bytes()))
    return folder / feed


def swap(old: bytes, new: bytes, times: int = 1) -> Spoil:
    """A change that is known to have been made."""

    def spoil(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, times)

    return spoil


def cell(row: int, column: int, value: bytes) -> Spoil:
    """Another value in one cell of a CSV file."""

    def spoil(body: bytes) -> bytes:
        lines = body.split(b"\n")
        cells = lines[row - 1].split(b",")
        cells[column] = value
        lines[row - 1] = b",".join(cells)
        return b"\n".join(lines)

    return spoil


def at(row: int, start: int, value: bytes) -> Spoil:
    """Other characters at one place of a line of fixed width; a longer value makes the line longer."""

    def spoil(body: bytes) -> bytes:
        lines = body.split(b"\n")
        line = lines[row - 1]
        lines[row - 1] = line[:start] + value + line[start + min(len(value), 8) :]
        return b"\n".join(lines)

    return spoil


def sheet(row: int, column: int, value: str) -> Spoil:
    """Another value in one cell of a workbook."""

    def spoil(body: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(body))
        book.worksheets[0].cell(row, column, value)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return spoil


def cut(body: bytes) -> bytes:
    return body[: len(body) * 3 // 5 + 7]


def utf16(body: bytes) -> bytes:
    return body.decode("cp1252", "replace").encode("utf-16")


CREATED = b'"created":"2026-01-01'
REFUSED_FILES: list[tuple[str, str, Spoil, str]] = [
    *((feed, "empty", lambda body: b"", "is empty") for feed in FILES),
    ("millshire-crime", "utf-16", utf16, "not in utf-8"),
    ("millshire-custody", "utf-16", utf16, "is in UTF-16"),
    ("millshire-council-asb", "truncated", cut, "is not a whole workbook"),
    ("millshire-licensing", "utf-16", utf16, "a mark of UTF-8 or UTF-16"),
    ("policeuk", "utf-16", utf16, "not in utf-8"),
    ("millshire-crime", "wrong column", swap(b"PARTY_NO", b"NUMBER"), "lacks the column PARTY_NO"),
    ("policeuk", "wrong column", swap(b"Month", b"Moon"), "lacks the column Month"),
    ("millshire-council-asb", "wrong column", sheet(1, 2, "Nonsense"), "lacks the column"),
    ("millshire-crime", "column twice", swap(b"KNOWN_AS", b"SURNAME"), "has a column more than once: SURNAME"),
    ("policeuk", "column twice", swap(b"Month", b"Crime ID"), "has a column more than once: Crime ID"),
    ("millshire-council-asb", "column twice", sheet(1, 2, "Case Ref"), "has a column more than once: Case Ref"),
    ("millshire-custody", "wrong element", swap(b"CustodyRecord", b"Detention", 9999), "holds no element of the name CustodyRecord"),
]
REFUSED_ROWS: list[tuple[str, str, Spoil, str]] = [
    ("millshire-crime", "truncated", cut, "parties.csv, row "),
    ("millshire-custody", "truncated", cut, "it was cut short"),
    ("millshire-command", "truncated", cut, "incidents-2026-01.jsonl, row "),
    ("policeuk", "truncated", cut, f"{STREETS}, row "),
    ("millshire-crime", "encoding", cell(3, 6, b"Stra\xdfe"), "parties.csv, row 3, column SURNAME: holds bytes that are not utf-8"),
    ("millshire-custody", "encoding", swap(b"<Station>", b"<Station>\xdf"), "custody-2026.xml, row 1: is not well-formed XML"),
    ("millshire-command", "encoding", swap(b'"text":"', b'"text":"\xdf'), "incidents-2026-01.jsonl, row 1: holds bytes"),
    ("policeuk", "encoding", cell(3, 6, b"Stra\xdfe"), "row 3, column Location: holds bytes that are not utf-8"),
    ("millshire-crime", "10 MB", cell(3, 6, TEN_MB), "parties.csv, row 3: cannot be read as CSV: field larger"),
    ("millshire-custody", "10 MB", swap(b"<Station>", b"<Station>" + TEN_MB), "row 1: the element is longer than 8,000,000 bytes"),
    ("millshire-command", "10 MB", swap(b'"text":"', b'"text":"' + TEN_MB), "row 1, column text: is 10,000,"),
    ("policeuk", "10 MB", cell(3, 6, TEN_MB), f"{STREETS}, row 3: cannot be read as CSV: field larger"),
    ("millshire-crime", "NUL", cell(3, 6, b"a\0b"), "parties.csv, row 3, column SURNAME: holds a NUL byte"),
    ("millshire-custody", "NUL", swap(b"<Station>", b"<Station>\0"), "custody-2026.xml, row 1: holds a NUL byte"),
    ("millshire-command", "NUL", swap(b'"text":"', b'"text":"\0'), "incidents-2026-01.jsonl, row 1: holds a NUL byte"),
    ("policeuk", "NUL", cell(3, 6, b"a\0b"), "row 3, column Location: holds a NUL byte"),
    ("millshire-crime", "31 February", cell(3, 9, b"31/02/1990"), "row 3, column DOB: “31/02/1990” is not a date on any calendar"),
    ("millshire-custody", "31 February", swap(b"<Arrived>2026-01-08", b"<Arrived>2026-02-31"), "row 1, column Arrived: “2026-02-31T"),
    ("millshire-command", "31 February", swap(CREATED, b'"created":"2026-02-31'), "row 1, column created: “2026-02-31T"),
    ("policeuk", "31 February", cell(3, 1, b"2025-31"), "row 3, column Month: “2025-31” is not the file's month"),
    (
        "millshire-command",
        "field twice",
        swap(b'"log":', b'"log":"x","log":'),
        "incidents-2026-01.jsonl, row 1: is not JSON that can be read",
    ),
    ("millshire-custody", "element twice", swap(b"<Station>", b"<Station>x</Station><Station>"), "row 1, column Station: is given twice"),
]
BELOW_FLOOR: list[tuple[str, str, Spoil, str]] = [  # in files this short one bad row is more than the floor allows, so nothing is taken
    ("millshire-licensing", "31 February", at(2, 25, b"20260231"), "row 2, column granted: “20260231” is not a date"),
    ("millshire-licensing", "NUL", at(2, 60, b"\0       "), "licences.dat, row 2: holds a NUL byte"),
    ("millshire-licensing", "10 MB", at(2, 60, TEN_MB), "licences.dat, row 2: is 10,000,"),
    ("millshire-licensing", "wrong columns", lambda body: body.replace(b"\n", b"more\n"), "characters long, not 397"),
    ("millshire-licensing", "truncated", cut, "characters long, not 397"),
    ("millshire-council-asb", "31 February", sheet(3, 3, "31/02/2026"), "row 3, column Opened: “31/02/2026” is not a date"),
    ("millshire-crime", "wrong encoding", swap(b"Street", b"Stra\xdfe", 999), "holds bytes that are not utf-8"),
    ("millshire-command", "utf-16", utf16, "incidents-2026-01.jsonl, row 1: holds bytes that are not utf-8"),
    ("millshire-command", "wrong field", swap(b'"created"', b'"made"', 999), "row 1, column made: feed millshire-command neither takes"),
    ("millshire-custody", "wrong element", swap(b"BirthDate", b"BornOn", 999), "row 1, column Detainee/BornOn"),
]


def named(cases: list[tuple[str, str, Spoil, str]]) -> list[str]:
    return [f"{feed}: {what}" for feed, what, _, _ in cases]


@pytest.mark.parametrize(("feed", "what", "spoil", "words"), REFUSED_FILES, ids=named(REFUSED_FILES))
def test_a_file_that_cannot_be_read_is_named_and_changes_nothing(
    good: Path, tmp_path: Path, feed: str, what: str, spoil: Spoil, words: str
) -> None:
    before = held(feed)
    said = load(feed, spoilt(good, tmp_path, feed, spoil))
    [line] = said.words.splitlines()
    assert said.code == 1
    assert line.startswith(f"beatbook: {feed}: refused, nothing published. {FILES[feed]}: ") and words in line
    assert held(feed) == before


@pytest.mark.parametrize(("feed", "what", "spoil", "words"), REFUSED_ROWS, ids=named(REFUSED_ROWS))
def test_a_row_that_cannot_be_read_is_kept_and_costs_nothing_else(
    good: Path, tmp_path: Path, feed: str, what: str, spoil: Spoil, words: str
) -> None:
    before, refused = held(feed), one("SELECT count(*) FROM sources_refusedrow WHERE feed = %s", feed)
    folder = spoilt(good, tmp_path, feed, spoil)
    said, again = load(feed, folder), load(feed, folder)
    assert said.code == 0 and "1 row refused" in said.words
    assert f"  refused: {FILES[feed]}, row " in said.words and words in said.words
    assert f"beatbook quality {feed} --refused" in said.words
    assert held(feed) == before
    assert one("SELECT count(*) FROM sources_refusedrow WHERE feed = %s", feed) == refused + 1
    assert words in again.words


@pytest.mark.parametrize(("feed", "what", "spoil", "words"), BELOW_FLOOR, ids=named(BELOW_FLOOR))
def test_a_load_with_too_many_bad_rows_is_refused_whole(good: Path, tmp_path: Path, feed: str, what: str, spoil: Spoil, words: str) -> None:
    before = held(feed)
    said = load(feed, spoilt(good, tmp_path, feed, spoil))
    assert said.code == 1 and "rows were refused" in said.words
    assert words in said.words
    assert held(feed) == before


@pytest.mark.parametrize("feed", FILES)
def test_files_in_the_wrong_wrapping_and_the_same_file_again(good: Path, tmp_path: Path, feed: str) -> None:
    before, body = held(feed), (good / feed / FILES[feed]).read_bytes()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(FILES[feed], body)
    (tmp_path / "zips").mkdir()
    with zipfile.ZipFile(tmp_path / "zips" / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / f"{FILES[feed]}.gz").write_bytes(gzip.compress(body)[:-9])
    (tmp_path / "none").mkdir()
    for folder, words in (
        ("zips", "outer.zip/inner.zip: is a zip inside a zip"),
        ("cut", "is cut short"),
        ("none", "holds no file of feed"),
    ):
        said = load(feed, tmp_path / folder)
        assert said.code == 1 and words in said.words and len(said.words.splitlines()) == 1
    again = load(feed, good / feed)
    assert again.code == 0 and "nothing changed" in again.words
    assert held(feed) == before


def test_an_older_file_and_other_content_under_the_same_version(good: Path, tmp_path: Path) -> None:
    feed, line = "millshire-command", (good / "millshire-command" / FILES["millshire-command"]).read_text().splitlines()[0]
    text = line.split('"text":"')[1].split('"')[0]
    version = int(line.split('"revision":')[1].split(",")[0])
    before = held(feed)
    older = tmp_path / "older.jsonl"
    older.write_text(line.replace(f'"revision":{version}', '"revision":0').replace(text, "Said long ago") + "\n")
    said = load(feed, older)
    assert said.code == 0 and "older than what is held" in said.words
    assert held(feed) == before
    other = tmp_path / "other.jsonl"
    other.write_text(line.replace(text, "Said otherwise") + "\n")
    said = load(feed, other)
    assert said.code == 0 and "in quarantine" in said.words
    assert held(feed) == before
    listed = CliRunner().invoke(main, ["quality", feed, "--refused"]).output
    assert "other.jsonl, row 1" in listed and "(quarantined)" in listed


def test_paths_and_feeds_that_are_not_there(good: Path, tmp_path: Path) -> None:
    missing = load("millshire-crime", tmp_path / "nowhere")
    unknown = load("millshire-crimes", good / "millshire-crime")
    assert (missing.code, unknown.code) == (1, 1)
    assert missing.words == f"beatbook: {tmp_path / 'nowhere'}: No such file or directory. Check the path.\n"
    assert unknown.words.startswith("beatbook: There is no feed “millshire-crimes”. There are: millshire-command, ")


@pytest.mark.parametrize("closed", ["parties.csv", "inside"])
def test_a_file_or_folder_without_permission_is_named(good: Path, tmp_path: Path, closed: str) -> None:
    """A closed folder is not passed over: what lies in it would be taken for withdrawn."""
    before = held("millshire-crime")
    folder = tmp_path / "exports"
    shutil.copytree(good / "millshire-crime", folder)
    (folder / "inside").mkdir()
    (folder / closed).chmod(0)
    said = as_nobody(lambda: load("millshire-crime", folder), tmp_path)
    (folder / closed).chmod(0o755)
    assert said.code == 1 and f"{closed}: cannot be opened: Permission denied" in said.words
    assert held("millshire-crime") == before


def as_nobody(act: Callable[[], Said], reachable: Path) -> Said:
    """Root may open everything, so it steps down for a moment; anybody else simply acts."""
    if os.geteuid():
        return act()
    for folder in (reachable, *reachable.parents):
        if folder.stat().st_mode & 0o055 != 0o055 and folder.name:
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        return act()
    finally:
        os.seteuid(0)


def test_the_command_itself_ends_with_a_code_and_a_line(good: Path, tmp_path: Path) -> None:
    """In a process of its own, as people start it."""
    (tmp_path / "crimes.csv").write_bytes(b"")
    command = [sys.executable, "-c", "from beatbook.config.command_line import main; main()", "load", "millshire-crime", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("beatbook: millshire-crime: refused, nothing published. crimes.csv: is empty")
    assert len(done.stderr.splitlines()) == 1


def test_a_refused_row_is_mended_and_read_again(good: Path, tmp_path: Path) -> None:
    feed = "millshire-crime"
    load(feed, spoilt(good, tmp_path, feed, lambda body: body.replace(b"44/0000001/24,1,5,", b"44/0000001/24,1,five,")))
    listed = CliRunner().invoke(main, ["quality", feed, "--refused"]).output
    row = next(line.split()[0] for line in listed.splitlines() if "“five” is not a whole number" in line)
    replay = CliRunner().invoke(main, ["load", feed, "--replay"])
    assert "“five” is not a whole number" in replay.output
    wrong = CliRunner().invoke(main, ["load", feed, "--mend", row, "--set", "VERSION"])
    assert wrong.exit_code == 1 and "COLUMN=VALUE" in wrong.output
    mended = CliRunner().invoke(main, ["load", feed, "--mend", row, "--set", "VERSION=6"])
    assert mended.exit_code == 0 and "1 newer" in mended.output
    assert one("SELECT version FROM sources_record WHERE source_key = 'party:44/0000001/24:1'") == 6
    assert row not in CliRunner().invoke(main, ["quality", feed, "--refused"]).output
