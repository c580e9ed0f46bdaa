"""The technology of the demonstration: made-up portfolios and ledgers of 43 forces and of Millshire, taken in by the same road as real ones."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from beatbook.access.actions import sign_in, sign_out
from beatbook.technology.actions import ask, comment_on_blueprint, publish_blueprint, take_file, take_submissions, vote, wish
from beatbook.technology.queries import applications, blueprint, wishes
from beatbook.technology.synthetic_millshire import FORCE, last_years_list, ledger, monthly_readings, savings_plan
from beatbook.technology.synthetic_portfolio import made_up_forces
from beatbook.vocabulary.viewer import Viewer

SMALL = {"n_capabilities": 6, "every": 4}  # enough for every page of the small county

Say = Callable[[str], None]


def load_technology(*, small: bool) -> int:
    """Takes everything in; run again, it changes nothing. How many applications there are."""
    with transaction.atomic(using="ingest"):
        taken = _take_files(small=small)
    _what_people_said()
    return taken


def _take_files(*, small: bool) -> int:
    taken = 0
    for files in made_up_forces(**SMALL) if small else made_up_forces():
        name, seen = f"{files.force}-2026.csv", {"visibility": files.visibility}
        summary = take_file("portfolio", files.force, name, files.portfolio.encode(), seen).summary
        taken += sum(summary[part] for part in ("new", "changed", "same"))
        if files.public:
            take_file("portfolio", files.force, f"{files.force}-public.csv", files.public.encode(), {"visibility": "public"})
        take_file("ledger", files.force, f"{files.force}-ledger.csv", files.ledger.encode(), seen)
    for kind, text in (("portfolio", last_years_list()), ("ledger", ledger()), ("plan", savings_plan()), ("readings", monthly_readings())):
        take_file(kind, FORCE, f"millshire-{kind}.csv", text.encode(), {"visibility": "national"})
    return taken


def _what_people_said() -> None:
    """The blueprint, a question with its answer, and the members' backlog, said once by the demonstration's own people."""
    centre, director = sign_in("national"), sign_in("technology")
    try:
        if not blueprint(viewer=centre):
            _blueprint(centre)
            comment_on_blueprint("crime-recording", "We can move when our contract ends, not before.", viewer=director)
        if not wishes(viewer=director):
            wish(
                "One sign-in for every system",
                "Officers remember six passwords and write down three.",
                capability="identity",
                viewer=director,
            )
            wish("Exports by default", "Every renewal should buy an open export.", capability="data-platform", viewer=centre)
            vote(wishes(viewer=director)[0].id, viewer=centre)
            own = applications(viewer=director, owner=FORCE)
            ask(own[0].id, "What makes the functional fit what it is?", viewer=centre)
            ask(own[0].id, "Forty users were asked in May; most miss a way to search by place.", viewer=director)
        take_submissions()
    finally:
        sign_out(centre)
        sign_out(director)


def _blueprint(centre: Viewer) -> None:
    says = (
        ("crime-recording", "consulted", ("POLE-EVENT", "POLE-PERSON"), "Any product that exports events and people in the two standards."),
        ("digital-evidence", "draft", ("GSC",), "Markings must travel with every file; two suppliers at most in a region."),
        ("command-control", "agreed", ("POLE-EVENT", "UPRN"), "Places by UPRN; live exchange with neighbours by 2028."),
    )
    for capability, status, standards, text in says:
        publish_blueprint(
            capability,
            status=status,
            targets=(),
            standard_codes=standards,
            text=text,
            from_on=date(2027, 4, 1),
            viewer=centre,
        )
