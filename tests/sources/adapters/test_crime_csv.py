from datetime import UTC, datetime

import pytest

from beatbook.sources.statements import FileRefused
from beatbook.vocabulary.markings import Classification
from tests.sources.adapters.exports import feed, mentions, read, rows, ties

CRIMES = (
    "CRIME_NO,VERSION,UPDATED_ON,REPORTED_ON,OCCURRED_FROM,OCCURRED_TO,HO_CLASS,OFFENCE,STATUS,OUTCOME_CODE,LOCATION,TOWN,POSTCODE,"
    "LONGITUDE,LATITUDE,LOG_NO,MARKING,CAVEATS,MO_SUMMARY,OIC_COLLAR,PRINT_BATCH"
)
CRIME = (
    "44/0000001/26,3,19/06/2026 00:10,18/06/2026 23:10,18/06/2026 22:41,,8N,Assault with injury,Closed,18,6 Market Street,Millford,ZZ1 4FR,"
    '2.25,54.75,20260618-0001,,,"Struck once.\nCut lip.",PC 1142,B1'
)
PARTIES = (
    "CRIME_NO,PARTY_NO,VERSION,UPDATED_ON,ROLE,FORENAMES,SURNAME,KNOWN_AS,SEX,DOB,ETHNICITY,NATIONALITY,OCCUPATION,PHONE_1,PHONE_2,EMAIL,"
    "ADDRESS,TOWN,POSTCODE,PNC_ID,WARNINGS,MARKING,CAVEATS,PRINT_BATCH"
)
PARTY = (
    "44/0000001/26,1,3,19/06/2026 00:10,SUS,Jordan,Marsh,Jordy,M,14/03/1994,W1,GBR,,07700900614,,j@example.org,12 Foundry Row,Millford,"
    "ZZ1 4FR,26/123456X,VI|Violent|Custody 26|2026-02-11|2028-02-11,OFFICIAL-SENSITIVE,DA,B1"
)
KEY = "44/0000001/26"


def crimes(*lines: str) -> bytes:
    return "\r\n".join([CRIMES, *lines, ""]).encode()


def parties(*lines: str) -> bytes:
    return "\r\n".join([PARTIES, *lines, ""]).encode()


def test_a_crime_is_an_event() -> None:
    statements, refused = read("crime", "crimes.csv", crimes(CRIME))
    crime = mentions(statements)[f"crime:{KEY}"]
    assert not refused
    assert (crime.version, crime.said_at) == (3, datetime(2026, 6, 18, 23, 10, tzinfo=UTC))
    assert crime.happened_at == datetime(2026, 6, 18, 21, 41, tzinfo=UTC)
    assert (crime.longitude, crime.latitude, crime.marking) == (2.25, 54.75, None)
    assert crime.content == {
        "event_type": "crime", "reference": KEY, "title": "Assault with injury", "offence": "Assault with injury", "offence_code": "8N",
        "status": "Closed", "outcome": "Investigation complete, no suspect identified", "summary": "Struck once.\nCut lip.",
        "address": "6 Market Street, Millford", "postcode": "ZZ1 4FR", "reported_at": "2026-06-18T22:10:00+00:00",
        "other_references": ["20260618-0001"], "recorded_by": "PC 1142",
    }  # fmt: skip


def test_a_party_is_a_person_with_a_part() -> None:
    statements, refused = read("crime", "parties.csv", parties(PARTY))
    person = mentions(statements)[f"party:{KEY}:1"]
    assert not refused
    assert person.content == {
        "forenames": "Jordan", "surname": "Marsh", "other_names": ["Jordy"], "sex": "M", "date_of_birth": "1994-03-14",
        "phones": ["07700900614"], "emails": ["j@example.org"], "address": "12 Foundry Row, Millford", "postcode": "ZZ1 4FR",
        "pnc_id": "26/123456X", "ethnicity": "White British", "nationality": "GBR",
        "warnings": [{"code": "VI", "label": "Violent", "source": "Custody 26", "date": "2026-02-11", "expires": "2028-02-11"}],
    }  # fmt: skip
    assert person.marking is not None
    assert (person.marking.classification, person.marking.caveats) == (Classification.OFFICIAL_SENSITIVE, {"DA"})
    assert person.marking.agreements == feed("crime").marking.agreements
    assert ties(statements) == {(f"party:{KEY}:1", f"crime:{KEY}", "suspect", "fact")}


@pytest.mark.parametrize(("code", "role"), [("SUS", "suspect"), ("CON", "convicted"), ("VIC", "victim"), ("WIT", "witness")])
def test_each_part_is_kept_apart(code: str, role: str) -> None:
    statements, _ = read("crime", "parties.csv", parties(PARTY.replace(",SUS,", f",{code},")))
    assert {tie[2] for tie in ties(statements)} == {role}


def test_vehicles_property_and_outcomes_hang_on_the_crime() -> None:
    vehicles = "CRIME_NO,VEHICLE_NO,VERSION,UPDATED_ON,ROLE,VRM,MAKE,MODEL,COLOUR,KEEPER_PARTY,MARKING,CAVEATS\n"
    vehicles += f"{KEY},1,1,19/06/2026 00:10,STOLEN,ZZ19 ABC,FORD,KA,RED,2,,\n"
    statements, _ = read("crime", "vehicles.csv", vehicles.encode())
    assert ties(statements) == {
        (f"vehicle:{KEY}:1", f"crime:{KEY}", "stolen", "fact"), (f"party:{KEY}:2", f"vehicle:{KEY}:1", "keeper", "fact"),
    }  # fmt: skip
    goods = "CRIME_NO,ITEM_NO,VERSION,UPDATED_ON,STATUS,KIND,DESCRIPTION,SERIAL_NO,VALUE,MARKING,CAVEATS\n"
    goods += f"{KEY},1,1,19/06/2026 00:10,SEIZED,phone,Telephone,SN1,£1.5,,\n"
    statements, _ = read("crime", "property.csv", goods.encode())
    assert mentions(statements)[f"property:{KEY}:1"].content["value_pence"] == 150
    ends = "CRIME_NO,OUTCOME_NO,VERSION,UPDATED_ON,OUTCOME_CODE,OUTCOME_DATE,SUSPECT_PARTY,NOTE,MARKING,CAVEATS\n"
    ends += f"{KEY},1,1,19/06/2026 00:10,1,19/06/2026,1,x,,\n"
    statements, refused = read("crime", "outcomes.csv", ends.encode())
    assert not refused
    assert (f"outcome:{KEY}:1", f"crime:{KEY}", "outcome of", "fact") in ties(statements)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",14/03/1994,", ",31/02/1994,", "DOB: “31/02/1994” is not a date on any calendar"),
        (",14/03/1994,", ",14/03/2027,", "DOB: “14/03/2027” is after the day it was said"),
        (",3,19/06/2026 00:10,", ",three,19/06/2026 00:10,", "VERSION: “three” is not a whole number"),
        ("19/06/2026 00:10", "19/06/2026", "UPDATED_ON: “19/06/2026” has no time"),
        (",SUS,", ",BOSS,", "ROLE: “BOSS” is not in the feed's list codes.role"),
        (",SUS,", ",,", "ROLE: is empty"),
        ("OFFICIAL-SENSITIVE", "SECRET", "MARKING: SECRET is above"),
        ("|2026-02-11|", "|2026-02-30|", "WARNINGS: “2026-02-30” is not a date"),
        ("Violent|", "", "WARNINGS: “VI|Custody 26"),
        ("Jordan", "Jor\0dan", "FORENAMES: holds a NUL byte"),
        ("Jordan", "x" * 10_000_000, "cannot be read as CSV: field larger than field limit"),
        (",B1", ",B1,extra", "has 25 columns, not 24"),
        ("GBR,,", "GBR,", "has 23 columns, not 24"),
        ("Jordan", '"Jordan', "cannot be read as CSV"),
    ],
)  # fmt: skip
def test_one_bad_row_costs_only_itself(old: str, new: str, message: str) -> None:
    good = PARTY.replace(f"{KEY},1,", f"{KEY},2,")
    statements, refused = read("crime", "parties.csv", parties(PARTY.replace(old, new), good))
    assert list(mentions(statements)) == [f"party:{KEY}:2"]
    assert [number for number, _ in refused] == [2]
    assert message in refused[0][1]


def test_bytes_of_another_encoding_are_refused_by_column() -> None:
    spoilt = parties(PARTY, PARTY.replace("Jordan", "Ren?e")).replace(b"Ren?e", "Renée".encode("cp1252"))
    statements, refused = read("crime", "parties.csv", spoilt)
    assert len(mentions(statements)) == 1
    assert refused == [(3, "FORENAMES: holds bytes that are not utf-8")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is empty"),
        (parties(PARTY).decode().encode("utf-16"), "its line of column names is not in utf-8"),
        (parties(PARTY).replace(b"SURNAME", b"FORENAMES"), "has a column more than once: FORENAMES"),
        (parties(PARTY).replace(b"SURNAME", b"LASTNAME"), "lacks the column SURNAME"),
        (parties(PARTY).replace(b"PRINT_BATCH", b"SHOE_SIZE"), "neither takes nor says why not: SHOE_SIZE"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        rows("crime", "parties.csv", body)


def test_a_file_that_ends_in_a_row_keeps_the_rows_before() -> None:
    statements, refused = read("crime", "parties.csv", parties(PARTY, PARTY.replace(",1,3,", ",2,3,"))[:-60])
    assert list(mentions(statements)) == [f"party:{KEY}:1"]
    assert len(refused) == 1
