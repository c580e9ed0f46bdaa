"""Reading any city's file."""

from pathlib import Path

import numpy as np
import pytest

from beatbook.forecasts.event_files import EventsRefused, RefusedEvent, read_events


def written(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_degrees_become_metres_and_bad_rows_are_named(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "date,longitude,latitude,type,name\n2024-01-02 03:00,-1.0,52.0,theft,Ann\n2024-01-01 03:00,-1.0,52.01,theft,Ben\n"
        "soon,-1.0,52.0,theft,Cy\n2024-01-01,east,52.0,theft,Di\n2024-01-01,-1.0,952.0,theft,Di\n",
    )

    read = read_events([path])

    assert np.diff(read.happened.day).tolist() == [1.0]
    assert read.happened.y[0] - read.happened.y[1] == pytest.approx(1112, abs=3)
    assert read.refused == (
        RefusedEvent("events.csv", 4, "date", "not a time or a month"),
        RefusedEvent("events.csv", 5, "longitude", "not a place"),
        RefusedEvent("events.csv", 6, "latitude", "not a place"),
    )
    assert "Ann" not in repr(read)


def test_months_are_known_as_months(tmp_path: Path) -> None:
    path = written(tmp_path, "Month,Longitude,Latitude,Crime type\n2024-01,-1,52,Burglary\n2024-02,-1,52,Burglary\n")

    assert read_events([path]).by_month


def test_metres_are_taken_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, "time,x,y\n2024-01-01T10:00,1000,2000\n")

    read = read_events([path])

    assert (read.happened.x[0], read.happened.y[0], read.happened.kinds) == (1000, 2000, ("not stated",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("when,x,y\n2024-01-01,1,2\n", "no column for the time"),
        ("time,x\n2024-01-01,1\n", "no columns longitude and latitude"),
        ("time,x,y\nnever,1,2\n", "No row could be used"),
        ("time,x,y\n2024-01-01,1,2\n2024-01,1,2\n", "Some times are months"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(EventsRefused, match=words):
        read_events([written(tmp_path, text)])


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.csv.gz").write_bytes(b"\x1f\x8b broken")

    with pytest.raises(EventsRefused, match=r"bad\.csv\.gz cannot be read"):
        read_events([tmp_path / "bad.csv.gz"])
