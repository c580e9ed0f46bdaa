"""Standards are tested by running an export; the result never says what stood in it."""

import dataclasses
import json

from beatbook.technology.catalogue import standards
from beatbook.technology.conformance import conformance_of
from beatbook.technology.reading.sheets import read_sheets

GOOD = "source key,surname,date of birth,sex,postcode,updated at,classification\n1,Okoro,1990-01-31,female,ZZ1 4FR,2026-11-27T10:00:00+00:00,OFFICIAL\n"


def test_an_export_that_conforms_passes_and_one_without_rows_shows_nothing() -> None:
    standard = standards()["POLE-PERSON"]
    assert conformance_of(standard, read_sheets("x.csv", GOOD.encode())).passed
    assert not conformance_of(standard, read_sheets("x.csv", GOOD.splitlines()[0].encode())).passed


def test_faults_name_row_and_column_and_never_the_value() -> None:
    bad = GOOD + "2,,31/01/1990,F,ZZ14FR,2026-11-27 10:00,SECRET\n"
    tested = conformance_of(standards()["POLE-PERSON"], read_sheets("x.csv", bad.encode()))
    assert [(fault.row, fault.column) for fault in tested.faults] == [
        (3, name) for name in ("surname", "date of birth", "sex", "postcode", "updated at", "classification")
    ]
    said = json.dumps(dataclasses.asdict(tested))
    assert not any(value in said for value in ("31/01/1990", "ZZ14FR", "SECRET", "Okoro"))


def test_a_missing_column_is_one_fault() -> None:
    tested = conformance_of(standards()["GSC"], read_sheets("x.csv", b"source key\n1\n2\n"))
    assert (tested.n_faults, tested.faults[0].row, tested.faults[0].column) == (1, 1, "classification")
