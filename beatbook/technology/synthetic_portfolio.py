"""A made-up portfolio for the forces of England and Wales. Users follow the officers that real statistics count; all else is invented.

Invariant: the same seed gives the same files, byte for byte; suppliers and products are names that nobody sells under.
"""

import csv
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from beatbook.technology.catalogue import DATA, Capability, capabilities

SEED = 43
SOURCE_FORCE = "northamptonshire"  # whose director said 90, 9.5 and 0.5
COLUMNS = (
    *(
        "Application",
        "Capability",
        "Product",
        "Variant",
        "Supplier",
        "Users",
        "Annual cost",
        "Cost covers",
        "Criticality",
        "Functional fit",
    ),
    *("Technical fit", "Legacy likelihood", "Legacy impact", "Interfaces", "Data held", "Standards", "Contract start", "Contract end"),
    "Assessed on",
)
_BIRDS = ("Kestrel", "Heron", "Lapwing", "Osprey", "Dunlin", "Merlin", "Curlew", "Siskin", "Plover", "Redstart", "Wheatear", "Linnet")
_SUPPLIERS = (
    *("Harrow & Vale", "Northgarth", "Tallis Lane", "Brackenbury", "Fenwater", "Oakhanger", "Sallowfield", "Quernmore", "Thornby Cross"),
    *("Ridley Marsh", "Eastmere", "Coldbeck"),
)
_SERVICES = (
    ("National records service", "bureau by phone and paper forms"),
    ("National intelligence service", "requests by secure e-mail"),
    ("Plate reader service", ""),
    ("Emergency network", "hand-held radios of the neighbouring force"),
    ("Vehicle and driver service", "bureau by phone"),
    ("Court exchange", "files by courier"),
    ("Identity service", ""),
)
_SHARE_OF_USERS = {"Contact and response": 0.7, "National systems": 0.5, "Forensic science": 0.06, "People and money": 1.3}
_MANY_PRODUCTS = {"central": 2, "hybrid": 4, "force-led": 6}
_FIRST_DAY = date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class ForceFiles:
    """What one force hands in: its portfolio and how far it lets it be seen, what it lets everybody see, and its ledger."""

    force: str
    portfolio: str
    visibility: str
    public: str
    ledger: str


def officers() -> dict[str, int]:
    """Full-time equivalent officers of 43 forces. Source: Home Office, Police workforce, England and Wales, 30 September 2019 (OGL v3)."""
    with (DATA / "officers.csv").open(encoding="utf-8", newline="") as file:
        return {row["force"]: int(row["officers"]) for row in csv.DictReader(file)}


def made_up_forces(*, n_capabilities: int = 46, every: int = 1, seed: int = SEED) -> list[ForceFiles]:
    """The files of every force, or of every so-many-th, in alphabetical order."""
    chosen = list(capabilities().values())[:n_capabilities]
    return [_force(force, count, chosen, seed) for force, count in sorted(officers().items())[::every]]


def _force(force: str, count: int, chosen: Sequence[Capability], seed: int) -> ForceFiles:
    rng = np.random.default_rng([seed, zlib.crc32(force.encode())])
    rows = [application_row(force, count, capability, rng) for capability in chosen]
    visibility = "owner" if force == "kent" else ("peers" if rng.random() < 0.15 else "national")
    n_public = 3 if visibility == "national" else 0
    return ForceFiles(
        force, as_csv(rows[n_public:]), visibility, as_csv(rows[:n_public]) if n_public else "", made_up_ledger(force, count, rng)
    )


def as_csv(rows: Sequence[dict[str, object]]) -> str:
    """Rows as the file that a director would send."""
    out = io.StringIO()
    lines = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue()


def products_of(capability: Capability) -> list[tuple[str, str]]:
    """(product, supplier) that serve a capability in this made-up market; the first is the most bought."""
    start = zlib.crc32(capability.code.encode())
    many = _MANY_PRODUCTS[capability.mode]
    noun = capability.name.split(" (")[0].split(" and ")[0]
    return [(f"{_BIRDS[(start + 5 * k) % len(_BIRDS)]} {noun}", _SUPPLIERS[(start // 7 + 3 * k) % len(_SUPPLIERS)]) for k in range(many)]


def application_row(force: str, count: int, capability: Capability, rng: np.random.Generator) -> dict[str, object]:
    """One application as a row of the file."""
    market = products_of(capability)
    weights = np.array([1 / (k + 1) for k in range(len(market))])
    product, supplier = market[int(rng.choice(len(market), p=weights / weights.sum()))]
    users = max(8, round(count * _SHARE_OF_USERS.get(capability.area, 0.3) * rng.uniform(0.7, 1.2)))
    base = 40 + zlib.crc32(product.encode()) % 160
    price = base * (users / 800) ** -0.18 * float(rng.lognormal(0, 0.25))
    scope = "licence; support; hosting" if rng.random() < 0.7 else "licence; support"
    age = int(rng.integers(0, 14))
    functional, technical = (
        int(np.clip(rng.normal(3.6 - age * 0.07, 0.9), 1, 5).round()),
        int(np.clip(rng.normal(4.2 - age * 0.18, 0.8), 1, 5).round()),
    )
    ends = date(2026 + int(rng.integers(1, 6)), int(rng.choice([3, 3, 3, 6, 9, 12])), 30)
    services = [_SERVICES[int(k)] for k in rng.choice(len(_SERVICES), size=int(rng.integers(0, 3)), replace=False)]
    return dict(
        zip(
            COLUMNS,
            (
                product,
                capability.name,
                product,
                f"v{6 - min(5, age // 3)}.{int(rng.integers(0, 4))}",
                supplier,
                users,
                f"£{users * price:,.0f}",
                scope,
                int(rng.integers(2, 6)),
                functional,
                technical,
                int(np.clip(1 + age // 3 + rng.integers(0, 2), 1, 6)),
                int(rng.integers(1, 7)),
                "; ".join(
                    f"{name} (receives; fallback: {fallback})" if fallback and rng.random() < 0.8 else f"{name} (both)"
                    for name, fallback in services
                ),
                f"Records of {capability.area.lower()}",
                "GSC" if rng.random() < 0.4 else "",
                f"01/04/{2026 - age}",
                ends.strftime("%d/%m/%Y"),
                f"{int(rng.integers(1, 28)):02d}/{int(rng.integers(1, 11)):02d}/2026",
            ),
            strict=True,
        )
    )


LEDGER_COLUMNS = ("Financial year", "Account", "Account name", "Supplier", "Description", "Project", "Net amount")
_RUN = (
    *(("4100", "ICT staff", ""), ("4110", "Contractors", ""), ("4200", "Software licences", ""), ("4210", "Software support", "")),
    *(("4300", "Data centre and hosting", ""), ("4310", "Networks", ""), ("4320", "Telephony", ""), ("4330", "Airwave", "")),
    *(("4340", "Mobile devices", ""), ("4400", "Hardware refresh", ""), ("4410", "Printing", ""), ("4500", "Security operations", "")),
)
_MANDATED = (
    ("1600", "Change", "National programme: records"),
    ("1600", "Change", "Emergency Services Network"),
    ("1600", "Change", "Regional programme"),
)
_INNOVATION = (("1700", "Change", "Innovation: speech to text pilot"), ("1700", "Change", "Proof of concept: duty forecast"))


def made_up_ledger(force: str, count: int, rng: np.random.Generator, *, years: Sequence[int] = (2024, 2025)) -> str:
    """A ledger of two years. The force whose director gave the figures spends 90, 9.5 and 0.5 of a hundred; the others as chance has it."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(LEDGER_COLUMNS)
    for year in years:
        total = round(count * 7_200 * 1.03 ** (year - 2025), -4)
        run = 0.9 if force == SOURCE_FORCE else float(rng.uniform(0.82, 0.96))
        innovation = 0.005 if force == SOURCE_FORCE else float(rng.uniform(0.001, 0.02))
        run_pounds, new_pounds = round(total * run), round(total * innovation)
        parts = ((_RUN, run_pounds), (_MANDATED, round(total) - run_pounds - new_pounds), (_INNOVATION, new_pounds))
        for accounts, pounds in parts:
            for (account, name, project), amount in zip(accounts, _split(pounds, len(accounts), rng), strict=True):
                supplier = "" if name == "ICT staff" else _SUPPLIERS[int(rng.integers(0, len(_SUPPLIERS)))]
                lines.writerow([f"{year}/{(year + 1) % 100:02d}", account, name, supplier, "Yearly total", project, amount])
    return out.getvalue()


def _split(pounds: int, parts: int, rng: np.random.Generator) -> list[int]:
    """Whole pounds in `parts` that sum exactly to `pounds`."""
    cuts = np.floor(rng.dirichlet(np.full(parts, 6.0)) * pounds).astype(int).tolist()
    cuts[0] += pounds - sum(cuts)
    return [int(cut) for cut in cuts]
