"""`beatbook suppliers read`: what it says, what it writes, and its exit code."""

from pathlib import Path

from click.testing import CliRunner

from beatbook.config.commands.suppliers import suppliers
from beatbook.suppliers.ocds.reading import read
from tests.suppliers.ocds.notices import package, release


def test_notices_are_read_told_and_written(tmp_path: Path) -> None:
    path, out = tmp_path / "notices.json", tmp_path / "out.json"
    path.write_bytes(package(release(), release(id=...)))
    answer = CliRunner().invoke(suppliers, ["read", str(path), "--out", str(out)])
    assert answer.exit_code == 0 and "2 notices of 1 buyings, 1 buyers and 0 suppliers; 0 refusals." in answer.output
    assert "id: no id: one was minted" in answer.output
    assert read(out).releases == read(path).releases and not read(out).told


def test_a_refusal_names_its_place_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "notices.json"
    path.write_bytes(package(release(), release(ocid=...)))
    answer = CliRunner().invoke(suppliers, ["read", str(path)])
    assert answer.exit_code == 1 and "refused: notices.json, 700001, releases/1/ocid:" in answer.output
