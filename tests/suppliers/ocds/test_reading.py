"""Notices in: faults mended and told, bad releases refused with their path, and nothing else lost."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from beatbook.suppliers.ocds.reading import Notices, read, read_bytes
from tests.suppliers.ocds.notices import package, release

SAMPLE = Path(__file__).resolve().parents[3] / "../shared/data/technology/ocds_police_notices_sample.json"


def taken(*releases: Any) -> Notices:
    """What is read of a package."""
    return read_bytes("made-up.json", package(*releases))


def words(found: Notices, path: str) -> str:
    """What was told of a path, in one string."""
    return "; ".join(one.words for one in found.told if one.path == path)


def test_a_sound_release_is_taken_without_a_word() -> None:
    found = taken(release())
    assert not found.told and not found.refused
    assert found.releases[0].tender and found.releases[0].tender.value and found.releases[0].tender.value.pence == 123456
    assert found.releases[0].publisher == "Public Contracts Scotland"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real notices is not at hand")
def test_every_real_notice_is_taken() -> None:
    found = read(SAMPLE)
    assert len(found.releases) == 5 and not found.refused
    text = json.dumps([one.plain() for one in found.releases], default=str, ensure_ascii=False)
    assert "â€" not in text and ".rn" not in text and "@" not in text
    assert any("line breaks" in one.words for one in found.told)


def test_a_missing_id_is_minted_from_what_is_said() -> None:
    first, again = taken(release(id=...)), taken(release(id=...))
    other = taken(release(id=..., date="2025-02-04T10:00:00Z"))
    assert first.releases[0].id == again.releases[0].id != other.releases[0].id
    assert "minted" in words(first, "id")


def test_a_release_without_ocid_is_refused_and_its_neighbours_are_kept() -> None:
    found = taken(release(ocid=...), release(), "no release", release(tender={"id": "T", "value": {"amount": "a lot", "currency": "GBP"}}))
    assert [str(one.id) for one in found.releases] == ["700001"]
    assert [(one.file, one.path) for one in found.refused] == [
        ("made-up.json", "releases/0/ocid"),
        ("made-up.json", ""),
        ("made-up.json", "releases/3/tender/value/amount"),
    ]
    assert "Millshire" in found.refused[0].said


def test_contacts_are_taken_out_wherever_they_stand() -> None:
    party = {
        "id": "org-1",
        "name": "Millshire Police",
        "roles": ["buyer"],
        "contactPoint": {"name": "A. Officer", "email": "a.officer@example.org"},
    }
    found = taken(release(parties=[party], description="Ask a.officer@example.org or 01234 567890; CPV 35125300."))
    plain = json.dumps(found.releases[0].plain(), default=str)
    assert "Officer" not in plain and "example.org" not in plain and "567890" not in plain and "35125300" in plain
    assert "taken out" in words(found, "parties/0/contactPoint")


def test_two_buyers_of_one_notice_are_both_kept() -> None:
    several = [{"id": "org-1", "name": "Millshire Police"}, {"id": "org-2", "name": "Eastborough Police"}]
    found = taken(release(buyer=several))
    assert found.releases[0].buyers == ("Millshire Police", "Eastborough Police")
    assert "2 buyers" in words(found, "buyer")


def test_a_missing_buyer_is_found_among_the_parties_or_told() -> None:
    found = taken(release(buyer=...))
    assert found.releases[0].buyers == ("Millshire Police",) and "no buyer" in words(found, "buyer")
    nobody = taken(release(buyer=..., parties=...))
    assert nobody.releases[0].buyers == () and "no buyer" in words(nobody, "buyer")


def test_doubled_party_ids_are_joined_or_told_apart() -> None:
    parties = [
        {"id": "1", "name": "Millshire Police", "roles": ["buyer"]},
        {"id": "1", "name": "MILLSHIRE POLICE", "roles": ["procuringEntity"]},
        {"id": "1", "name": "Bright Cameras Ltd", "roles": ["supplier"]},
    ]
    found = taken(release(parties=parties, awards=[{"id": "A", "suppliers": [{"id": "1", "name": "Bright Cameras Ltd"}]}]))
    kept = found.releases[0]
    assert kept.parties and kept.awards and kept.awards[0].suppliers
    assert [(one.id, one.roles) for one in kept.parties] == [("1", ("buyer", "procuringEntity")), ("1~2", ("supplier",))]
    assert kept.awards[0].suppliers[0].id == "1~2"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025-02-03", "2025-02-03T00:00:00+00:00"),
        ("03/07/2025 14:30", "2025-07-03T14:30:00+01:00"),
        ("2025-07-03 14:30:00", "2025-07-03T14:30:00+01:00"),
        ("/Date(1738576800000)/", "2025-02-03T10:00:00+00:00"),
    ],
)
def test_odd_dates_are_read_and_told(said: str, meant: str) -> None:
    found = taken(release(date=said))
    assert datetime.fromisoformat(found.releases[0].date) == datetime.fromisoformat(meant)
    assert said in words(found, "date")


def test_a_filler_date_is_left_out_and_a_missing_one_taken_from_the_package() -> None:
    found = taken(release(date="0001-01-01T00:00:00Z"))
    assert found.releases[0].date == "2025-03-01T00:00:00Z"
    alone = read_bytes("alone.json", json.dumps(release(date=...)).encode())
    assert [(one.release, one.path) for one in alone.refused] == [("700001", "the release/date")]


def test_other_currencies_are_kept_but_never_pounds() -> None:
    found = taken(release(tender={"id": "T-1", "value": {"amount": 5, "currency": "eur"}}))
    tender = found.releases[0].tender
    assert tender and tender.value and tender.value.currency == "EUR" and tender.value.pence is None
    assert "not pounds" in words(found, "tender/value/currency")


def test_an_end_before_its_start_is_told() -> None:
    found = taken(release(tender={"id": "T", "contractPeriod": {"startDate": "2025-04-01T00:00:00Z", "endDate": "2024-04-01T00:00:00Z"}}))
    assert found.releases and "before the start" in words(found, "tender/contractPeriod")


@pytest.mark.parametrize("content", [b"", b"not json", b"3", b'{"releases": [NaN]}', b"[" * 100_000])
def test_a_file_without_notices_is_refused_by_name(content: bytes) -> None:
    found = read_bytes("odd.json", content)
    assert not found.releases and [one.file for one in found.refused] == ["odd.json"]


@pytest.mark.parametrize(
    "changes",
    [
        {"parties": [{"id": {}, "roles": [{}]}]},
        {"parties": [{"id": [1]}, {"id": [1]}]},
        {"parties": "nobody"},
        {"tag": [{}]},
        {"id": {}},
        {"awards": "none", "contracts": [3]},
        {"buyer": "Millshire Police"},
    ],
)
def test_blocks_of_the_wrong_kind_are_refused_and_never_break_the_file(changes: dict[str, Any]) -> None:
    found = taken(release(**changes), release())
    assert [str(one.id) for one in found.releases] == ["700001"] and found.refused


def test_deep_nests_and_vast_numbers_are_refused() -> None:
    nest = b'{"a":' * 700 + b"1" + b"}" * 700
    found = read_bytes("deep.json", package(release(deep="here"), release()).replace(b'"here"', nest))
    assert len(found.releases) == 1 and "deeply" in found.refused[0].reason
    assert "too large" in read_bytes("vast.json", b'{"releases": [1e999]}').refused[0].reason


def test_small_faults_of_values_and_contracts_are_mended() -> None:
    blank = {"id": "T", "value": {"amount": " ", "currency": "GBP"}, "minValue": {"amount": "£1,200.50", "currency": "£"}}
    found = taken(release(tender=blank, awards=[{"id": "A"}], contracts=[{"id": "C"}], links=[{"href": "mailto:a.officer@example.org"}]))
    one = found.releases[0]
    assert (
        one.tender
        and one.tender.value
        and one.tender.value.amount is None
        and one.tender.min_value
        and one.tender.min_value.pence == 120050
    )
    assert one.contracts and one.contracts[0].award_id == "A" and "officer" not in str(one.plain())


def test_records_lists_and_lines_are_read() -> None:
    record = {
        "records": [{"ocid": "ocds-b5fd17-1", "releases": [release(ocid=...)]}, {"ocid": "x", "releases": [{"url": "https://example.org"}]}]
    }
    found = read_bytes("records.json", json.dumps(record).encode())
    assert [one.ocid for one in found.releases] == ["ocds-b5fd17-1"] and "not fetched" in found.refused[0].reason
    lines = b"\n".join(json.dumps(release(id=name)).encode() for name in ("1", "2"))
    assert len(read_bytes("lines.jsonl", lines).releases) == 2
    assert len(read_bytes("results.json", json.dumps({"results": [{"releases": [release()]}]}).encode()).releases) == 1
