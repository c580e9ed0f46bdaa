"""Two viewers for the tests of linkage, one of whom sees less, and a world of which every third record is hidden from that one."""

from uuid import UUID

from beatbook.access.actions import add_caveat, add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.linkage.actions import link_new_records
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Role, Viewer
from tests.linkage.worlds import mentions, put_records

OPEN = Marking(Classification.OFFICIAL, frozenset({"millshire"}))
COVERT = Marking(Classification.OFFICIAL_SENSITIVE, frozenset({"millshire"}), frozenset({"COVERT"}))


def viewers() -> tuple[Viewer, Viewer]:
    """One who sees OFFICIAL records, and one who sees the COVERT ones too."""
    add_caveat("COVERT", kind="compartment", title="Covert")
    police = ("millshire", "Millshire Police")
    high = Person("high", "High", Role.ANALYST, *police, clearance=Classification.OFFICIAL_SENSITIVE, caveats=("COVERT",))
    add_people([Person("low", "Low", Role.RESPONSE, *police), high])
    return sign_in("low"), sign_in("high")


def half_hidden(n_people: int = 60) -> tuple[dict[UUID, dict[str, object]], set[UUID]]:
    """Linked records, every third of them COVERT; their contents, and which are hidden."""
    records, _ = mentions(n_people)
    records.sort(key=lambda record: record[0])
    hidden = {record_id for record_id, _ in records[::3]}
    put_records([record for record in records if record[0] not in hidden], intern_marking(OPEN))
    put_records([record for record in records if record[0] in hidden], intern_marking(COVERT))
    link_new_records()
    return dict(records), hidden
