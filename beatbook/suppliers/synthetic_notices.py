"""Made-up notices, readings and fees for a made-up portfolio, with the faults that real ones have. Invariant: the same contracts give the same files."""

import csv
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beatbook.suppliers.sheets import FEES, READINGS

Json = dict[str, Any]
ENDINGS = (" Police Service", " Police", " Constabulary")
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4))[:11]


@dataclass(frozen=True, slots=True)
class Held:
    """A contract as a made-up force holds it: with whom, for how many pounds a year, between which days."""

    force: str
    force_name: str
    application: str
    supplier: str
    pounds_a_year: int
    starts: date
    ends: date

    @property
    def ocid(self) -> str:
        """A buying that no publisher has."""
        return f"ocds-madeup-{_draw(self.force, self.application):08x}"


def _draw(*words: object) -> int:
    return zlib.crc32("|".join(map(str, words)).encode())


def supplier_as_said(supplier: str, draw: int) -> str:
    """One of the ways in which buyers write a supplier's name."""
    plain = supplier.replace("&", "and")
    usual = (f"{supplier} Ltd", f"{supplier} Limited", f"{plain.upper()} LTD.", f"{plain} (UK) Limited", supplier)
    slip = f"{supplier[:3]}{supplier[2:]} Ltd"
    return slip if draw % 16 == 0 else usual[draw % 13 % 5]


def buyer_as_said(name: str, draw: int) -> str:
    """One of the ways in which a force is named as buyer."""
    area = name
    for ending in ENDINGS:
        area = area.removesuffix(ending)
    ways = (
        name,
        name,
        f"Police and Crime Commissioner for {area}",
        name.upper(),
        f"Chief Constable of {name}",
        f"POLICE & CRIME COMMISSIONER FOR {area.upper()}",
    )
    return ways[draw % len(ways)]


def release_of(held: Held) -> Json:
    """The notice of one contract, with payments for each year that is over; three in ten give a company number."""
    draw = _draw(held.application, held.force, "notice")
    years = max(1, held.ends.year - held.starts.year)
    supplier: Json = {"id": "SUP-1", "name": supplier_as_said(held.supplier, draw // 7), "roles": ["supplier"]}
    if draw % 10 < 3:
        supplier["identifier"] = {"scheme": "GB-COH", "id": f"MU{_draw(held.supplier) % 1_000_000:06d}"}
    buyer = {"id": "BUY-1", "name": buyer_as_said(held.force_name, draw // 3), "roles": ["buyer"]}
    worth = {"amount": held.pounds_a_year * years, "currency": "GBP"}
    period = {"startDate": f"{held.starts}T00:00:00Z", "endDate": f"{held.ends}T00:00:00Z"}
    paid = [
        {
            "id": f"{year}",
            "date": f"{year}-06-30T00:00:00Z",
            "value": {"amount": held.pounds_a_year + _draw(held.ocid, year) % 900, "currency": "GBP"},
        }
        for year in range(max(held.starts.year + 1, 2024), 2027)
    ]
    title = f"{held.application} for {held.force_name} (made up)"
    award = {"id": "A1", "title": title, "status": "active", "suppliers": [{"id": "SUP-1", "name": supplier["name"]}], "value": worth}
    contract = {
        "id": "C1",
        "awardID": "A1",
        "title": title,
        "status": "active",
        "period": period,
        "value": worth,
        "implementation": {"transactions": paid},
    }
    return {
        "ocid": held.ocid,
        "id": f"{held.ocid}-1",
        "date": f"{max(held.starts, date(2016, 4, 1))}T09:00:00Z",
        "tag": ["contract"],
        "initiationType": "tender",
        "parties": [buyer, supplier],
        "buyer": {"id": "BUY-1", "name": buyer["name"]},
        "tender": {"id": "T1", "title": title, "status": "complete"},
        "awards": [award],
        "contracts": [contract],
    }


def package_of(held: Sequence[Held], *, faults: bool = False) -> bytes:
    """A release package; with `faults`, some of the releases hold what publishers' notices hold, and two are to be refused."""
    releases = [release_of(one) for one in held]
    if faults and len(releases) >= 4:
        releases += _faulty(releases)
    head = {
        "uri": "urn:beatbook:made-up",
        "version": "1.1",
        "publishedDate": "2026-11-01T00:00:00Z",
        "publisher": {"name": "Made up for the demonstration"},
    }
    return json.dumps({**head, "releases": releases}, ensure_ascii=False, indent=1).encode()


def _faulty(sound: Sequence[Json]) -> list[Json]:
    """A notice without id, one in euros, one that ends before it starts, one of two buyers, one below nought, one without ocid, one of a stranger."""
    found = [json.loads(json.dumps(one)) for one in [sound[-1 - place % len(sound)] for place in range(7)]]
    for place, one in enumerate(found, start=1):
        one["ocid"], one["id"] = f"ocds-madeup-odd-{place}", f"odd-{place}"
        for block in (one["tender"], *one["awards"], *one["contracts"]):
            block["title"] = f"{block['title']}: odd notice {place}"
    no_id, euros, backwards, together, negative, no_ocid, stranger = found
    del no_id["id"]
    for block in (*euros["awards"], *euros["contracts"]):
        block["value"]["currency"] = "EUR"
    period = backwards["contracts"][0]["period"]
    period["startDate"], period["endDate"] = period["endDate"], period["startDate"]
    together["parties"].append({"id": "BUY-2", "name": sound[0]["buyer"]["name"], "roles": ["buyer"]})
    for block in (*negative["awards"], *negative["contracts"]):
        block["value"]["amount"] = -1200
    del no_ocid["ocid"]
    stranger["buyer"]["name"] = stranger["parties"][0]["name"] = "Shires Buying Hub (made up)"
    return found


KPIS = (("availability", 43_200, 0.9995), ("p1_fixed_in_time", 12, 0.93), ("change_on_time", 9, 0.86), ("change_failed", 9, 0.06))


def readings_of(held: Sequence[Held]) -> str:
    """Readings of eleven quarters for each contract: one is missing here and there, as they are."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(READINGS)
    for one in held:
        for kpi, most, share in KPIS:
            for period in QUARTERS:
                draw = _draw(one.ocid, kpi, period)
                of = most if kpi == "availability" else most + draw % 7
                slips = round((1 - share) * of * (0.2 + (draw // 7 % 100) / 55))
                good = of - slips if kpi != "change_failed" else round(share * of * (draw // 11 % 100) / 40)
                missing = draw % 17 == 0
                evidence = f"Service report {period}"
                lines.writerow(
                    [one.ocid, kpi, 1, period, "" if missing else min(max(good, 0), of), "" if missing else of, "" if missing else evidence]
                )
    return out.getvalue()


def fees_of(held: Sequence[Held]) -> str:
    """A fee for each contract, a tenth of it at risk on two KPIs, with a bonus of half a per cent for changes on time beyond usual variation."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(FEES)
    for one in held:
        fee = f"{one.pounds_a_year / 4:.2f}"
        lines.writerow(
            [one.ocid, fee, "10 %", "1 %", "availability", 1, "60 %", "below 99: 100; 99 to 99.9: 40; 99.9 and more: 0", "1.5", "yes", ""]
        )
        lines.writerow(
            [
                one.ocid,
                fee,
                "10 %",
                "1 %",
                "change_on_time",
                1,
                "40 %",
                "below 65: 100; 65 to 80: 50; 80 to 90: 20; 90 and more: 0",
                "1",
                "no",
                "0.5",
            ]
        )
    return out.getvalue()
