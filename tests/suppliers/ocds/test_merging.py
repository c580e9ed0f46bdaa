"""One buying, one state: later wins, nulls take away, blocks merge by id; and packages read back the same."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from beatbook.suppliers.ocds.merging import merged
from beatbook.suppliers.ocds.packages import Issue, record_package, release_package
from beatbook.suppliers.ocds.reading import read, read_bytes
from tests.suppliers.ocds.notices import package, release

SAMPLE = Path(__file__).resolve().parents[3] / "../shared/data/technology/ocds_police_notices_sample.json"
ISSUE = Issue("urn:made-up", "Millshire Police", "2025-03-01T00:00:00Z")
STEPS = (
    release(id="1", awards=[{"id": "A", "title": "First"}]),
    release(id="2", date="2025-02-04T10:00:00Z", tag=["award"], awards=[{"id": "A", "status": "active"}, {"id": "B"}]),
    release(id="3", date="2025-02-05T09:00:00+01:00", tag=["tenderUpdate"], tender={"id": "T-1", "title": None, "status": "complete"}),
)


def test_releases_of_one_buying_become_one_in_any_order() -> None:
    compiled = [merged(read_bytes("f", package(*order)).releases) for order in permutations(STEPS)]
    (one,) = compiled[0]
    assert all(each == compiled[0] for each in compiled)
    assert one.tag == ("compiled",) and one.date == STEPS[2]["date"]
    assert one.tender and "title" not in one.plain()["tender"] and one.tender.status == "complete" and one.tender.value
    assert one.awards and [(each.id, each.title, each.status) for each in one.awards] == [("A", "First", "active"), ("B", None, None)]


def test_a_package_reads_back_the_same() -> None:
    releases = read_bytes("f", package(*STEPS, release(ocid="ocds-h6vhtk-1", lots=[{"id": "1", "value": 0.1}]))).releases
    again = read_bytes("g", release_package(releases, ISSUE).encode())
    assert again.releases == releases and not again.told and not again.refused
    records = json.loads(record_package(releases, ISSUE))["records"]
    assert [(one["ocid"], len(one["releases"])) for one in records] == [("ocds-h6vhtk-1", 1), ("ocds-r6ebe6-0000700001", 3)]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real notices is not at hand")
def test_real_notices_read_back_the_same() -> None:
    releases = read(SAMPLE).releases
    again = read_bytes("g", release_package(releases, ISSUE).encode())
    assert again.releases == releases and not again.told
