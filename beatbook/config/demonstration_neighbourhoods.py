"""The work of the demonstration's neighbourhood team: made up, and written by the same actions as anybody's."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from beatbook.access.actions import sign_in, sign_out
from beatbook.measures.where import Period, month_plus
from beatbook.neighbourhoods.problems.actions import (
    assess_problem,
    begin_response,
    end_problem,
    open_problem,
    take_lesson,
    write_analysis,
)
from beatbook.neighbourhoods.problems.before_after import Months
from beatbook.neighbourhoods.problems.queries import map_points_of, problems_of
from beatbook.neighbourhoods.problems.sara import Grounds
from beatbook.neighbourhoods.queries import grounds_of
from beatbook.neighbourhoods.queries.recorded import months_counted
from beatbook.neighbourhoods.scrutiny.actions import DECISIONS, decide, make_pack
from beatbook.neighbourhoods.work.actions import (
    NotKept,
    agree_task,
    ask_review,
    publish_counts,
    record_visit,
    step_review,
    step_task,
)
from beatbook.neighbourhoods.work.queries import tasks_of
from beatbook.neighbourhoods.work.thresholds import Complaint
from beatbook.synthetic import neighbourhood_work as words
from beatbook.vocabulary.viewer import Viewer

FORCE, AGREEMENT = "millshire", "ISA-ASB-01"
WORKERS = ("neighbourhood", "sergeant", "partner")
SEED = 7
MONTHS_AFTER = 6  # of the problem that has ended: how many published months follow its response


def work_in_the_neighbourhood() -> None:
    """Writes it once: a database whose ward has a task already is left as it is."""
    people = {name: sign_in(name, hours=1) for name in WORKERS}
    try:
        area = people["sergeant"].area or ""
        if not tasks_of(area, viewer=people["sergeant"]):
            _work(area, people, _solve(area, people["neighbourhood"]))
            _scrutinise(people["sergeant"])
            publish_counts(FORCE)
    finally:
        for viewer in people.values():
            sign_out(viewer)


def _work(area: str, people: Mapping[str, Viewer], problem: UUID | None) -> None:
    constable, today = people["neighbourhood"], timezone.localdate()
    for kind, minutes, where in words.VISITS:
        record_visit(area, kind, minutes, where, viewer=constable)
    made = [
        agree_task(area, action, owner, today + timedelta(days=days), AGREEMENT if shared else "", viewer=constable, problem_id=problem)
        for action, owner, days, shared in words.TASKS
    ]
    step_task(made[0], "done", words.DONE, None, viewer=people["partner"])
    complaints = [Complaint(*one) for one in words.complaints_before(today)]
    review = ask_review(area, today - timedelta(days=3), complaints, words.HARM, AGREEMENT, viewer=constable)
    step_review(review, "threshold met", today, "Three complaints count.", viewer=people["sergeant"])
    ask_review(area, today - timedelta(days=1), complaints[:1], "", "", viewer=constable)


def _solve(area: str, constable: Viewer) -> UUID | None:
    """One problem through all four stages, one just scanned, and what other forces learnt. Gives the id of the first."""
    points = [place for place, _ in map_points_of(FORCE, area, viewer=constable)]
    held = months_counted(FORCE, viewer=constable)
    if not points or held is None or problems_of(area, viewer=constable):
        return None
    begins = month_plus(held.last, 1 - MONTHS_AFTER)
    kinds = ["Vehicle crime", "Criminal damage and arson"]
    ended = open_problem(area, words.PROBLEM, kinds, points[:3], "300", words.SCANNED, viewer=constable)
    write_analysis(ended, words.ANALYSED, viewer=constable)
    beside = [one.area or "" for one in grounds_of(FORCE, viewer=constable) if one.area and one.area != area][:4]
    begin_response(ended, words.ANSWERED, "Change to the place: lighting, locks, layout", begins, beside, viewer=constable)
    assess_problem(ended, words.ASSESSED, viewer=constable)
    end_problem(ended, "Handed to the owner.", words.TAUGHT, viewer=constable)
    open_problem(area, words.OPEN_PROBLEM, ["Public order", "Shoplifting"], points[:2], "200", words.OPEN_WORDS, viewer=constable)
    _learn_from_others(held.last)
    return ended


def _learn_from_others(last: date) -> None:
    begins = month_plus(last, 1 - words.AFTER)
    for one in words.made_up_lessons(begins, SEED):
        here, near, elsewhere = (Months(*counts) for counts in one.counts)
        grounds = Grounds(here, near, elsewhere, month_plus(begins, -words.BEFORE), begins, last)
        take_lesson(one.force, one.title, one.kinds, one.response, one.words, grounds)


def _scrutinise(sergeant: Viewer) -> None:
    last = month_plus(timezone.localdate().replace(day=1), -1)
    try:
        pack = make_pack(Period(month_plus(last, -2), last), "10", "all", viewer=sergeant, seed=SEED)
    except NotKept:
        return  # nothing was searched in these months of the made-up world
    decide(pack, 1, DECISIONS[1], "The words say what was smelt, and nothing of who was seen with it. Made-up decision.", viewer=sergeant)
