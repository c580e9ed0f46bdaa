import pytest

from beatbook.sources.statements import FileRefused
from beatbook.vocabulary.markings import Classification
from tests.sources.adapters.exports import mentions, read, rows, ties

REPORT = """<Report urn="IR/26/000001" version="1" updated="2026-10-20T16:00:00"><Marking>OFFICIAL-SENSITIVE</Marking><Compartment>COVERT</Compartment>
<Grading source="2" information="C" handling="C"/><Conditions>Ask the originator.</Conditions><Occurred>2026-10-15T19:30:00</Occurred>
<Title>Organised crime</Title><Text>Jordan Marsh is second in the group.</Text><Place><Line>31 Market Street</Line><Town>Millford</Town>
<Postcode>ZZ1 4FR</Postcode><Longitude>2.25</Longitude><Latitude>54.75</Latitude></Place><Subjects><Subject id="1"><Forenames>Jordan</Forenames>
<Surname>Marsh</Surname></Subject><Subject id="2"><Surname>Okoro</Surname><AssociateOf>1</AssociateOf></Subject></Subjects>
<Vehicles><Vehicle id="1"><Vrm>ZZ19 ABC</Vrm></Vehicle></Vehicles><Officer>DC 2035</Officer></Report>"""
KEY = "IR/26/000001"


def export(*reports: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<IntelligenceReports>\n' + "\n".join(reports) + "\n</IntelligenceReports>").encode()


def test_a_report_is_opinion_with_its_grading_and_conditions() -> None:
    statements, refused = read("intelligence", "reports.xml", export(REPORT))
    report = mentions(statements)[f"report:{KEY}"]
    assert not refused
    assert report.content == {
        "event_type": "intelligence", "reference": KEY, "title": "Organised crime", "summary": "Jordan Marsh is second in the group.",
        "grading": "2CC", "handling_conditions": "Ask the originator.", "address": "31 Market Street, Millford", "postcode": "ZZ1 4FR",
        "recorded_by": "DC 2035",
    }  # fmt: skip
    assert ties(statements) == {
        (f"subject:{KEY}:1", f"report:{KEY}", "subject", "opinion"), (f"subject:{KEY}:2", f"report:{KEY}", "subject", "opinion"),
        (f"subject:{KEY}:2", f"subject:{KEY}:1", "associate", "opinion"), (f"vehicle:{KEY}:1", f"report:{KEY}", "involved", "opinion"),
    }  # fmt: skip


def test_everything_in_a_covert_report_is_covert() -> None:
    statements, _ = read("intelligence", "reports.xml", export(REPORT))
    markings = {each.marking for each in mentions(statements).values()}
    assert len(markings) == 1
    marking = markings.pop()
    assert marking is not None
    assert (marking.classification, marking.caveats) == (Classification.OFFICIAL_SENSITIVE, {"COVERT", "C"})


@pytest.mark.parametrize(
    ("source", "known", "basis"), [("1", "A", "fact"), ("1", "B", "opinion"), ("2", "A", "opinion"), ("3", "E", "opinion")]
)
def test_only_a_reliable_source_at_first_hand_is_fact(source: str, known: str, basis: str) -> None:
    graded = REPORT.replace('source="2" information="C"', f'source="{source}" information="{known}"')
    statements, _ = read("intelligence", "reports.xml", export(graded))
    assert {tie[3] for tie in ties(statements)} == {basis}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source="2"', 'source="B"', "Grading/@source: “B” is not a 3x5x2 grade"),
        ('information="C"', 'information="F"', "Grading/@information: “F”"),
        ('handling="C"', "", "Grading/@handling: is empty"),
        (">OFFICIAL-SENSITIVE<", ">TOP SECRET<", "Marking: TOP SECRET is above"),
        ("2026-10-15T19:30:00", "2026-02-31T19:30:00", "Occurred: “2026-02-31T19:30:00” is not a date"),
        ("2.25", "200", "Place/Longitude: 200 is beyond 180 degrees"),
        ("54.75", "north", "Place/Latitude: “north” is not a coordinate"),
        ("<AssociateOf>1<", "<AssociateOf>one<", "text: “one” is not a whole number"),
        ("<Vrm>", "<Wheels>4</Wheels><Vrm>", "Wheels: feed millshire-intelligence neither takes it"),
    ],
)
def test_one_bad_report_costs_only_itself(old: str, new: str, message: str) -> None:
    good = REPORT.replace(KEY, "IR/26/000002")
    statements, refused = read("intelligence", "reports.xml", export(REPORT.replace(old, new), good))
    assert "report:IR/26/000002" in mentions(statements)
    assert f"report:{KEY}" not in mentions(statements)
    assert len(refused) == 1
    assert message in refused[0][1]


def test_a_file_that_declares_entities_is_refused() -> None:
    body = export(REPORT).replace(
        b"<IntelligenceReports>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><IntelligenceReports>', 1
    )
    with pytest.raises(FileRefused, match="declares a document type"):
        rows("intelligence", "reports.xml", body)
