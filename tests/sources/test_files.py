"""Finding and opening files: folders, gzip, zip, and what is refused."""

import gzip
import zipfile
from pathlib import Path

import pytest

from beatbook.sources import files
from beatbook.sources.files import Found, find_files, opened
from beatbook.sources.statements import FileRefused


def known(name: str) -> bool:
    return name.endswith(".csv")


def text(found: Found) -> bytes:
    with opened(found) as stream:
        return stream.read()


def test_folders_gzip_and_zip_give_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x\n1\n")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"x\n1\n"))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("2025-01/d.csv", b"x\n1\n")
        archive.writestr("2025-01/e.csv.gz", gzip.compress(b"x\n1\n"))
    found, ignored = find_files([tmp_path], known)
    assert [one.name for one in found] == ["a.csv", "b.csv.gz", "c.zip/2025-01/d.csv", "c.zip/2025-01/e.csv.gz"]
    assert {text(one) for one in found} == {b"x\n1\n"}
    assert ignored == []


def test_unknown_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.csv", "notes.txt", ".hidden.csv"):
        (tmp_path / name).write_bytes(b"x")
    found, ignored = find_files([tmp_path], known)
    assert ([one.name for one in found], ignored) == (["a.csv"], ["notes.txt"])


def test_name_that_climbs_out_of_the_archive_harms_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../outside.csv", b"x")
    found, _ = find_files([tmp_path / "a.zip"], known)
    assert [text(one) for one in found] == [b"x"]
    assert not (tmp_path.parent / "outside.csv").exists()


def test_zip_in_a_zip_or_a_gzip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.zip", b"PK")
    with pytest.raises(FileRefused, match="zip inside a zip"):
        find_files([tmp_path / "a.zip"], known)
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress((tmp_path / "a.zip").read_bytes()))
    with pytest.raises(FileRefused, match="zip inside a gzip"):
        text(find_files([tmp_path / "c.csv.gz"], known)[0][0])


def test_bomb_is_stopped_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "GROWTH_FROM", 1 << 20)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"0" * (20 << 20)))
    [bomb], _ = find_files([tmp_path / "a.csv.gz"], known)
    with pytest.raises(FileRefused, match="not an export"):
        text(bomb)


@pytest.mark.parametrize("cut", [30, 60])
def test_damaged_files_are_refused_by_name(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 40)
    (tmp_path / "a.csv.gz").write_bytes(packed[:cut])
    [found], _ = find_files([tmp_path / "a.csv.gz"], known)
    with pytest.raises(FileRefused, match=r"a\.csv\.gz: is cut short or damaged"):
        text(found)


def test_damaged_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(FileRefused, match="not a zip archive"):
        find_files([tmp_path / "a.zip"], known)


def test_progress_counts_packed_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"x" * 100_000))
    [found], _ = find_files([tmp_path / "a.csv.gz"], known)
    moved: list[int] = []
    with opened(found, moved.append) as stream:
        stream.read()
    assert sum(moved) == found.size
