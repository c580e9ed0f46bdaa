"""data.police.uk, each sort of file: tiny export in, statements out."""

import io
from datetime import UTC, datetime

import pytest

from beatbook.sources.adapters.policeuk import read_rows, scope_of, sorts, statements_of
from beatbook.sources.statements import FileRefused, Mention, RowRefused, Statement, Tie
from tests.sources.worlds import OUTCOMES, STOPS, STREET, outcome_row, policeuk_feed, street_row

JANUARY = "2025-01-northamptonshire-street.csv"
STOP = "Person search,2025-01-04T07:41:00+00:00,True,Op Sceptre,52.2,-0.9,Male,18-24,White - British,White,PACE,Drugs,Arrest,False,"


def read(name: str, *lines: str) -> list[Statement]:
    rows = list(read_rows(name, io.BytesIO("\n".join(lines).encode()), policeuk_feed()))
    return [one for row in rows for one in statements_of(row, policeuk_feed())]


def mentions(name: str, *lines: str) -> list[Mention]:
    return [one for one in read(name, *lines) if isinstance(one, Mention)]


@pytest.mark.parametrize(
    ("name", "sort", "scope"),
    [
        (JANUARY, "street", "street:2025-01:northamptonshire"),
        ("2025-06.zip/2025-01/2025-01-city-of-london-stop-and-search.csv", "stops", "stops:2025-01:city-of-london"),
        ("2016-01-city-of-london-outcomes.csv.gz", "outcomes", "outcomes:2016-01:city-of-london"),
        ("2016-13-city-of-london-outcomes.csv", None, "2016-13-city-of-london-outcomes.csv"),
        ("notes.csv", None, "notes.csv"),
    ],
)
def test_names(name: str, sort: str | None, scope: str) -> None:
    assert (sorts(name), scope_of(name)) == (sort, scope)


def test_street_crime() -> None:
    [event] = mentions(JANUARY, STREET, street_row("a1"))
    assert event.content == {
        "event_type": "crime", "reference": "a1", "title": "Burglary, on or near High Street", "offence": "Burglary",
        "outcome": "Under investigation", "address": "On or near High Street", "month": "2025-01", "force": "northamptonshire",
        "reported_by": "Northamptonshire Police", "falls_within": "Northamptonshire Police", "lsoa_code": "E01", "lsoa_name": "Place 1A",
    }  # fmt: skip
    assert (event.longitude, event.latitude) == (-0.9, 52.2)
    assert (event.happened_at, event.said_at) == (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC))


def test_anti_social_behaviour_is_an_incident_without_reference_or_place() -> None:
    [event] = mentions(
        JANUARY, STREET, f"{street_row('', place=',', kind='Anti-social behaviour').replace('On or near High Street', 'No Location')}"
    )
    assert event.content["event_type"] == "incident"
    assert {"reference", "address"} & set(event.content) == set()
    assert event.longitude is None


def test_equal_rows_are_told_apart_by_occurrence_and_keep_their_keys() -> None:
    keys = [one.key for one in mentions(JANUARY, STREET, street_row(), street_row(), street_row("b"))]
    assert len(set(keys)) == 3
    assert keys[1] == keys[0] + ":2"
    again = [
        one.key for one in mentions(JANUARY, STREET, street_row("b"), street_row(outcome="Charged").replace("E01", "E99"), street_row())
    ]
    assert sorted(again) == sorted(keys)


def test_archive_speaks_later_than_its_months() -> None:
    [event] = mentions(f"2025-06.zip/2025-01/{JANUARY}", STREET, street_row())
    assert event.said_at == datetime(2025, 7, 1, tzinfo=UTC)


def test_outcome_ties_to_the_group_of_its_crime() -> None:
    event, tie = read("2025-01-northamptonshire-outcomes.csv", OUTCOMES, outcome_row("a1"))
    assert isinstance(event, Mention) and isinstance(tie, Tie)
    assert (event.content["event_type"], event.content["outcome"]) == ("outcome", "Offender sent to prison")
    assert (tie.from_key, tie.to_key, tie.to_group, tie.role) == (event.key, "crime:a1", True, "outcome of")
    [crime] = mentions(JANUARY, STREET, street_row("a1"))
    assert crime.key.split("#")[0] == tie.to_key


def test_stop_has_latitude_first_and_truths() -> None:
    [stop] = mentions("2025-01-northamptonshire-stop-and-search.csv", STOPS, STOP)
    assert (stop.longitude, stop.latitude) == (-0.9, 52.2)
    assert stop.happened_at == datetime(2025, 1, 4, 7, 41, tzinfo=UTC)
    assert (stop.content["operation"], stop.content["outcome_linked_to_object"]) == (True, False)
    assert "more_than_outer_clothing" not in stop.content


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (street_row().replace("2025-01", "2025-02"), "Month"),
        (street_row(place="-0.9,"), "Longitude"),
        (street_row(place="-200,52"), "Longitude"),
        (street_row(place="x,52"), "Longitude"),
        (street_row(kind=""), "Crime type"),
    ],
)
def test_bad_rows_name_their_column(row: str, column: str) -> None:
    with pytest.raises(RowRefused) as raised:
        read(JANUARY, STREET, row)
    assert raised.value.column == column


@pytest.mark.parametrize(("date", "column"), [("", "Date"), ("2025-02-31T00:00:00+00:00", "Date")])
def test_bad_stops_name_their_column(date: str, column: str) -> None:
    with pytest.raises(RowRefused) as raised:
        read("2025-01-northamptonshire-stop-and-search.csv", STOPS, STOP.replace("2025-01-04T07:41:00+00:00", date))
    assert raised.value.column == column


@pytest.mark.parametrize(("name", "header"), [("crimes.csv", STREET), (JANUARY, OUTCOMES), (JANUARY, "")])
def test_wrong_files_are_refused(name: str, header: str) -> None:
    with pytest.raises(FileRefused):
        read(name, header, street_row())
