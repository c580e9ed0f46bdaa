"""A reading's words change what is counted and paid, and what is exported reads back whole."""

import json
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.test import Client

from beatbook.organisations.visibility import Visibility
from beatbook.suppliers import models
from beatbook.suppliers.actions import WordRefused, close_year, load_notices, say_of_reading, take_fees, take_readings
from beatbook.suppliers.facts import ReadingFacts, counted
from beatbook.suppliers.ocds.reading import read_bytes
from beatbook.suppliers.queries import contracts, readings
from beatbook.suppliers.scorecard import scores
from beatbook.suppliers.sheets import FEES, READINGS
from beatbook.vocabulary.viewer import Viewer
from tests.suppliers.rooms import fee, notice, package, quarters, sheet
from tests.technology.worlds import load_world

OCID = "ocds-t-1"


@pytest.fixture
def kent(database: str) -> Viewer:
    """Somebody of Kent, with one contract: a good quarter, a bad one, one that is missing."""
    viewers = load_world()
    load_notices("kent.json", package(notice(OCID, "Kent Police", "A Ltd")))
    kept = {"owner": "kent", "visibility": Visibility.NATIONAL}
    take_readings("kpis.csv", sheet(READINGS, *quarters(OCID, "availability", 1_000, 1000, 980, None, 1000, 1000)), **kept)
    take_fees("fees.csv", sheet(FEES, fee(OCID)), **kept)
    return viewers["kent"]


def by_period(viewer: Viewer) -> dict[str, ReadingFacts]:
    """The contract's readings."""
    return {one.period: one for one in readings([contract_of(viewer)], viewer=viewer)}


def contract_of(viewer: Viewer) -> UUID:
    """The one contract."""
    return next(one.id for one in contracts(viewer=viewer))


def share_counted(viewer: Viewer) -> tuple[int, int, int, int]:
    """Numerator, denominator, and how many are missing and disputed."""
    (score,) = scores(*counted(list(by_period(viewer).values())))
    return score.numerator, score.denominator, len(score.missing), len(score.disputed)


def page(viewer: Viewer, ending: str) -> str:
    """A page or file of the contract."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    answer = client.get(f"/suppliers/contracts/{contract_of(viewer)}{ending}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_dispute_takes_a_reading_out_of_the_figure_and_holds_its_money_until_it_is_settled(kent: Viewer) -> None:
    assert share_counted(kent) == (3_980, 4_000, 1, 0)
    say_of_reading(by_period(kent)["2024-Q2"].id, "dispute", "We counted the move.", viewer=kent)
    say_of_reading(by_period(kent)["2024-Q2"].id, "reply", "It was planned work.", viewer=kent)
    assert share_counted(kent) == (3_000, 3_000, 1, 1)
    assert "held" in page(kent, "/fees") and "disputed" in page(kent, "/fees.csv")
    text = page(kent, "/performance-notice.txt")
    assert "Disputed and not counted: 2024-Q2, 980 of 1,000" in text and "Supplier's reply, 2024-Q2: It was planned work." in text
    say_of_reading(by_period(kent)["2024-Q2"].id, "settled", "Both agree to the tickets.", viewer=kent)
    assert share_counted(kent) == (3_980, 4_000, 1, 0)


def test_a_missing_reading_is_missing_everywhere_and_never_good(kent: Viewer) -> None:
    assert "Jul to Sep 2024" in page(kent, "") and "no reading was given" in page(kent, "/readings.csv")
    assert "Missing: no reading for 2024-Q3" in page(kent, "/performance-notice.txt")
    assert "no reading: held" in page(kent, "/fees")


def test_what_is_exported_reads_back_and_carries_the_readings(kent: Viewer) -> None:
    said = page(kent, "/ocds.json")
    found = read_bytes("export.json", said.encode())
    assert not found.refused and {one.ocid for one in found.releases} == {OCID}
    (record,) = json.loads(said)["records"]
    contract = record["compiledRelease"]["contracts"][0]
    (metric,) = contract["implementation"]["metrics"]
    assert metric["title"] == "Available when it should be" and len(metric["observations"]) == 5
    assert contract["value"] == {"amount": 12_000, "currency": "GBP"} and contract["implementation"]["transactions"]


def test_a_closed_year_takes_no_dispute_but_a_reply_not_even_by_injection(kent: Viewer) -> None:
    close_year(OCID, 2024, owner="kent")
    reading = by_period(kent)["2024-Q2"]
    with pytest.raises(WordRefused, match="The year 2024 of this contract is closed"):
        say_of_reading(reading.id, "dispute", "Too late", viewer=kent)
    say_of_reading(reading.id, "reply", "We note it.", viewer=kent)
    row = models.KpiReading.objects.using("ingest").get(id=reading.id)
    with pytest.raises(IntegrityError, match="2024 of this contract is closed"), transaction.atomic(using="ingest"):
        models.KpiReading.objects.using("ingest").filter(id=row.id).update(numerator=1_000)
    with pytest.raises(IntegrityError, match="is closed, with the fee"), transaction.atomic(using="ingest"):
        models.ContractFee.objects.using("ingest").update(version=7)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT numerator FROM suppliers_kpireading WHERE id = %s", [reading.id])
        assert cursor.fetchone() == (980,)


@pytest.mark.parametrize(("kind", "text"), [("reply", " "), ("praise", "Good"), ("reply", "x" * 4_001)])
def test_a_word_that_says_nothing_is_refused(kent: Viewer, kind: str, text: str) -> None:
    with pytest.raises(WordRefused):
        say_of_reading(by_period(kent)["2025-Q1"].id, kind, text, viewer=kent)
