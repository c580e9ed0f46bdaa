import pytest

from beatbook.sources.statements import FileRefused
from tests.sources.adapters.exports import mentions, read, rows, ties

RECORD = """<CustodyRecord number="MC/26/000001" version="2" lastUpdated="2026-02-11T14:20:00"><Arrived>2026-02-11T01:35:00</Arrived>
<Released>2026-02-11T14:20:00</Released><Station>Millford</Station><Offence code="9A">Affray</Offence>
<CrimeNumbers><CrimeNumber>44/0000001/26</CrimeNumber></CrimeNumbers><Grounds>Refused to leave.</Grounds><Disposal>NFA</Disposal><BailDate/>
<CellNumber>M4</CellNumber><Detainee><Forenames>JORDAN</Forenames><Surname>MARSH</Surname><Aliases><Alias>JORDY</Alias><Alias>JM</Alias></Aliases>
<Sex>M</Sex><BirthDate>1994-03-14</BirthDate><Address>NFA </Address><PncId>26/123456X</PncId><Warnings>
<Warning code="MH" source="Liaison" date="2026-02-11" expires="">Mental health</Warning></Warnings></Detainee>
<NextOfKin relationship="MOTHER"><Forenames>L</Forenames><Surname>MARSH</Surname><Telephone>07700 900715</Telephone></NextOfKin></CustodyRecord>"""
KEY = "MC/26/000001"


def export(*records: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n<CustodyExport site="Millshire">\n') -> bytes:
    return (head + "\n".join(records) + "\n</CustodyExport>\n").encode()


def other(number: int) -> str:
    return RECORD.replace("000001", f"{number:06}")


def test_a_detention_its_detainee_and_the_next_of_kin() -> None:
    statements, refused = read("custody", "custody-2026.xml", export(RECORD))
    found = mentions(statements)
    assert not refused
    assert found[f"custody:{KEY}"].content == {
        "event_type": "custody", "reference": KEY, "title": "Arrested on suspicion of affray", "offence": "Affray", "offence_code": "9A",
        "status": "Released", "outcome": "No further action", "summary": "Refused to leave.", "premises_name": "Millford custody",
        "happened_until": "2026-02-11T14:20:00+00:00", "other_references": ["44/0000001/26"],
    }  # fmt: skip
    assert found[f"detainee:{KEY}"].content == {
        "forenames": "JORDAN", "surname": "MARSH", "sex": "M", "date_of_birth": "1994-03-14", "address": "No fixed abode",
        "pnc_id": "26/123456X", "custody_number": KEY, "other_names": ["JORDY", "JM"],
        "warnings": [{"code": "MH", "label": "Mental health", "source": "Liaison", "date": "2026-02-11"}],
    }  # fmt: skip
    assert ties(statements) == {
        (f"detainee:{KEY}", f"custody:{KEY}", "detained", "fact"), (f"detainee:{KEY}", f"kin:{KEY}", "next of kin", "fact"),
        (f"kin:{KEY}", f"detainee:{KEY}", "parent", "fact"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1994-03-14", "1994-02-31", "Detainee/BirthDate: “1994-02-31” is not a date"),
        ("2026-02-11T01:35:00", "2036-02-11T01:35:00", "Arrived: “2036-02-11T01:35:00” is after the record"),
        ('date="2026-02-11"', 'date="soon"', "@date: “soon” is not a date"),
        ("<Station>", "<Station><ShoeSize>9</ShoeSize>", "Station/ShoeSize: feed millshire-custody neither takes it"),
        ("Refused", "Ref\0used", "holds a NUL byte"),
        ("Refused", "Ref<used", "is not well-formed XML"),
        ("Refused", "&secret;", "is not well-formed XML"),
        ("Refused", "x" * 1_500_000, "Grounds: is 1,500,010 characters long"),
        ("Refused", "x" * 10_000_000, "the element is longer than 8,000,000 bytes"),
        ('version="2"', 'version=""', "@version: “” is not a whole number"),
    ],
)
def test_one_bad_record_costs_only_itself(old: str, new: str, message: str) -> None:
    statements, refused = read("custody", "custody-2026.xml", export(other(2), RECORD.replace(old, new), other(3)))
    assert {key for key in mentions(statements) if key.startswith("custody:")} == {"custody:MC/26/000002", "custody:MC/26/000003"}
    assert [number for number, _ in refused] == [2]
    assert message in refused[0][1]


@pytest.mark.parametrize("cut", [30, 300, 600, 850])
def test_a_truncated_file_gives_every_whole_record_and_one_refusal(cut: int) -> None:
    statements, refused = read("custody", "custody-2026.xml", export(RECORD, other(2))[:-cut])
    assert f"custody:{KEY}" in mentions(statements)
    assert len(refused) == 1
    assert "cut short" in refused[0][1]


def test_a_file_without_its_last_tag_says_so() -> None:
    statements, refused = read("custody", "custody-2026.xml", export(RECORD).replace(b"</CustodyExport>\n", b""))
    assert len(mentions(statements)) == 3
    assert refused == [(2, "the file ends before its last end tag")]


BILLION = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><CustodyExport>'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"CRIME_NO,VERSION\n1,2\n", "is not XML with elements of the name CustodyRecord"),
        (b"<CustodyExport></CustodyExport>", "holds no element of the name CustodyRecord"),
        (export(RECORD).decode().encode("utf-16"), "UTF-16"),
        (export(RECORD, head=BILLION), "declares a document type or entities"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        rows("custody", "custody-2026.xml", body)


def test_an_end_tag_inside_character_data_ends_nothing() -> None:
    inside = RECORD.replace("Refused to leave.", "<![CDATA[said </CustodyRecord> aloud]]>")
    statements, refused = read("custody", "custody-2026.xml", export(inside, other(2)))
    assert not refused
    assert mentions(statements)[f"custody:{KEY}"].content["summary"] == "said </CustodyRecord> aloud"
