"""What the made-up force of Millshire hands in: a workbook as a director keeps it, last year's list, a ledger with loose ends, a savings plan.

Invariant: the workbook holds on purpose what such workbooks hold: a title, merged cells, headings between rows, totals, and rows to be refused.
"""

import csv
import io
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from beatbook.technology.catalogue import capabilities
from beatbook.technology.synthetic_portfolio import COLUMNS, SEED, application_row, as_csv, made_up_ledger

FORCE, OFFICERS = "millshire", 1_260
FIRST_LIST = 9  # applications of last year's list, which the workbook brings up to date
SERVED = 38


def _rows() -> list[dict[str, object]]:
    rng = np.random.default_rng([SEED, 1])
    return [application_row(FORCE, OFFICERS, one, rng) for one in list(capabilities().values())[:SERVED]]


def last_years_list() -> str:
    """The beginning of the portfolio, as it was known a year ago."""
    return as_csv(_rows()[:FIRST_LIST])


def workbook() -> bytes:
    """The portfolio of this year as XLSX."""
    book, out = Workbook(), io.BytesIO()
    page = book.active
    page.title = "Portfolio 2026"
    page.append(["Millshire Police: applications, November 2026 (made up)"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(COLUMNS))
    page["A1"].font = Font(bold=True, size=14)
    page.append([])
    page.append([heading.replace("Annual cost", "Annual cost (£k)") for heading in COLUMNS])
    area, total = "", 0.0
    for row, capability in zip(_rows(), capabilities().values(), strict=False):
        if capability.area != area:
            if area:
                page.append(["Subtotal", None, None, None, None, None, round(total, 1)])
            area, total = capability.area, 0.0
            page.append([area])
            page.cell(page.max_row, 1).font = Font(bold=True)
        thousands = round(int(str(row["Annual cost"]).replace("£", "").replace(",", "")) / 1_000, 1)
        total += thousands
        page.append([thousands if column == "Annual cost" else row[column] for column in COLUMNS])
    _loose_ends(page)
    for column in "AB":
        page.column_dimensions[column].width = 34
    book.save(out)
    return out.getvalue()


def _loose_ends(sheet: Any) -> None:
    """Rows as they come: two that share a merged cost, amounts as words, and four that must be refused."""
    add = sheet.append
    add(["Whiteboard", "Tasking and briefing", "Whiteboard", "", "In house", "1,100", "£1.2m", "licence; staff"])
    add(["Night desk", "Service desk", "Night desk", "", "Coldbeck", "c. 40", "1,200k", "support"])
    first = sheet.max_row + 1
    add(["Ledger Plus", "Finance and procurement", "Ledger Plus", "", "Eastmere", 60, 95, "licence; support"])
    add(["Ledger Plus reports", "Finance and procurement", "Ledger Plus", "reports", "Eastmere", 12, None, "licence; support"])
    sheet.merge_cells(start_row=first, start_column=7, end_row=first + 1, end_column=7)
    sheet.cell(first, 7).alignment = Alignment(vertical="center")
    add(["Refund line", "Finance and procurement", "Refund", "", "Eastmere", 5, "-£4,000"])
    add(["Border lookup", "Vehicle and driver enquiries", "Border lookup", "", "Quernmore", 90, "€120,000"])
    dates = [None] * 9
    add(
        [
            "Old interviews",
            "Interview recording",
            "Old interviews",
            "",
            "Fenwater",
            300,
            40,
            "licence",
            *dates[:8],
            "01/04/2027",
            "31/03/2026",
        ]
    )
    add(["Drone log", "Drones", "Drone log", "", "Fenwater", 12, 8, "licence"])
    add(["GRAND TOTAL", None, None, None, None, None, 9_999])


def ledger() -> str:
    """Three years, with lines that no rule names and a credit."""
    made = made_up_ledger(FORCE, OFFICERS, np.random.default_rng([SEED, 2]), years=(2023, 2024, 2025))
    loose = (
        ("2025/26", "1900", "Sundry", "Quernmore", "Consultancy", "", "84000"),
        ("2025/26", "1900", "Sundry", "", "Room hire", "", "3150.75"),
        ("2025/26", "4210", "Software support", "Eastmere", "Credit for an outage", "", "-12500"),
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(loose)
    return made + out.getvalue()


def savings_plan() -> str:
    """Targets of the medium-term plan and what is planned against them."""
    rows = [
        f"{2026 + k}/{27 + k},target,Medium-term financial plan,{amount}" for k, amount in enumerate((250_000, 520_000, 810_000, 1_050_000))
    ]
    rows += [
        "2026/27,saving,Printing contract ended,120000",
        "2027/28,saving,One records system with the region,260000",
        "2028/29,saving,Telephony,90000",
    ]
    return "Year,Kind,Title,Amount\n" + "\n".join(rows) + "\n"


def monthly_readings() -> str:
    """Chief officers' hours on technology, falling; days of change that there are, and that are promised."""
    rng, rows = np.random.default_rng([SEED, 3]), []
    for k in range(12):
        available = 180 + int(rng.integers(-8, 9))
        month = f"01/{(k + 11) % 12 + 1:02d}/{2025 if k < 1 else 2026}"
        rows += [
            f"{month},chief officer hours,{34 - 1.6 * k + float(rng.normal(0, 1.5)):.1f}",
            f"{month},change days available,{available}",
        ]
        rows.append(f"{month},change days planned,{150 + 7 * k + int(rng.integers(-6, 7))}")
    return "Month,Kind,Value\n" + "\n".join(rows) + "\n"
