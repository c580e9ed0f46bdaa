"""The demonstration's contracts: made-up notices of every force, with their faults, joined and tied; loaded again, nothing changes."""

from beatbook.config.demonstration_suppliers import load_suppliers
from beatbook.suppliers import models
from beatbook.suppliers.queries import contracts, load_notes, suppliers
from tests.pooling.rooms import prepare


def counts() -> dict[str, int]:
    """Rows of every table of the room."""
    tables = (models.Notice, models.Contract, models.ContractParty, models.Payment, models.KpiReading, models.KpiWord, models.ContractFee)
    return {one.__name__: one.objects.using("ingest").count() for one in (*tables, models.ClosedYear, models.LoadNote)}


def test_the_demonstration_joins_twelve_suppliers_and_changes_nothing_when_loaded_again(database: str) -> None:
    from beatbook.access.actions import sign_in

    prepare()
    load_suppliers(small=False)
    before = counts()
    viewer = sign_in("national")
    found = suppliers(viewer=viewer)
    assert len(found) == 12 and all(len(one.names) > 3 for one in found)
    untied = {buyer.name for one in contracts(viewer=viewer) for buyer in one.buyers if not buyer.organisation}
    assert untied == {"Shires Buying Hub (made up)"}
    assert {one.path for one in load_notes(viewer=viewer, outcome="refused")} >= {"contracts/0/value/amount"}
    load_suppliers(small=False)
    assert counts() == before and min(before.values()) > 0
