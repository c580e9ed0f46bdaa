"""What is wrong with notices and sheets, through the real command: each fault is named with its place, kept, and loses nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from beatbook.access.actions import public_viewer
from beatbook.suppliers.queries import contracts, load_notes, notices, suppliers
from beatbook.suppliers.sheets import FEES, READINGS
from tests.suppliers.rooms import fee, notice, package, quarters, sheet, viewer_of
from tests.technology.worlds import load_world

SPELLINGS = (
    "Niche Tech (UK) Ltd.",
    "NICHE TECH LIMITED",
    "Niche Technology Ltd",
    "Niche Tech",
    "niche  tech ltd",
    "Niche Technolgy Limited",
)


class Command:
    """`beatbook suppliers …` in a process of its own, on this test's database."""

    def __init__(self, database: str, folder: Path) -> None:
        self.environment = os.environ | {"BEATBOOK_DATABASE_NAME": database, "BEATBOOK_HOME": str(settings.BEATBOOK_HOME)}
        self.folder = folder

    def __call__(self, verb: str, name: str, content: bytes, *options: str) -> subprocess.CompletedProcess[str]:
        path = self.folder / name
        path.write_bytes(content)
        return self.run(verb, str(path), *options)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """As typed."""
        command = [sys.executable, "-c", "from beatbook.config.command_line import main; main()", "suppliers", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture
def command(database: str, tmp_path: Path) -> Command:
    """The command on a small world."""
    load_world()
    return Command(database, tmp_path)


def test_one_supplier_under_six_spellings_is_one(command: Command) -> None:
    releases = [notice(f"ocds-t-{place}", "Kent Police", name) for place, name in enumerate(SPELLINGS)]
    assert command("load", "six.json", package(*releases, notice("ocds-t-9", "Kent Police", "Nice Touch Ltd"))).returncode == 0
    found = {len(one.names): one for one in suppliers(viewer=public_viewer())}
    assert set(found) == {1, 6} and {one.name for one in found[6].names} == set(SPELLINGS)
    assert all(one.why for one in found[6].names[1:]) and len(found[6].contracts) == 6


def test_two_buyers_another_currency_and_an_end_before_its_start_are_kept_told_and_not_added_up(command: Command) -> None:
    together = notice("ocds-t-1", "Kent Police", "A Ltd")
    together["parties"].append({"id": "B2", "name": "POLICE & CRIME COMMISSIONER FOR DURHAM", "roles": ["buyer"]})
    euros = notice("ocds-t-2", "Kent Police", "A Ltd", value={"amount": 5_000, "currency": "EUR"})
    backwards = notice("ocds-t-3", "Kent Police", "A Ltd", period={"startDate": "2028-01-01T00:00:00Z", "endDate": "2026-01-01T00:00:00Z"})
    done = command("load", "odd.json", package(together, euros, backwards))
    assert done.returncode == 0
    found = {one.ocid: one for one in contracts(viewer=public_viewer())}
    assert {one.organisation for one in found["ocds-t-1"].buyers} == {"kent", "durham"}
    assert (found["ocds-t-2"].pence, found["ocds-t-2"].currency) == (None, "EUR")
    assert found["ocds-t-3"].is_ended_before_it_starts and found["ocds-t-3"].last_day is None
    (supplier,) = suppliers(viewer=public_viewer())
    assert supplier.pence == 2 * 1_200_000  # the joint contract once, the euros not at all
    said = " ".join(one.reason for one in load_notes(viewer=public_viewer(), outcome="mended"))
    assert "2 buyers in one notice" in said and "in EUR, not pounds" in said and "the end is before the start" in said


def test_a_release_without_id_gets_one_and_the_same_file_again_changes_nothing(command: Command) -> None:
    without = notice("ocds-t-1", "Kent Police", "A Ltd")
    del without["id"]
    first, second = (command("load", "no-id.json", package(without)) for _ in range(2))
    assert "1 new, 0 as before" in first.stdout and "0 new, 1 as before" in second.stdout
    assert len(notices(viewer=public_viewer())) == 1 and len(contracts(viewer=public_viewer())) == 1


def test_what_is_refused_is_named_kept_once_and_loses_nothing_else(command: Command) -> None:
    negative = notice("ocds-t-1", "Kent Police", "A Ltd", value={"amount": -5_000, "currency": "GBP"})
    nameless = notice("ocds-t-2", "Kent Police", "A Ltd")
    del nameless["ocid"]
    content = package(negative, nameless, notice("ocds-t-3", "The Shires Hub", "A Ltd"))
    for _ in range(2):
        done = command("load", "bad.json", content)
    assert done.returncode == 1
    assert "refused: bad.json, ocds-t-1-1, contracts/0/value/amount: a value cannot be below nought" in done.stderr
    assert "refused: bad.json, ocds-t-2-1, releases/1/ocid:" in done.stderr
    assert "tied to no organisation: The Shires Hub" in done.stderr
    assert [one.ocid for one in contracts(viewer=public_viewer())] == ["ocds-t-3"]
    assert len(load_notes(viewer=public_viewer(), outcome="refused")) == 2


def test_a_file_that_is_no_json_and_an_owner_that_nobody_knows(command: Command) -> None:
    assert "refused: x.json, the file, /: line 1" in command("load", "x.json", b"not { json").stderr
    told = command("load", "y.json", package(), "--visibility", "owner", "--owner", "atlantis")
    assert told.returncode == 1 and "“atlantis” is no organisation of the register" in told.stderr


def test_a_closed_year_is_not_written_to(command: Command) -> None:
    command("load", "kent.json", package(notice("ocds-t-1", "Kent Police", "A Ltd")))
    own = ("--owner", "kent")
    rows = quarters("ocds-t-1", "availability", 1_000, 999, 998, 997, 996, 1000)
    assert "5 new, 0 changed" in command("readings", "kpis.csv", sheet(READINGS, *rows), *own).stdout
    assert "1 new" in command("fees", "fees.csv", sheet(FEES, fee("ocds-t-1")), *own).stdout
    assert "is closed" in command.run("close", "ocds-t-1", "2024", *own).stdout
    same = command("readings", "kpis.csv", sheet(READINGS, *rows), *own)
    assert same.returncode == 0 and "5 as before" in same.stdout
    changed = command("readings", "kpis.csv", sheet(READINGS, {**rows[0], "numerator": 1000}, {**rows[4], "numerator": 990}), *own)
    assert "0 new, 1 changed" in changed.stdout
    assert "refused: kpis.csv, row 2, period: the year 2024 of this contract is closed" in changed.stderr
    dearer = command("fees", "fees.csv", sheet(FEES, fee("ocds-t-1", "2,000")), *own)
    assert "row 2, fee: a year of this contract is closed" in dearer.stderr
    assert "is closed already" in command.run("close", "ocds-t-1", "2024", *own).stderr
    assert "has no reading of 2019" in command.run("close", "ocds-t-1", "2019", *own).stderr


def test_rows_of_sheets_that_cannot_be_are_refused_by_row_and_column(command: Command) -> None:
    command("load", "kent.json", package(notice("ocds-t-1", "Kent Police", "A Ltd")))
    (good,) = quarters("ocds-t-1", "availability", 1_000, 999)
    rows = [
        good,
        {**good, "numerator": "-3"},
        {**good, "numerator": 1_001},
        {**good, "denominator": ""},
        {**good, "period": "Spring"},
        {**good, "kpi": "charm"},
        {**good, "contract": "ocds-t-7"},
    ]
    done = command("readings", "kpis.csv", sheet(READINGS, *rows), "--owner", "kent")
    assert done.returncode == 1 and "1 new" in done.stdout
    for line in (
        "row 3, numerator: it is below nought",
        "row 4, numerator: 1001 of 1000 cannot be",
        "row 5, numerator: give both counts",
        "row 6, period: “Spring” is no period",
        "row 7, kpi: The catalogue has no “charm” version 1",
        "row 8, contract: kent has no contract “ocds-t-7” here",
    ):
        assert f"refused: kpis.csv, {line}" in done.stderr, done.stderr
    fees = [fee("ocds-t-1", "-£5k"), fee("ocds-t-1", "€900"), {**fee("ocds-t-1"), "bands": "below 99: 100; 98 and more: 0"}]
    told = command("fees", "fees.csv", sheet(FEES, *fees), "--owner", "kent")
    assert "row 2, fee: “-£5k” is below nought" in told.stderr and "row 3, fee: “€900” is not in pounds" in told.stderr
    assert "row 4, bands: availability: the bands overlap or leave a gap at 99." in told.stderr
    assert len(load_notes(viewer=viewer_of("kent"), outcome="refused")) == 9
    assert load_notes(viewer=public_viewer(), outcome="refused") == []
