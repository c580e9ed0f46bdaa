"""A small world for the suppliers room: the register, somebody of each of four bodies, and notices, readings and fees at every visibility."""

import csv
import io
import json
from typing import Any

from beatbook.access.actions import sign_in
from beatbook.organisations.visibility import Visibility
from beatbook.suppliers.actions import close_year, load_notices, say_of_reading, take_fees, take_readings
from beatbook.suppliers.queries import contracts, readings
from beatbook.suppliers.sheets import FEES, READINGS
from beatbook.vocabulary.viewer import Viewer
from tests.technology.worlds import load_world

BANDS = "below 99: 100; 99 to 99.9: 40; 99.9 and more: 0"


def notice(ocid: str, buyer: str, supplier: str, **more: Any) -> dict[str, Any]:
    """A sound notice of one contract of 12,000 pounds; `more` changes the contract."""
    contract = {
        "id": "C1",
        "awardID": "A1",
        "title": f"A contract of {buyer}",
        "period": {"startDate": "2024-04-01T00:00:00Z", "endDate": "2028-03-31T00:00:00Z"},
        "value": {"amount": 12_000, "currency": "GBP"},
        "implementation": {"transactions": [{"id": "1", "date": "2025-06-30T00:00:00Z", "value": {"amount": 3_000, "currency": "GBP"}}]},
    }
    return {
        "ocid": ocid,
        "id": f"{ocid}-1",
        "date": "2024-04-01T00:00:00Z",
        "tag": ["contract"],
        "initiationType": "tender",
        "parties": [{"id": "B", "name": buyer, "roles": ["buyer"]}, {"id": "S", "name": supplier, "roles": ["supplier"]}],
        "buyer": {"id": "B", "name": buyer},
        "awards": [{"id": "A1", "status": "active", "suppliers": [{"id": "S", "name": supplier}]}],
        "contracts": [{**contract, **more}],
    }


def package(*releases: Any) -> bytes:
    """A package of these releases."""
    return json.dumps({"uri": "urn:made-up", "version": "1.1", "publishedDate": "2026-01-01T00:00:00Z", "releases": releases}).encode()


def sheet(columns: tuple[str, ...], *rows: dict[str, Any]) -> bytes:
    """A CSV sheet."""
    out = io.StringIO()
    lines = csv.DictWriter(out, columns, restval="")
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue().encode()


def quarters(ocid: str, kpi: str, of: int, *counts: int | None) -> list[dict[str, Any]]:
    """Rows of readings from the first quarter of 2024 on; None is missing."""
    periods = [f"{2024 + place // 4}-Q{1 + place % 4}" for place in range(len(counts))]
    return [
        {
            "contract": ocid,
            "kpi": kpi,
            "version": 1,
            "period": period,
            "numerator": "" if count is None else count,
            "denominator": "" if count is None else of,
            "evidence": f"Report {period}",
        }
        for period, count in zip(periods, counts, strict=True)
    ]


def fee(ocid: str, fee: str = "1,000.00") -> dict[str, Any]:
    """A fee with a tenth at risk on availability."""
    return {
        "contract": ocid,
        "fee": fee,
        "at_risk": "10 %",
        "kpi": "availability",
        "weight": "100",
        "bands": BANDS,
        "repeat": "1.5",
        "earn_back": "yes",
    }


SEEN = {"durham": Visibility.OWNER, "cleveland": Visibility.PEERS, "kent": Visibility.NATIONAL}
NAMES = {"durham": "Durham Constabulary", "cleveland": "Cleveland Police", "kent": "Kent Police"}


def load_suppliers_world() -> dict[str, Viewer]:
    """Contracts of three forces, one of them alone, one of peers, one of all, and public ones; readings, fees and words on each."""
    viewers = load_world()
    for place, (owner, seen) in enumerate(SEEN.items()):
        ocid = f"ocds-test-{owner}"
        supplier = ("Niche Tech (UK) Ltd.", "NICHE TECH LIMITED", "Niche Technology")[place]
        load_notices(f"{owner}.json", package(notice(ocid, NAMES[owner], supplier), {"id": "no ocid"}), visibility=seen, owner=owner)
        rows = quarters(ocid, "availability", 1_000, 1000, 995, 980, None, 1000, 999, 998, 1000, 1000 - place)
        take_readings(f"{owner}.csv", sheet(READINGS, *rows), owner=owner, visibility=seen)
        take_fees(f"{owner}-fee.csv", sheet(FEES, fee(ocid)), owner=owner, visibility=seen)
        found = [one.id for one in contracts(viewer=viewers[owner]) if one.ocid == ocid]
        reading = readings(found, viewer=viewers[owner])[0]
        say_of_reading(reading.id, "reply", f"Said to {owner}", viewer=viewers[owner])
        _keep_to_itself(owner, f"Niche Tech {'& Co ' * (place + 1)}")
    load_notices("public.json", package(notice("ocds-test-open", "Police and Crime Commissioner for Kent", "Niche Tech Ltd")))
    return viewers


def _keep_to_itself(owner: str, supplier: str) -> None:
    """A contract that only its owner sees, with a supplier's name that nobody else says."""
    ocid, own = f"ocds-test-{owner}-own", {"owner": owner, "visibility": Visibility.OWNER}
    load_notices(f"{owner}-own.json", package(notice(ocid, NAMES[owner], supplier.strip())), **own)
    take_readings(f"{owner}-own.csv", sheet(READINGS, *quarters(ocid, "availability", 100, 90, 91, 92, 93, 94, 95, 96)), **own)
    take_fees(f"{owner}-own-fee.csv", sheet(FEES, fee(ocid)), **own)
    close_year(ocid, 2024, owner=owner)


def viewer_of(code: str) -> Viewer:
    """The somebody of a body of the small world."""
    return sign_in(f"tech-{code}")
