"""A directory's file becomes the accounts; one that is empty, cut, damaged or wrong is refused by row and column and changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

HEAD = "username,name,role,organisation_code,organisation,kind,clearance,agreements,caveats,area,email\n"
PEOPLE = [f"pc{number},PC {number} Amira Hale,response,millshire,Millshire Police,force,OFFICIAL,,,,\n" for number in range(10)]
FAULTS = {
    "empty": (b"", "the column username is missing"),
    "no account": (HEAD.encode(), "it holds no account"),
    "another encoding": ((HEAD + PEOPLE[0]).encode("utf-16"), "not a CSV file in UTF-8"),
    "a cell of ten megabytes": ((HEAD + "x" * 10_000_000 + PEOPLE[0]).encode(), "not a CSV file in UTF-8"),
    "a column too few": (HEAD.replace(",clearance", "").encode(), "the column clearance is missing"),
    "no such role": ((HEAD + PEOPLE[0].replace("response", "wizard")).encode(), "row 2, column role"),
    "a name twice": ((HEAD + PEOPLE[0] + PEOPLE[0]).encode(), "row 3, column username"),
    "cut": ((HEAD + "".join(PEOPLE[:7])).encode(), "3 of 10 accounts are missing"),
}


def test_the_file_is_the_truth_and_a_faulty_one_changes_nothing(database: str, tmp_path: Path) -> None:
    def beatbook(*words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"BEATBOOK_DATABASE_NAME": database, "BEATBOOK_HOME": str(settings.BEATBOOK_HOME)}
        command = [sys.executable, "-c", "from beatbook.config.command_line import main; main()", "account", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    file = tmp_path / "people.csv"
    file.write_text(HEAD + "".join(PEOPLE))
    for _ in range(2):
        assert "10 accounts are open; 0 were closed." in beatbook("import", str(file)).stdout
    listed = beatbook("list").stdout
    for fault, (content, words) in FAULTS.items():
        file.write_bytes(content)
        told = beatbook("import", str(file))
        assert told.returncode == 1 and words in told.stderr and "Traceback" not in told.stderr, (fault, told.stderr)
    assert beatbook("list").stdout == listed
    file.write_bytes(FAULTS["cut"][0])
    assert "7 accounts are open; 3 were closed." in beatbook("import", str(file), "--close-many").stdout
    assert beatbook("list").stdout.count(": closed") == 3
