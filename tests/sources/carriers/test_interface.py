"""National carriers: connected, absent and broken, each in words."""

from pathlib import Path

import pytest

from beatbook.sources.carriers.files import FileConnector
from beatbook.sources.carriers.interface import Carrier, asked
from beatbook.sources.carriers.registry import CarrierUnknown, connectors_in

ROWS = "key,at,what,camera\nZZ19 ABC,2026-11-18 07:31,Passed,A\nzz19abc,2026-11-19 21:04,Passed,B\nZZ12QRS,2026-11-17 10:00,Passed,C\n"


def reply(folder: Path, text: str | bytes | None, value: str = "ZZ19 abc"):
    """What is said when the file holds this."""
    if text is not None:
        (folder / "anpr.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return asked(Carrier.ANPR, value, connectors_in(f"anpr=file:{folder}"))


def test_a_connected_carrier_answers_newest_first_however_the_value_is_written(tmp_path: Path) -> None:
    found = reply(tmp_path, ROWS)
    assert [(line.at, dict(line.more)) for line in found.lines] == [
        ("2026-11-19 21:04", {"camera": "B"}),
        ("2026-11-18 07:31", {"camera": "A"}),
    ]
    assert found.notice == "" and reply(tmp_path, ROWS, "ZZ99 ZZZ").lines == ()


def test_an_absent_one_says_so_and_that_nothing_was_sent() -> None:
    found = asked(Carrier.PNC, "26/123456X", {})
    assert not found.connected and "not connected" in found.notice and "Nothing was sent" in found.notice


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "is missing"), ("key,at\n", "no column what"), (ROWS.encode("utf-16"), "cannot be read"), ("", "no column key")],
)
def test_a_broken_one_says_what_is_wrong_and_breaks_nothing(tmp_path: Path, text: str | bytes | None, words: str) -> None:
    found = reply(tmp_path, text)
    assert found.connected and words in found.notice and found.lines == ()


@pytest.mark.parametrize("setting", ["pnc", "pnc=ftp:/x", "dvla=file:/x", "anpr=file:"])
def test_a_setting_that_names_no_carrier_is_refused(setting: str) -> None:
    with pytest.raises(CarrierUnknown):
        connectors_in(setting)


def test_a_file_connector_reads_the_demonstrations_extract() -> None:
    folder = Path(__file__).parents[3] / "feeds" / "millshire" / "carriers"
    assert len(FileConnector(Carrier.ANPR, folder).ask("ZZ19ABC")) == 2
