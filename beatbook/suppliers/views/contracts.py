"""A contract: what was bought, what was paid, every reading with its words; its notice of performance as text, and all of it as open contracting data."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.suppliers import queries
from beatbook.suppliers.actions import WordRefused, say_of_reading
from beatbook.suppliers.facts import ContractFacts, ReadingFacts
from beatbook.suppliers.joining import name_id
from beatbook.suppliers.ocds.packages import Issue, record_package, release_package
from beatbook.suppliers.performance import performance_release
from beatbook.suppliers.performance_notice import Noticed, notice_text
from beatbook.suppliers.pictures import score_chart
from beatbook.suppliers.views.cells import READINGS, SCORES, Cells, navigation, reading_cells, reading_url, score_cells, viewer_of
from beatbook.suppliers.views.suppliers import scores_of
from beatbook.suppliers.wording import buyers_of, ends, paid, period_words, score_sentence, suppliers_said, worth
from beatbook.web import clock, phrases
from beatbook.web.tables import columns_of, download_links, table_file
from beatbook.web.takeaway import MADE_UP

KINDS = (("reply", "The supplier’s reply, as it came"), ("dispute", "The reading is disputed"), ("settled", "The dispute is settled"))
KIND_WORDS = {"reply": "Supplier’s reply", "dispute": "Disputed", "settled": "Settled"}


def found_contract(request: HttpRequest, identifier: UUID) -> ContractFacts:
    """The contract, or not found."""
    found = queries.contract(identifier, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


@needs(Tool.FIGURES)
def contract_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One contract; on it the buyer's own people write down what the supplier says of a reading."""
    one, viewer = found_contract(request, identifier), viewer_of(request)
    readings = queries.readings([one.id], viewer=viewer)
    chosen = next((each for each in readings if str(each.id) == request.GET.get("reading")), None)
    mine = chosen is not None and chosen.owner == viewer.organisation and may_use(viewer, Tool.ASSESS)
    error = ""
    if request.method == "POST" and chosen and mine:
        try:
            say_of_reading(chosen.id, request.POST.get("kind", ""), request.POST.get("text", ""), viewer=viewer)
        except WordRefused as refused:
            error = str(refused)
        else:
            note(request, "kpi-word", contract=str(one.id), reading=str(chosen.id))
            return HttpResponseRedirect(reading_url(chosen))
    note(request, "figures", figure="contract", contract=str(one.id), readings=len(readings))
    return render(request, "suppliers/contract.html", _context(request, one, readings, chosen, mine, error), status=422 if error else 200)


def _context(
    request: HttpRequest, one: ContractFacts, readings: list[ReadingFacts], chosen: ReadingFacts | None, mine: bool, error: str
) -> dict[str, Any]:
    viewer, found = viewer_of(request), scores_of(readings)
    names = queries.organisation_names(viewer=viewer)
    said = request.POST.get("kind", "reply")
    return {
        "one": one,
        "sentence": f"{_sentence(one, names)} {score_sentence(found)}",
        "facts": _facts(one, names),
        "wide": score_chart(found) if found else "",
        "narrow": score_chart(found, width=350) if found else "",
        "columns": columns_of(SCORES, {4, 5, 6}),
        "scores": [score_cells(score) for score in found],
        "reading_columns": columns_of(READINGS),
        "readings": _reading_rows(readings),
        "downloads": download_links("readings-file", one.id),
        "chosen": chosen,
        "chosen_facts": _chosen_facts(chosen) if chosen else [],
        "mine": mine,
        "may_say": may_use(viewer, Tool.ASSESS) and any(each.owner == viewer.organisation for each in readings),
        "kinds": [{"value": kind, "label": label, "checked": kind == said} for kind, label in KINDS],
        "typed": request.POST.get("text", ""),
        "error": error,
        "errors": [("text", error)] if error else [],
        "payment_columns": columns_of(("Paid on", "Amount"), {1}),
        "payments": [
            [{"text": phrases.long_date(each.paid_on) or "no day was said"}, {"text": phrases.money(each.pence)}]
            for each in queries.payments(one.id, viewer=viewer)
        ],
        "has_fee": queries.fee_content(one.id, viewer=viewer) is not None,
        "sections": navigation("contracts"),
    }


def _reading_rows(readings: list[ReadingFacts]) -> list[Cells]:
    ordered = sorted(readings, key=lambda each: (each.period, each.kpi_code), reverse=True)
    return [reading_cells(each) for each in ordered]


def _sentence(one: ContractFacts, names: dict[str, str]) -> str:
    until = "until a day that was not said" if one.last_day is None else f"until {phrases.long_date(one.last_day)}"
    money = f"for {worth(one)} in all" if one.amount is not None else "for a worth that was not said"
    spent = f"; {paid(one)} was paid" if one.paid_pence is not None else ""
    return f"{buyers_of(one, names)} buys this from {suppliers_said(one)} {until}, {money}{spent}."


def _facts(one: ContractFacts, names: dict[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for buyer in one.buyers:
        known = names.get(buyer.organisation)
        tied = f"tied to the register by {buyer.tied_by}" if known else "tied to no organisation of the register"
        rows.append({"key": "Buyer", "value": known or buyer.name, "notes": [f"said as “{buyer.name}”; {tied}"]})
    for party in one.suppliers:
        number = [f"company number {party.number}"] if party.number else []
        rows.append({"key": "Supplier", "value": party.name, "href": reverse("supplier", args=[name_id(party.named)]), "notes": number})
    other = ["not in pounds, so that it is never added up"] if one.amount is not None and one.pence is None else []
    return [
        *rows,
        {"key": "Starts", "value": phrases.long_date(one.starts_on) or "not said"},
        {"key": "Ends", "value": ends(one)},
        {"key": "Worth", "value": worth(one), "notes": other},
        {"key": "Paid", "value": paid(one)},
        {"key": "Status", "value": one.status or "not said"},
        {"key": "Open contracting id", "value": one.ocid, "notes": [f"contract {one.code}"]},
        {"key": "Seen by", "value": one.visibility.words if one.visibility else "not said"},
    ]


def _chosen_facts(chosen: ReadingFacts) -> list[dict[str, Any]]:
    texts = [cell["text"] for cell in reading_cells(chosen)]
    rows: list[dict[str, Any]] = [
        {"key": label, "value": text} for label, text in zip(READINGS, texts, strict=True) if label not in ("Supplier’s reply",)
    ]
    return rows + [{"key": KIND_WORDS[word.kind], "value": word.text, "notes": [phrases.date_time(word.said_at)]} for word in chosen.words]


@needs(Tool.FIGURES)
def readings_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """Its readings as a file."""
    one = found_contract(request, identifier)
    rows = _reading_rows(queries.readings([one.id], viewer=viewer_of(request)))
    note(request, "export", figure="readings", contract=str(one.id), rows=len(rows), form=form)
    return table_file(request, form, f"Readings of {one.title or one.ocid}", READINGS, rows, "readings")


@needs(Tool.FIGURES)
def performance_text(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The words of the contract performance notice, to paste."""
    one, viewer = found_contract(request, identifier), viewer_of(request)
    readings = queries.readings([one.id], viewer=viewer)
    periods = sorted({each.period for each in readings})
    noticed = Noticed(
        one.title,
        one.ocid,
        buyers_of(one, queries.organisation_names(viewer=viewer)),
        suppliers_said(one),
        f"{period_words(periods[0])} to {period_words(periods[-1])}" if periods else "nothing was read",
    )
    note(request, "export", figure="performance-notice", contract=str(one.id), readings=len(readings))
    head = f"{MADE_UP}\n" if settings.BEATBOOK_DEMONSTRATION else ""
    return HttpResponse(head + notice_text(noticed, scores_of(readings)), content_type="text/plain; charset=utf-8")


@needs(Tool.FIGURES)
def contract_ocds(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Every notice of the buying that the viewer may see, and how well the contract is kept, as a record package of the standard."""
    one, viewer = found_contract(request, identifier), viewer_of(request)
    said = queries.notices(viewer=viewer, ocid=one.ocid)
    kept = performance_release(one, queries.readings([one.id], viewer=viewer), said)
    note(request, "export", figure="contract-ocds", contract=str(one.id), notices=len(said))
    return _json(record_package([*said, *([kept] if kept else [])], _issue(request)), one.ocid)


@needs(Tool.FIGURES)
def notices_ocds(request: HttpRequest) -> HttpResponse:
    """Every notice that the viewer may see, as one release package."""
    found = queries.notices(viewer=viewer_of(request))
    note(request, "export", figure="notices-ocds", notices=len(found))
    return _json(release_package(found, _issue(request)), "notices")


def _issue(request: HttpRequest) -> Issue:
    publisher = f"Beatbook ({MADE_UP[:1].lower()}{MADE_UP[1:]})" if settings.BEATBOOK_DEMONSTRATION else "Beatbook"
    return Issue(request.build_absolute_uri(), publisher, f"{clock.today()}T00:00:00Z")


def _json(package: str, name: str) -> HttpResponse:
    return HttpResponse(package, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}.json"'})
