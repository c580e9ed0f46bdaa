"""Pools through the doors: sheets taken once, plans from what the asker sees, and books that the database itself keeps balanced and closed."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError

from beatbook.access.actions import sign_in
from beatbook.money.ledger import YearClosed, YearNotNext, recounted
from beatbook.money.sharing import SharingRule
from beatbook.organisations.queries import NotYours
from beatbook.organisations.visibility import Visibility
from beatbook.pooling import models, queries
from beatbook.pooling.actions import NothingToPlan, ask_for_plan, close_books, keep_quote, open_pool, post, say_need
from beatbook.pooling.company import EventKind, Quote, billed, happened
from beatbook.pooling.needs import Rules
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.planning import best_plan
from beatbook.pooling.sheets import read_needs
from beatbook.pooling.tasks import make_plans
from tests.pooling.rooms import NEEDS, OFFERS, a_pool, prepare

OFFER = Offer("mobile", "Supplier M", (Tier(0, 100),))


@pytest.fixture(scope="module", autouse=True)
def _rooms(module_database: str) -> Iterator[None]:
    """One register for all of these; each test has a pool or a company of its own."""
    prepare()
    yield


def seen(username: str, pool: str) -> dict[str, int]:
    return {need.force: need.users for need in queries.needs(pool, viewer=sign_in(username))}


def test_sheets_are_taken_once_and_each_viewer_sees_what_they_may() -> None:
    first, again = a_pool("p0"), a_pool("p0")
    assert (first.needs, first.offers, first.refused) == (3, 2, []) == (again.needs, again.offers, again.refused)
    assert models.ForceNeed.objects.using("ingest").filter(pool="p0").count() == 3
    assert seen("technology", "p0") == {"millshire": 3000, "durham": 2000} == seen("opcc", "p0")
    assert seen("national", "p0") == {"durham": 2000} and seen("response", "p0") == {}
    changed = a_pool("p0", NEEDS.replace(b"durham,2000", b"durham,2100"))
    assert changed.needs == 3 and seen("national", "p0") == {"durham": 2100}


def test_refused_lines_are_kept_with_their_place_and_nothing_else_is_lost() -> None:
    needs = NEEDS + b"atlantis,100,50,,2028-01-01,0,0,,,,national\nkent,100,-5,,2028-01-01,0,0,,,,\nessex,many,5,,2028-01-01,0,0,,,,\n"
    offers = OFFERS + b"three,Supplier D,,,0,500,50,GBP,\nthree,Supplier D,,,400,,40,GBP,\nfour,Supplier E,,,0,,40,EUR,\n"
    taken = a_pool("p1", needs, offers)
    assert (taken.needs, taken.offers) == (3, 2)
    assert {(line.file, line.row, line.column) for line in taken.refused} == {
        ("needs.csv", 5, "force"),
        ("needs.csv", 6, "price"),
        ("needs.csv", 7, "users"),
        ("offers.csv", 5, "from_users"),
        ("offers.csv", 7, "currency"),
    }
    a_pool("p1", needs, offers)
    kept = queries.refused_lines("p1", viewer=sign_in("national"))
    assert len(kept) == 5 and queries.refused_lines("p1", viewer=sign_in("technology")) == []
    assert any("cover 400 users" in reason for _, _, _, reason in kept)


def test_a_force_says_its_own_need_and_nobody_elses() -> None:
    a_pool("p2")
    viewer = sign_in("technology")
    found = queries.pool("p2", viewer=viewer)
    assert found is not None
    row = dict(read_needs("form", b"force,users,price,contract_ends\nmillshire,10,5,2028-01-01\n").rows[0][1])
    say_need(found, row, visibility=Visibility.NATIONAL, viewer=viewer)
    assert seen("national", "p2") == {"durham": 2000, "millshire": 10}
    with pytest.raises((ProgrammingError, InternalError), match="row-level security"), transaction.atomic():
        _forge("p2", viewer.token, viewer.user_id)
    with pytest.raises(NotYours):
        say_need(found, row, visibility=Visibility.NATIONAL, viewer=sign_in("response"))


def _forge(pool: str, token: str, user: UUID) -> None:
    """An injection that writes another force's need."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('beatbook.token', %s, true)", [token])
        cursor.execute(
            "INSERT INTO pooling_forceneed (id, pool_id, owner, vis, users, price_pence, supplier, contract_ends_on, exit_fee_pence,"
            " switching_pence, requires, source, said_by) SELECT gen_random_uuid(), pool_id, 'durham', vis, 1, 1, '', contract_ends_on, 0, '{}', '{}',"
            " '', %s FROM pooling_forceneed WHERE owner = 'durham' AND pool_id = %s",
            [user, pool],
        )


def test_a_plan_is_made_from_what_its_asker_sees_and_only_they_read_it() -> None:
    a_pool("p3")
    viewer = sign_in("technology")
    found = queries.pool("p3", viewer=viewer)
    assert found is not None
    identifier = ask_for_plan(found, Rules(), viewer=viewer)
    waiting = queries.plan(identifier, viewer=viewer)
    assert waiting is not None and waiting.stage == "waiting" and waiting.plan is None
    assert make_plans() >= 1 and make_plans() == 0
    done = queries.plan(identifier, viewer=viewer)
    assert done is not None and done.stage == "best" and done.plan is not None
    assert {one.force for one in done.plan.choices} == {"millshire", "durham"}
    assert done.plan.cost_pence == best_plan(queries.problem(found, Rules(), viewer=viewer)).cost_pence
    assert done.further["alone_pence"] >= done.plan.cost_pence >= done.further["free_pence"]
    assert queries.plan(identifier, viewer=sign_in("national")) is None and queries.plans(viewer=sign_in("finance")) == []


def test_a_plan_is_gone_once_a_figure_in_it_may_no_longer_be_seen() -> None:
    a_pool("p4")
    viewer = sign_in("technology")
    found = queries.pool("p4", viewer=viewer)
    assert found is not None
    identifier = ask_for_plan(found, Rules(), viewer=viewer)
    hidden = models.ForceNeed.objects.using("ingest").get(pool="p4", owner="cheshire").vis
    models.ForceNeed.objects.using("ingest").filter(pool="p4", owner="durham").update(vis=hidden)
    assert queries.plan(identifier, viewer=viewer) is None and all(one.id != identifier for one in queries.plans(viewer=viewer))


def test_an_impossible_plan_names_its_rule_and_an_empty_one_is_not_asked_for() -> None:
    a_pool(
        "p5",
        NEEDS.replace(
            b',owner\ndurham,2000,100,Supplier B,31/03/2027,0,"1,000",Custody,,',
            b',owner\ndurham,2000,100,Supplier B,31/03/2027,0,"1,000",Custody,2027-04-01,5',
        ),
    )
    viewer = sign_in("national")
    found = queries.pool("p5", viewer=viewer)
    assert found is not None
    identifier = ask_for_plan(found, Rules(), viewer=viewer)
    make_plans()
    refused = queries.plan(identifier, viewer=viewer)
    assert refused is not None and refused.stage == "none" and "no force spends more in a year than its budget" in refused.further["rules"]
    open_pool(
        "e",
        owner="policing-technology-centre",
        title="E",
        capability="E",
        begins_on=date(2027, 4, 1),
        years=1,
        source="",
        visibility=Visibility.NATIONAL,
    )
    empty = queries.pool("e", viewer=viewer)
    assert empty is not None
    with pytest.raises(NothingToPlan):
        ask_for_plan(empty, Rules(), viewer=viewer)


def books(company: str) -> None:
    for member in ("millshire", "durham"):
        keep_quote(company, member, "mobile", users=100, price_by_year={2025: 120, 2026: 120})
        post(company, billed(Quote(member, "mobile", 100, {2025: 120}), 2025, code=f"bill-{member}"))
    post(company, happened(EventKind.SUPPLIER_BILLED, "Supplier M", 20_000, code="asked", year=2025))


def test_a_year_closes_for_good_and_replay_says_the_same() -> None:
    books("company-6")
    with pytest.raises(YearNotNext):
        close_books("company-6", 2026, SharingRule.VOLUME, {"mobile": OFFER})
    close_books("company-6", 2025, SharingRule.SHAPLEY, {"mobile": OFFER}, policy="Keep all")
    with pytest.raises(YearClosed):
        post("company-6", happened(EventKind.MEMBER_PAID, "durham", 5, code="late", year=2025))
    assert not post("company-6", happened(EventKind.SUPPLIER_BILLED, "Supplier M", 1, code="asked", year=2026))
    ledger = queries.whole_ledger("company-6")
    assert dict(ledger.balances()) == recounted(ledger.journals) and ledger.open_year == 2026
    assert ledger.opening(2026) == ledger.balances(2025) and ledger.balances()["share:durham"] == -2_000


def test_the_database_refuses_what_the_program_would_never_write() -> None:
    books("company-7")
    entry = models.JournalEntry.objects.using("ingest").get(company="company-7", code="asked")
    with pytest.raises(IntegrityError, match="sum to nought"), transaction.atomic(using="ingest"):
        models.JournalLine.objects.using("ingest").create(journal=entry, vis=entry.lines.first().vis, place=9, account="cash", pence=1)
    for change in (lambda: entry.lines.update(pence=0), lambda: entry.lines.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="ingest"):
            change()
    models.YearClose.objects.using("ingest").create(company="company-7", year=2025, rule="volume")
    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic(using="ingest"):
        models.JournalEntry.objects.using("ingest").create(company="company-7", number=99, code="x", year=2025, words="")


def test_a_member_reads_its_own_lines_and_no_trace_of_the_others() -> None:
    books("company-8")
    own = queries.seen_lines("company-8", viewer=sign_in("technology"))
    assert {line.account for line in own} == {"member:millshire"}
    assert [quote.member for quote in queries.quotes("company-8", viewer=sign_in("technology"))] == ["millshire"]
    assert queries.companies(viewer=sign_in("national")) == []
