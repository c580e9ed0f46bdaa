import pytest

from beatbook.sources.statements import FileRefused
from tests.sources.adapters.exports import feed, mentions, read, rows, ties

LICENCE = {
    "type": "TX", "number": "TX0000023", "changed": "202501201030", "status": "C", "granted": "20250115", "expires": "20300115", "surname": "Gonçalves",
    "forenames": "João André", "born": "19851103", "sex": "M", "address": "15 Priory Court", "town": "Millford", "postcode": "ZZ1 4FB",
    "phone": "07700 900671", "fee": "£262.00", "registration": "ZZ16 KHN", "make": "TOYOTA", "remarks": "£70 due", "batch": "000001",
}  # fmt: skip


def line(**fields: str) -> bytes:
    widths = feed("licensing").widths["licence"]
    return "".join({**LICENCE, **fields}.get(name, "")[:width].ljust(width) for name, width in widths.items()).encode("cp1252") + b"\r\n"


def test_a_taxi_licence_with_accents_and_pounds() -> None:
    statements, refused = read("licensing", "licences.dat", line())
    found = mentions(statements)
    assert not refused
    assert found["licence:TX0000023"].content == {
        "event_type": "licence", "reference": "TX0000023", "title": "Taxi driver licence", "status": "Current", "summary": "£70 due",
        "expires_on": "2030-01-15", "fee_pence": 26200,
    }  # fmt: skip
    assert found["licensee:TX0000023"].content["forenames"] == "João André"
    assert found["object:TX0000023"].content == {"object_type": "vehicle", "registration": "ZZ16 KHN", "make": "TOYOTA"}
    assert ties(statements) == {
        ("licensee:TX0000023", "licence:TX0000023", "licensee", "fact"), ("object:TX0000023", "licence:TX0000023", "involved", "fact"),
        ("licensee:TX0000023", "object:TX0000023", "keeper", "fact"),
    }  # fmt: skip


def test_premises_are_a_place_and_a_gun_is_a_weapon() -> None:
    body = line(type="PR", number="PR1", registration="", make="", premises="Café Français", premises_postcode="ZZ1 4FR")
    body += line(type="FA", number="FA1", registration="", make="", weapon="Rifle .22", serial="W1")
    found = mentions(read("licensing", "licences.dat", body)[0])
    assert found["premises:PR1"].content == {"premises_name": "Café Français", "postcode": "ZZ1 4FR"}
    assert found["object:FA1"].content == {"object_type": "weapon", "description": "Rifle .22", "serial_number": "W1"}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line(born="19940231"), "born: “19940231” is not a date"),
        (line(changed="202513010000"), "changed: “202513010000” is not a date and time"),
        (line(type="XX"), "type: “XX” is not in the feed's list codes.licence_type"),
        (line(fee="free"), "fee: “free” is not a sum of money"),
        (line(granted="20360101"), "granted: “20360101” is after"),
        (line()[:-20] + b"\r\n", "characters long, not"),
        (b"x" * 10_000_000 + b"\r\n", "is 10,000,000 characters long, not"),
        (line().replace(b"\xe3", b"\x81"), "holds bytes that are not cp1252"),
        (line().replace(b"TOYOTA", b"TOY\0TA"), "holds a NUL byte"),
    ],
)
def test_one_bad_line_costs_only_itself(bad: bytes, message: str) -> None:
    statements, refused = read("licensing", "licences.dat", line(number="A") + bad + line(number="B"))
    assert {key for key in mentions(statements) if key.startswith("licence:")} == {"licence:A", "licence:B"}
    assert [number for number, _ in refused] == [2]
    assert message in refused[0][1]


def test_the_file_of_a_wrong_shape_is_refused() -> None:
    with pytest.raises(FileRefused, match="is empty"):
        rows("licensing", "licences.dat", b"")
    with pytest.raises(FileRefused, match="begins with a mark of UTF-8"):
        rows("licensing", "licences.dat", b"\xef\xbb\xbf" + line())
