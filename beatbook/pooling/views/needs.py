"""Pages of pooled needs: what forces need and pay, what suppliers offer, and the form on which a force says its own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.organisations.visibility import Visibility
from beatbook.pooling import queries
from beatbook.pooling.actions import say_need
from beatbook.pooling.queries import NeedFacts, OfferFacts, PoolFacts
from beatbook.pooling.sheets import read_needs
from beatbook.pooling.wording import pounds
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

NEED_COLUMNS = (
    "Force",
    "Users",
    "Pays for each, a year",
    "Supplier now",
    "Contract ends",
    "Fee for each year left",
    "Must have",
    "Seen by",
)
OFFER_COLUMNS = ("Offer", "Supplier", "Prices", "Can serve", "Price if all of them join", "Who cannot join, and why")
FIELDS = ("users", "price", "supplier", "contract_ends", "exit_fee", "switching", "requires", "leaves_by", "budget", "visibility")


@needs(Tool.FIGURES)
def pools(request: HttpRequest) -> HttpResponse:
    """What may be bought together, one's own plans, and whose statements one may read."""
    viewer = _viewer(request)
    found, plans = queries.pools(viewer=viewer), queries.plans(viewer=viewer)
    note(request, "consultation", pools=len(found))
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(len(found), 'need'))} could be bought together.",
        "columns": [{"label": label} for label in ("Need", "Capability", "From", "For")],
        "rows": [_pool_cells(one) for one in found],
        "plan_columns": [{"label": label} for label in ("Plan", "Asked for", "Stands")],
        "plan_rows": [_plan_cells(one) for one in plans],
        "companies": [(queries.force_names(viewer=viewer).get(one, one), one) for one in queries.companies(viewer=viewer)],
    }
    return render(request, "pooling/pools.html", context)


def _pool_cells(one: PoolFacts) -> list[dict[str, Any]]:
    return [
        {"text": one.title, "href": reverse("pooled-need", args=[one.code])},
        {"text": one.capability},
        {"text": phrases.long_date(one.begins_on)},
        {"text": phrases.counted(one.years, "year")},
    ]


def _plan_cells(one: queries.PlanFacts) -> list[dict[str, Any]]:
    stands = {
        "waiting": "Waits",
        "begun": "Being worked out",
        "good": "Good, being made better",
        "best": "Done",
        "none": "No plan keeps the rules",
    }
    return [
        {"text": one.pool.title, "href": reverse("move-plan", args=[one.id])},
        {"text": phrases.date_time(one.asked_at)},
        {"text": stands[one.stage]},
    ]


@needs(Tool.FIGURES)
def pooled_need(request: HttpRequest, code: str) -> HttpResponse:
    """One pooled need: who pays how much for how many, and the form that asks for a plan."""
    viewer, found = _viewer(request), _found(request, code)
    said = queries.needs(code, viewer=viewer)
    note(request, "consultation", pool=code, needs=len(said))
    refused = queries.refused_lines(code, viewer=viewer)
    context = {
        "pool": found,
        "sentence": _sentence(said),
        "wide": bars(_bars(said), title="What each user costs a year", id="prices", width=1060),
        "narrow": bars(_bars(said), title="What each user costs a year", id="prices", width=350),
        "columns": columns_of(NEED_COLUMNS, {1, 2, 5}),
        "rows": [_need_cells(one) for one in said],
        "downloads": download_links("pooled-need-file", code),
        "refused_columns": [{"label": label} for label in ("File", "Row", "Column", "Why")],
        "refused": [[{"text": str(cell)} for cell in line] for line in refused],
        "may_say": may_use(viewer, Tool.ASSESS),
        "no_loser": [{"value": "yes", "label": "Nobody pays more than if they stayed", "checked": True}],
        "discounted": [{"value": "yes", "label": "Count costs at today’s worth (3.5% a year, real)"}],
    }
    return render(request, "pooling/pooled_need.html", context)


@needs(Tool.FIGURES)
def pooled_need_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same needs as a file."""
    viewer, found = _viewer(request), _found(request, code)
    said = queries.needs(code, viewer=viewer)
    note(request, "export", pool=code, needs=len(said), form=form)
    return table_file(request, form, f"{found.title}: needs", NEED_COLUMNS, [_need_cells(one) for one in said], "needs")


@needs(Tool.FIGURES)
def offers(request: HttpRequest, code: str) -> HttpResponse:
    """The offers beside one another: prices by volume, whom each can serve, and why not the others."""
    viewer, found = _viewer(request), _found(request, code)
    said, known = queries.needs(code, viewer=viewer), queries.offers(code, viewer=viewer)
    note(request, "consultation", pool=code, offers=len(known))
    cheapest = min(((one, _all_join(one, said)) for one in known), key=lambda pair: pair[1][1], default=None)
    drawn = [Bar(one.offer.code, _all_join(one, said)[1] / 100, pounds(_all_join(one, said)[1])) for one in known]
    context = {
        "pool": found,
        "sentence": _offers_sentence(known, cheapest[0] if cheapest else None, cheapest[1] if cheapest else (0, 0)),
        "wide": bars(drawn, title="Price of a user a year if all join who can", id="offers", width=1060),
        "narrow": bars(drawn, title="Price of a user a year if all join who can", id="offers", width=350),
        "columns": columns_of(OFFER_COLUMNS, {3, 4}),
        "rows": [_offer_cells(one, said) for one in known],
        "downloads": download_links("offers-file", code),
    }
    return render(request, "pooling/offers.html", context)


@needs(Tool.FIGURES)
def offers_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same offers as a file."""
    viewer, found = _viewer(request), _found(request, code)
    said, known = queries.needs(code, viewer=viewer), queries.offers(code, viewer=viewer)
    note(request, "export", pool=code, offers=len(known), form=form)
    return table_file(request, form, f"{found.title}: offers", OFFER_COLUMNS, [_offer_cells(one, said) for one in known], "offers")


@needs(Tool.ASSESS)
def say(request: HttpRequest, code: str) -> HttpResponse:
    """The form on which a force says what it needs; it is read exactly as a line of a sheet."""
    viewer, found = _viewer(request), _found(request, code)
    own = next((one for one in queries.needs(code, viewer=viewer) if one.force == viewer.organisation), None)
    typed = {name: request.POST.get(name, "") for name in FIELDS} if request.method == "POST" else _as_typed(own)
    errors: dict[str, str] = {}
    if request.method == "POST":
        sheet = read_needs("form", _as_csv(viewer.organisation, typed))
        errors = {line.column: phrases.upper_first(line.reason) + "." for line in sheet.refused}
        if not errors:
            row = dict(sheet.rows[0][1])
            say_need(found, row, visibility=Visibility(row["visibility"]), viewer=viewer)
            note(request, "consultation", pool=code, said=True)
            return HttpResponseRedirect(reverse("pooled-need", args=[code]))
    note(request, "consultation", pool=code)
    options = [{"value": one.value, "label": one.words, "checked": one.value == typed["visibility"]} for one in Visibility]
    context = {"pool": found, "typed": typed, "errors": errors, "error_list": list(errors.items()), "options": options}
    return render(request, "pooling/say_need.html", context, status=422 if errors else 200)


def _as_typed(own: NeedFacts | None) -> dict[str, str]:
    if own is None:
        return dict.fromkeys(FIELDS, "") | {"visibility": "national"}
    return {
        "users": str(own.users),
        "price": f"{own.price_pence / 100:.2f}",
        "supplier": own.supplier,
        "contract_ends": own.contract_ends_on.strftime("%d/%m/%Y"),
        "exit_fee": f"{own.exit_fee_pence / 100:.2f}",
        "switching": f"{own.switching_pence.get('', 0) / 100:.2f}",
        "requires": "; ".join(own.requires),
        "leaves_by": own.leaves_by.strftime("%d/%m/%Y") if own.leaves_by else "",
        "budget": f"{own.budget_pence / 100:.2f}" if own.budget_pence is not None else "",
        "visibility": own.visibility.value if own.visibility else "national",
    }


def _as_csv(force: str, typed: dict[str, str]) -> bytes:
    names = ("force", *FIELDS)
    cells = (force, *(typed[name].replace('"', "'").replace("\n", " ").replace("\r", " ") for name in FIELDS))
    return ",".join(names).encode() + b"\n" + ",".join(f'"{cell}"' for cell in cells).encode()


def _sentence(said: Sequence[NeedFacts]) -> str:
    if not said:
        return "No force has said yet what it needs."
    users, bill = sum(one.users for one in said), sum(one.users * one.price_pence for one in said)
    suppliers = len({one.supplier for one in said if one.supplier})
    prices = sorted(one.price_pence for one in said)
    spread = f", from {phrases.money(prices[0])} to {phrases.money(prices[-1])} for each user" if len(prices) > 1 else ""
    return (
        f"{phrases.upper_first(phrases.counted(len(said), 'force'))} pay {pounds(bill)} a year for {users:,} users"
        f" to {phrases.counted(suppliers, 'supplier')}{spread}."
    )


def _bars(said: Sequence[NeedFacts]) -> list[Bar]:
    return [Bar(one.name, one.price_pence / 100, phrases.money(one.price_pence)) for one in sorted(said, key=lambda one: -one.price_pence)]


def _need_cells(one: NeedFacts) -> list[dict[str, Any]]:
    return [
        {"text": one.name},
        {"text": f"{one.users:,}", "sort_value": one.users},
        {"text": phrases.money(one.price_pence), "sort_value": one.price_pence},
        {"text": one.supplier or "Not said"},
        {"text": phrases.long_date(one.contract_ends_on), "sort_value": one.contract_ends_on.isoformat()},
        {"text": phrases.money(one.exit_fee_pence), "sort_value": one.exit_fee_pence},
        {"text": phrases.sentence_list(one.requires) or "Nothing beyond the lot"},
        {"text": one.visibility.words if one.visibility else ""},
    ]


def _all_join(one: OfferFacts, said: Sequence[NeedFacts]) -> tuple[int, int]:
    """Users whom the offer can serve, and its price for each of them if all join; below the lowest tier, the lowest tier's price."""
    users = sum(need.users for need in said if not queries.missing_parts(need, one))
    tier = one.offer.tier_at(users)
    return users, one.offer.tiers[tier if tier is not None else 0].price_pence


def _offers_sentence(known: Sequence[OfferFacts], cheapest: OfferFacts | None, joined: tuple[int, int]) -> str:
    if cheapest is None:
        return "No supplier has made an offer yet."
    return (
        f"{phrases.upper_first(phrases.counted(len(known), 'offer'))}: the lowest price is {phrases.money(joined[1])} for each user a year"
        f" ({cheapest.offer.supplier}), if all {joined[0]:,} users join whom it can serve."
    )


def _offer_cells(one: OfferFacts, said: Sequence[NeedFacts]) -> list[dict[str, Any]]:
    users, price = _all_join(one, said)
    lacking = Counter(part for need in said for part in queries.missing_parts(need, one))
    cannot = [f"{phrases.counted(count, 'force')} must have “{part}”" for part, count in sorted(lacking.items())]
    prices = "; ".join(f"from {tier.floor_users:,} users {phrases.money(tier.price_pence)}" for tier in one.offer.tiers)
    return [
        {"text": one.offer.code, "note": one.offer.lot},
        {"text": one.offer.supplier + (" (small)" if one.offer.is_small else "")},
        {"text": prices},
        {"text": f"{users:,} users", "sort_value": users},
        {"text": phrases.money(price), "sort_value": price},
        {"text": "; ".join(cannot) or "Everybody can"},
    ]


def _found(request: HttpRequest, code: str) -> PoolFacts:
    found = queries.pool(code, viewer=_viewer(request))
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
