"""Rows of this room's tables, once for pages, files and programs; and the navigation that its pages share."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from beatbook.suppliers.facts import ContractFacts, ReadingFacts, SupplierFacts
from beatbook.suppliers.joining import name_id
from beatbook.suppliers.kpis import Rating
from beatbook.suppliers.pictures import per_cent
from beatbook.suppliers.scorecard import Score
from beatbook.suppliers.wording import buyers_of, ends, paid, period_words, suppliers_said, whole_pounds, worth
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

SUPPLIERS = ("Supplier", "Contracts", "Buyers", "Worth", "Next end", "Known under")
CONTRACTS = ("Contract", "Buyer", "Supplier", "Ends", "Worth", "Paid")
BUYERS = ("Buyer", "Contracts", "Worth", "Paid")
NAMES = ("Name", "Company number", "Contracts", "Why it is the same supplier")
SCORES = ("KPI", "Rating", "Share, with its 95% interval", "Target", "Counted", "Missing", "Disputed")
READINGS = ("Period", "KPI", "Reading", "Rating", "Evidence", "Supplier’s reply", "Stands")
PAGES = (("Suppliers", "suppliers"), ("Contracts", "contracts"), ("Left out and mended", "suppliers-left-out"))

Cells = list[dict[str, Any]]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking."""
    viewer: Viewer = request.viewer
    return viewer


def navigation(here: str) -> list[tuple[str, str, bool]]:
    """The lists of the room, with the one that is open."""
    return [(label, reverse(name), name == here) for label, name in PAGES]


def contract_url(one: ContractFacts) -> str:
    """The page of a contract."""
    return reverse("contract", args=[one.id])


def supplier_cells(one: SupplierFacts, next_end: str) -> Cells:
    """A supplier in the list."""
    return [
        {"text": one.name, "href": reverse("supplier", args=[one.id])},
        {"text": f"{len(one.contracts):,}"},
        {"text": f"{len(one.buyers):,}"},
        {"text": whole_pounds(one.pence), "sort_value": one.pence},
        {"text": next_end},
        {"text": phrases.counted(len(one.spellings), "name")},
    ]


def contract_cells(one: ContractFacts, names: Mapping[str, str]) -> Cells:
    """A contract in a list."""
    supplier = {"href": reverse("supplier", args=[name_id(one.suppliers[0].named)])} if one.suppliers else {}
    return [
        {"text": one.title or one.ocid, "href": contract_url(one)},
        {"text": buyers_of(one, names)},
        {"text": suppliers_said(one), **supplier},
        {"text": ends(one)},
        {"text": worth(one)},
        {"text": paid(one)},
    ]


def buyer_rows(contracts: Sequence[ContractFacts], names: Mapping[str, str]) -> list[tuple[str, int, int, int]]:
    """Name, contracts, worth and payments of each buyer, the most worth first. What two buy together counts under both names joined."""
    found: dict[str, list[ContractFacts]] = {}
    for one in contracts:
        found.setdefault(buyers_of(one, names), []).append(one)
    rows = [(name, len(own), sum(one.pence or 0 for one in own), sum(one.paid_pence or 0 for one in own)) for name, own in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def score_cells(one: Score) -> Cells:
    """One KPI of a scorecard."""
    low, high = one.interval
    share = "nothing was counted" if one.share is None else f"{per_cent(one.share)}, {per_cent(low)} to {per_cent(high)}"
    doubt = "" if one.firm or one.share is None else "chance alone could explain another rating"
    definition = f"{one.kpi.numerator} out of {one.kpi.denominator}; definition {one.kpi.code}, version {one.kpi.version}"
    return [
        {"text": one.kpi.name, "note": definition},
        {"text": str(one.rating or Rating.OTHER), "note": doubt if one.rating else "no reading that counts: nothing is claimed"},
        {"text": share},
        {"text": f"{'at least' if one.kpi.higher_better else 'at most'} {per_cent(one.kpi.target)}"},
        {"text": f"{len(one.readings):,}", "note": f"{one.numerator:,} of {one.denominator:,}" if one.denominator else ""},
        {
            "text": f"{len(one.missing):,}",
            "note": phrases.sentence_list(dict.fromkeys(period_words(asked.period) for asked in one.missing)),
        },
        {
            "text": f"{len(one.disputed):,}",
            "note": phrases.sentence_list(dict.fromkeys(period_words(each.asked.period) for each in one.disputed)),
        },
    ]


def reading_cells(one: ReadingFacts) -> Cells:
    """One reading."""
    share = one.share
    counts = "no reading was given" if share is None else f"{one.numerator:,} of {one.denominator:,}"
    return [
        {"text": period_words(one.period), "href": reading_url(one)},
        {"text": one.kpi.name},
        {"text": counts, "note": "" if share is None else per_cent(share)},
        {"text": "Missing" if share is None else str(one.kpi.rating(share))},
        {"text": phrases.sentence_list(one.evidence) or "none named", "note": f"{one.file}, row {one.row}"},
        {"text": one.reply or "none"},
        {"text": "missing" if share is None else "disputed, not counted" if one.is_disputed else "counted"},
    ]


def reading_url(one: ReadingFacts) -> str:
    """A reading with its words, on the page of its contract."""
    return f"{reverse('contract', args=[one.contract])}?reading={one.id}#reading"
