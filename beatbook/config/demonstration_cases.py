"""The work of the demonstration's people on the investigations of their ward: made up, like the county, and written by the same actions as anybody's."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connections
from django.utils import timezone

from beatbook.access.actions import intern_marking, sign_in, sign_out
from beatbook.cases.actions import (
    allocate,
    assess_needs,
    hand_over,
    own_submission,
    record_contact,
    record_decision,
    record_review,
    refer,
    send_minor_offence,
    start_form,
    submit_intelligence,
    write_plan,
)
from beatbook.cases.queries import VictimCare
from beatbook.cases.queries.shift import OpenCase, handovers, open_cases, owed_of
from beatbook.linkage.queries import records_with_keys
from beatbook.pole.actions import say_safe_contact
from beatbook.pole.queries import sayings_of
from beatbook.synthetic.ledgers import chance_of
from beatbook.vocabulary.dates import local_to_utc
from beatbook.vocabulary.identifiers import normalise_reference
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

WORKERS = ("response", "neighbourhood", "investigator", "sergeant", "analyst")
FORMS = 30
ASSAULT, DOMESTIC = "44/0900417/26", "44/0900733/26"
"""The two investigations of the story: outside the Puddlers Arms, and Katie Brennan's."""


def write_work() -> None:
    """Writes it once: a database that has a handover of the ward already is left as it is."""
    people = {name: sign_in(name, hours=1) for name in WORKERS}
    try:
        area = people["sergeant"].area or ""
        if not handovers(area, viewer=people["sergeant"]):
            _care_for_victims(area, people)
            _lead_story(people)
            _record_minor_offences(people["response"])
            vis = intern_marking(Marking(Classification.OFFICIAL, frozenset({"millshire"})))
            words = "Two still to arrest for the assault outside the Puddlers Arms. Door camera promised for tomorrow."
            hand_over(area, words, viewer=people["sergeant"], vis=vis)
    finally:
        for viewer in people.values():
            sign_out(viewer)


def _care_for_victims(area: str, people: Mapping[str, Viewer]) -> None:
    """Four in five victims of the ward are told in time; the others are what the queue is for."""
    sergeant, today = people["sergeant"], timezone.localdate()
    cases = open_cases(area, viewer=sergeant, today=today)
    for owed in owed_of(cases, viewer=sergeant, today=today):
        if _chance(owed.victim.record_id) < 0.8:
            _tell(owed.case, owed.victim, people["investigator"])
    for case in cases:
        chance = _chance(case.investigation.lead.id)
        if not case.has_nobody and chance < 0.6:
            officer = people[("response", "neighbourhood", "investigator")[int(chance * 5)]]
            allocate(case.investigation.lead.id, officer.user_id, "", viewer=sergeant)
            record_review(case.investigation.lead.id, "In hand.", today + timedelta(days=int(chance * 50) - 5), viewer=sergeant)


def _tell(case: OpenCase, victim: VictimCare, viewer: Viewer) -> None:
    lead, chance = case.investigation.lead.id, _chance(victim.record_id)
    method = ("phone", "text", "e-mail")[int(chance * 1e3) % 3]
    say_safe_contact(victim.record_id, [method, "letter"], "", viewer=viewer)
    needs = {"grounds": ["vulnerable"] if chance < 0.2 else [], "method": method, "every_days": 28, "words": ""}
    assess_needs(lead, victim.record_id, needs | {"support": "referred", "statement": "offered"}, None, viewer=viewer)
    told = [duty for duty in victim.duties if duty.is_open and duty.key not in ("needs", "statement", "support", "routine")]
    words = "Told what has happened so far and what comes next."
    yesterday = timezone.localdate() - timedelta(days=1)
    contact = {"at": _noon(min(yesterday, _last(victim))), "method": method, "reached": True, "words": words}
    record_contact(lead, victim.record_id, contact | {"told": [duty.key for duty in told]}, viewer=viewer)
    again = {"at": _noon(yesterday - timedelta(days=int(chance * 25))), "words": "Nothing new yet. They are well.", "told": []}
    record_contact(lead, victim.record_id, contact | again, viewer=viewer)


def _last(victim: VictimCare) -> date:
    return max((duty.due_on for duty in victim.duties if duty.due_on), default=timezone.localdate())


def _lead_story(people: Mapping[str, Viewer]) -> None:
    sergeant, investigator, analyst = people["sergeant"], people["investigator"], people["analyst"]
    assault = _event(ASSAULT, viewer=sergeant)
    if assault:
        plan = "1. Camera above the door of the Puddlers Arms (PC 1142, by 30 November).\n2. Statement of Samuel Okoro.\n3. Arrest Jordan Marsh by appointment."
        write_plan(assault, plan, None, viewer=sergeant)
        why = "He is known, has an address and works. Arrest at home would put his mother's household at risk for no gain."
        record_decision(assault, "Voluntary attendance before arrest", why, viewer=sergeant)
        allocate(assault, people["response"].user_id, "First officer on scene", viewer=sergeant)
        record_review(assault, "Two lines of enquiry open. Victim told.", timezone.localdate() + timedelta(days=3), viewer=sergeant)
        refer(
            assault,
            "Response",
            "Neighbourhood",
            "Third fight outside the same public house since August: please look at the licence.",
            viewer=sergeant,
        )
        words = "Door staff say that the same two men sell from a van behind the Puddlers Arms on Thursdays."
        submitted = submit_intelligence(assault, words, "2", "D", viewer=people["response"])
        own_submission(submitted, viewer=analyst)
        submit_intelligence(assault, "A grey van with a ladder rack waits there from nine.", "2", "D", viewer=people["response"])
    if domestic := _event(DOMESTIC, viewer=investigator):
        record_decision(
            domestic, "No bail condition is to name her workplace", "He does not know where she works now.", viewer=investigator
        )


def _event(number: str, *, viewer: Viewer) -> UUID | None:
    found = sayings_of([one for _, one in records_with_keys([f"ref:{normalise_reference(number)}"], viewer=viewer)], viewer=viewer)
    return min((s.id for s in found.values() if s.content.get("event_type") == "crime"), default=None)


def _record_minor_offences(viewer: Viewer) -> None:
    """Thirty forms of made-up length: begun so long before, by the server's clock."""
    for number in range(FORMS):
        start = start_form(viewer=viewer)
        seconds = round(50 + 400 * chance_of(f"minor offence {number}") ** 3)
        with connections["ingest"].cursor() as cursor:
            cursor.execute("UPDATE cases_formstart SET started_at = started_at - make_interval(secs => %s) WHERE id = %s", [seconds, start])
        facts = {
            "offence_code": "46",
            "offence": "Theft from a shop",
            "address": "Market Street",
            "summary": "Took goods without paying.",
            "lines_of_enquiry": "Camera",
        }
        send_minor_offence(start, facts, viewer=viewer)


def _noon(day: date) -> datetime:
    return local_to_utc(datetime.combine(day, time(12)))


def _chance(record_id: UUID) -> float:
    """Between 0 and 1, by the id alone."""
    return record_id.int % 10_007 / 10_007
