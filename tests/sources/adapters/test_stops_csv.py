from typing import Any

import pytest

from beatbook.sources.statements import FileRefused
from tests.sources.adapters.exports import feed, mentions, read, rows, ties

KEY = "SS/26/000001"
SEARCH = {
    "SEARCH_REF": KEY, "UPDATED_ON": "03/10/2026 10:50", "TYPE": "Person and Vehicle search", "DATE_TIME": "02/10/2026 18:05",
    "LOCATION": "On or near Market Street", "LONGITUDE": "2.25", "LATITUDE": "54.75", "OBJECT_OF_SEARCH": "Stolen goods", "OUTCOME": "Arrest",
    "OUTCOME_LINKED": "False", "GENDER": "Male", "FORENAMES": "Jordan", "SURNAME": "Marsh", "DOB": "14/03/1994", "VRM": "ZZ19 ABC",
    "VEHICLE_ROLE": "DRIVER", "WITH_FORENAMES": "S", "WITH_SURNAME": "Okoro", "GROUNDS": "Seen running.", "OFFICER": "PC 2071",
}  # fmt: skip


def export(*searches: dict[str, Any]) -> bytes:
    columns = list(feed("stops").columns["search"].values())
    return "\n".join([",".join(columns), *(",".join(each.get(column, "") for column in columns) for each in searches), ""]).encode()


def test_a_search_its_person_vehicle_and_companion() -> None:
    statements, refused = read("stops", "searches.csv", export(SEARCH))
    found = mentions(statements)
    assert not refused
    assert found[f"stop:{KEY}"].content == {
        "event_type": "stop-search", "reference": KEY, "title": "Person and Vehicle search: stolen goods", "outcome": "Arrest",
        "summary": "Seen running.", "address": "On or near Market Street", "object_of_search": "Stolen goods", "outcome_linked": False,
        "recorded_by": "PC 2071",
    }  # fmt: skip
    assert found[f"searched:{KEY}"].content["sex"] == "M"
    assert found[f"stop:{KEY}"].version == 1_791_021_000_000
    assert ties(statements) == {
        (f"searched:{KEY}", f"stop:{KEY}", "searched", "fact"), (f"vehicle:{KEY}", f"stop:{KEY}", "searched", "fact"),
        (f"searched:{KEY}", f"vehicle:{KEY}", "driver", "fact"), (f"companion:{KEY}", f"stop:{KEY}", "other", "fact"),
        (f"searched:{KEY}", f"companion:{KEY}", "associate", "fact"),
    }  # fmt: skip


def test_a_search_of_nobody_named_is_still_an_event() -> None:
    nobody = SEARCH | dict.fromkeys(("FORENAMES", "SURNAME", "DOB", "WITH_FORENAMES", "WITH_SURNAME", "VRM"), "")
    statements, _ = read("stops", "searches.csv", export(nobody))
    assert list(mentions(statements)) == [f"stop:{KEY}"]
    assert not ties(statements)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("DOB", "31/02/1994", "DOB: “31/02/1994” is not a date"), ("WITH_DOB", "31/02/1994", "WITH_DOB: “31/02/1994”"),
        ("DATE_TIME", "02/10/2036 18:05", "DATE_TIME: “02/10/2036 18:05” is after"), ("GENDER", "Robot", "GENDER: “Robot” is not in"),
        ("LATITUDE", "95", "LATITUDE: 95 is beyond 90"), ("TYPE", "", "TYPE: is empty"), ("SEARCH_REF", "", "SEARCH_REF: is empty"),
    ],
)  # fmt: skip
def test_one_bad_row_costs_only_itself(column: str, value: str, message: str) -> None:
    statements, refused = read("stops", "searches.csv", export(SEARCH | {column: value}, SEARCH | {"SEARCH_REF": "SS/26/000002"}))
    assert "stop:SS/26/000002" in mentions(statements)
    assert len(refused) == 1
    assert message in refused[0][1]


def test_the_wrong_file_is_refused() -> None:
    with pytest.raises(FileRefused, match="is none that feed millshire-stops knows"):
        rows("stops", "other.csv", export(SEARCH))
