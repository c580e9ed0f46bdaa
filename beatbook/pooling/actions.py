"""Takes pools, needs and offers in, asks for plans, and keeps the shared company's books."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.db.utils import IntegrityError
from psycopg.types.json import Jsonb

from beatbook.access.actions import intern_marking
from beatbook.db.viewing import viewing
from beatbook.money.journals import Journal
from beatbook.money.ledger import YearClosed, YearNotNext
from beatbook.money.sharing import SharingRule
from beatbook.organisations.actions import figure_vis
from beatbook.organisations.queries import figure_vis_seen, read_register
from beatbook.organisations.visibility import Visibility, owner_code
from beatbook.pooling import models
from beatbook.pooling.company import Quote, closing_journal, worth_of_groups
from beatbook.pooling.frozen import problem_as_json
from beatbook.pooling.needs import Rules
from beatbook.pooling.offers import Offer
from beatbook.pooling.queries import PoolFacts, needs, problem, whole_ledger
from beatbook.pooling.sheets import RefusedLine, Sheet, read_needs, read_offers
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

SYSTEM = UUID(int=0)  # said of a row that a loader wrote


class NothingToPlan(BeatbookError):
    """A plan needs at least one force and one offer that you may see: ask forces to say what they need."""


class NoSuchPool(BeatbookError):
    """No pooled need has this code: open it with `beatbook pooling open`."""


@dataclass(slots=True)
class Taken:
    """What a load did."""

    needs: int = 0
    offers: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


def open_pool(
    code: str, *, owner: str, title: str, capability: str, begins_on: date, years: int, source: str, visibility: Visibility
) -> None:
    """Makes a pool, or mends what is said of it."""
    facts = {"title": title, "capability": capability, "begins_on": begins_on, "years": years, "source": source}
    vis = figure_vis(owner, visibility)
    models.Pool.objects.using("ingest").update_or_create(code=code, defaults={**facts, "owner": owner, "vis": vis})


def take_sheets(pool: str, *, needs_sheet: tuple[str, bytes] | None = None, offers_sheet: tuple[str, bytes] | None = None) -> Taken:
    """Takes a sheet of needs and one of offers into a pool. The same sheets again change nothing; what is refused is kept with its reason."""
    known = models.Pool.objects.using("ingest").filter(code=pool).first()
    if known is None:
        raise NoSuchPool(f"There is no pooled need {pool}: open it first.")
    taken, convener = Taken(), known.owner
    with transaction.atomic(using="ingest"):
        if needs_sheet:
            _take_needs(pool, convener, needs_sheet[0], read_needs(*needs_sheet), taken)
        if offers_sheet:
            _take_offers(pool, convener, offers_sheet[0], read_offers(*offers_sheet), taken)
    return taken


def _take_needs(pool: str, convener: str, file: str, sheet: Sheet, taken: Taken) -> None:
    known = read_register(using="ingest").organisations
    refused = list(sheet.refused)
    for number, row in sheet.rows:
        force = row.pop("force")
        if force not in known:
            refused.append(RefusedLine(file, number, "force", f"“{force}” is not in the register", {"force": force}))
            continue
        vis = figure_vis(force, Visibility(row.pop("visibility")))
        values = {**row, "switching_pence": {"": row["switching_pence"]}, "owner": force, "vis": vis, "source": file}
        newest = models.ForceNeed.objects.using("ingest").filter(pool=pool, owner=force).order_by("-said_at", "-id").first()
        if newest is None or any(getattr(newest, name) != value for name, value in values.items()):
            models.ForceNeed.objects.using("ingest").create(pool_id=pool, said_by=SYSTEM, **values)
        taken.needs += 1
    _keep_refused(pool, convener, refused, taken)


def _take_offers(pool: str, convener: str, file: str, sheet: Sheet, taken: Taken) -> None:
    vis = figure_vis(convener, Visibility.NATIONAL)
    for _, row in sheet.rows:
        offer: Offer = row["offer"]
        facts = {
            "supplier": offer.supplier,
            "lot": row["lot"],
            "is_small": row["is_small"],
            "tiers": [[tier.floor_users, tier.price_pence] for tier in offer.tiers],
            "provides": row["provides"],
            "source": file,
            "owner": convener,
            "vis": vis,
        }
        models.SupplierOffer.objects.using("ingest").update_or_create(pool_id=pool, code=offer.code, defaults=facts)
        taken.offers += 1
    _keep_refused(pool, convener, sheet.refused, taken)


def _keep_refused(pool: str, convener: str, refused: list[RefusedLine], taken: Taken) -> None:
    vis = figure_vis(convener, Visibility.OWNER)
    for line in refused:
        models.RefusedLine.objects.using("ingest").get_or_create(
            pool_id=pool,
            owner=convener,
            file=line.file,
            row=line.row,
            column=line.column,
            reason=line.reason,
            defaults={"vis": vis, "raw": dict(line.raw)},
        )
    taken.refused += refused


def say_need(found: PoolFacts, row: Mapping[str, Any], *, visibility: Visibility, viewer: Viewer) -> None:
    """Writes down what the viewer's own force needs, after checking it as a sheet's line is checked.

    Raises:
        NotYours: the viewer's organisation keeps no figures here.
    """
    vis = figure_vis_seen(viewer.organisation, visibility, viewer=viewer)
    columns = {
        **{name: row[name] for name in ("users", "price_pence", "supplier", "contract_ends_on", "exit_fee_pence", "requires")},
        "id": uuid4(),
        "pool_id": found.code,
        "owner": viewer.organisation,
        "vis": vis,
        "switching_pence": Jsonb({"": row["switching_pence"]}),
        "leaves_by": row["leaves_by"],
        "budget_pence": row["budget_pence"],
        "source": f"said by {viewer.display_name}",
        "said_by": viewer.user_id,
    }
    with viewing(viewer) as cursor:
        names = ", ".join(columns)
        cursor.execute(
            f"INSERT INTO pooling_forceneed ({names}) VALUES ({', '.join(['%s'] * len(columns))})",  # names are written above
            list(columns.values()),
        )


def ask_for_plan(found: PoolFacts, rules: Rules, *, viewer: Viewer) -> UUID:
    """Asks the worker for a plan, from what this viewer may see now.

    Raises:
        NothingToPlan: no force or no offer.
    """
    asked = problem(found, rules, viewer=viewer)
    if not asked.needs or not asked.offers:
        raise NothingToPlan("There is nothing to plan: a plan needs a force and an offer.")
    kept = problem_as_json(asked) | {"need_ids": [str(need.id) for need in needs(found.code, viewer=viewer)]}
    identifier = uuid4()
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO pooling_planrequest (id, pool_id, problem, asked_by) VALUES (%s, %s, %s, %s)",
            [identifier, found.code, Jsonb(kept), viewer.user_id],
        )
    return identifier


def keep_quote(company: str, member: str, contract: str, *, users: int, price_by_year: Mapping[int, int]) -> None:
    """Keeps a fixed price to one member, open to the company and that member."""
    defaults = {
        "vis": _member_vis(company, member),
        "users": users,
        "price_by_year": {str(year): pence for year, pence in price_by_year.items()},
    }
    models.Quote.objects.using("ingest").update_or_create(company=company, member=member, contract=contract, defaults=defaults)


def _member_vis(company: str, member: str) -> int:
    return intern_marking(Marking(Classification.PUBLIC, frozenset({owner_code(company), owner_code(member)})), using="ingest")


def post(company: str, journal: Journal) -> bool:
    """Posts a journal, if none of its code is there; says whether it did.

    Raises:
        YearClosed: its year is closed.
    """
    entries = models.JournalEntry.objects.using("ingest").filter(company=company)
    if entries.filter(code=journal.code).exists():
        return False
    number = (entries.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic(using="ingest"):
            entry = models.JournalEntry.objects.using("ingest").create(
                company=company, number=number, code=journal.code, year=journal.year, words=journal.words, reverses=journal.reverses
            )
            models.JournalLine.objects.using("ingest").bulk_create(
                models.JournalLine(
                    journal=entry,
                    vis=_line_vis(company, line.account),
                    place=place,
                    account=line.account,
                    pence=line.pence,
                    contract=line.contract,
                )
                for place, line in enumerate(journal.lines)
            )
    except IntegrityError as error:
        if "is closed" in str(error):
            raise YearClosed(f"The year {journal.year} is closed.") from None
        raise
    return True


def _line_vis(company: str, account: str) -> int:
    kind, _, name = account.partition(":")
    return _member_vis(company, name) if kind in ("member", "share") else figure_vis(company, Visibility.OWNER)


def close_books(company: str, year: int, rule: SharingRule, offers: Mapping[str, Offer], *, policy: str = "") -> None:
    """Shares a year's result among the members by the rule, and closes the year for good.

    Raises:
        YearNotNext: it is not the next year to close.
    """
    ledger = whole_ledger(company)
    if year != ledger.open_year:
        raise YearNotNext(f"The next year to close is {ledger.open_year}.")
    quotes = _company_quotes(company)
    users: dict[str, int] = {}
    for quote in quotes:
        users[quote.member] = users.get(quote.member, 0) + quote.users
    worth = worth_of_groups([quote for quote in quotes if year in quote.price_by_year], offers, year)
    journal = closing_journal(ledger, year, rule, users, worth)
    with transaction.atomic(using="ingest"):
        if journal is not None:
            post(company, journal)
        models.YearClose.objects.using("ingest").create(company=company, year=year, rule=rule.value, policy=policy)


def _company_quotes(company: str) -> list[Quote]:
    rows = models.Quote.objects.using("ingest").filter(company=company)
    return [Quote(row.member, row.contract, row.users, {int(year): pence for year, pence in row.price_by_year.items()}) for row in rows]
