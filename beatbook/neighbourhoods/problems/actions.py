"""Keeps problems and their stages. What a response is compared with is written down before anybody knows how it went, and stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connections

from beatbook.access.actions import intern_marking, system_viewer
from beatbook.db.viewing import viewing
from beatbook.neighbourhoods.models import Lesson, Problem, ProblemStep
from beatbook.neighbourhoods.problems.queries import ProblemRow, counts_about, problem_named
from beatbook.neighbourhoods.problems.sara import KINDS, RADII, RESPONSES, Grounds, Place, as_kept, may_follow
from beatbook.neighbourhoods.work.actions import NotKept, add_row, words_of
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

MOST_PLACES = 20
LONGEST_TITLE = 120


def open_problem(
    area: str, title: str, kinds: Sequence[str], places: Sequence[Place], radius_m: str, words: str, *, viewer: Viewer
) -> UUID:
    """Keeps a problem as it was scanned.

    Raises:
        NotKept: no title or words, no kind of crime, no place, or a reach that is not offered.
    """
    if not kinds or not set(kinds) <= set(KINDS):
        raise NotKept("kinds", "Choose the kinds of crime or incident.")
    if not 0 < len(places) <= MOST_PLACES:
        raise NotKept("places", "Choose from one to 20 places.")
    if radius_m not in [str(one) for one in RADII]:
        raise NotKept("radius", "Choose how far it reaches.")
    facts: dict[str, Any] = {
        "force": viewer.organisation,
        "area": area,
        "title": words_of(title, "title", "Say in a few words what the problem is.")[:LONGEST_TITLE],
        "kinds": sorted(kinds),
        "places": [[place.longitude, place.latitude, place.name] for place in places],
        "radius_m": int(radius_m),
        "words": words_of(words, "words", "Say what happens, to whom, and why it is one problem."),
    }
    return add_row(Problem, facts, viewer=viewer)


def write_analysis(problem_id: UUID, words: str, *, viewer: Viewer) -> UUID:
    """Keeps what was found of why it happens.

    Raises:
        NotKept: no such problem, no words, or a response is under way already.
    """
    return _step(problem_id, "analysis", words, {}, viewer=viewer)


def begin_response(problem_id: UUID, words: str, response: str, begins: date | None, beside: Sequence[str], *, viewer: Viewer) -> UUID:
    """Keeps what is done about it from which month on, and with which areas it will be compared.

    Raises:
        NotKept: no such problem, a response that there is not, no month, or no area to compare with.
    """
    if response not in RESPONSES:
        raise NotKept("response", "Choose what is done.")
    if begins is None:
        raise NotKept("begins", "Give the month in which it begins, such as 3/2027.")
    found = problem_named(problem_id, viewer=viewer)
    if not beside or (found and found.area in beside):
        raise NotKept("beside", "Choose at least one other area, in which nothing like it is done.")
    facts = {"response": response, "begins": begins.replace(day=1), "beside": sorted(set(beside))}
    return _step(problem_id, "response", words, facts, viewer=viewer)


def assess_problem(problem_id: UUID, words: str, *, viewer: Viewer) -> UUID:
    """Keeps what became of it, with the published counts as they are today.

    Raises:
        NotKept: no such problem, no response yet, or no month after its beginning has been published.
    """
    found = problem_named(problem_id, viewer=viewer)
    grounds = None
    if found and found.response and found.response.begins:
        grounds = counts_about(found, found.response.begins, found.response.beside, viewer=viewer)
        if grounds is None:
            raise NotKept("words", "No whole month since it began has been published yet: assess it when one has.")
    return _step(problem_id, "assessment", words, {"figures": as_kept(grounds) if grounds else None}, viewer=viewer)


def end_problem(problem_id: UUID, words: str, lesson: str, *, viewer: Viewer) -> UUID:
    """Ends a problem. With a `lesson`, words for other forces, its effect joins what works, at OFFICIAL for every force.

    Raises:
        NotKept: no such problem, or it has not been assessed.
    """
    with viewing(viewer):
        ended = _step(problem_id, "ended", words, {}, viewer=viewer)
        found = problem_named(problem_id, viewer=viewer)
        if found and lesson.strip():
            _share(found, words_of(lesson, "lesson", "Say what others should know."), viewer=viewer)
    return ended


def take_lesson(force: str, title: str, kinds: Sequence[str], response: str, words: str, grounds: Grounds) -> None:
    """Keeps what a team of another force, which does not work here, has shared; the same once."""
    identifier = uuid5(NAMESPACE_URL, f"beatbook:lesson:{force}:{title}")
    facts = {"force": force, "title": title, "kinds": list(kinds), "response": response, "words": words, "begins": grounds.begins}
    vis = intern_marking(Marking(Classification.OFFICIAL))
    author = system_viewer("lessons").user_id
    Lesson.objects.using("ingest").update_or_create(
        id=identifier, defaults=facts | {"problem_id": identifier, "figures": as_kept(grounds), "vis": vis, "written_by": author}
    )


def _share(problem: ProblemRow, words: str, *, viewer: Viewer) -> None:
    grounds = next(step.grounds for step in reversed(problem.steps) if step.stage == "assessment" and step.grounds)
    response = problem.response
    facts: dict[str, Any] = {
        "problem_id": problem.id,
        "force": problem.force,
        "title": problem.title,
        "kinds": list(problem.kinds),
        "response": response.response if response else "",
        "words": words,
        "begins": grounds.begins,
        "figures": as_kept(grounds),
    }
    add_row(Lesson, facts, viewer=viewer, vis=intern_marking(Marking(Classification.OFFICIAL)))


def _step(problem_id: UUID, stage: str, words: str, facts: dict[str, Any], *, viewer: Viewer) -> UUID:
    with viewing(viewer):
        _one_at_a_time()
        row = Problem.objects.filter(id=problem_id).first()
        found = problem_named(problem_id, viewer=viewer)
        if row is None or found is None:
            raise NotKept("words", "There is no such problem.")
        if not may_follow([step.stage for step in found.steps], stage):
            raise NotKept("words", "That stage cannot follow: see what was written meanwhile.")
        kept = {"problem_id": problem_id, "stage": stage, "words": words_of(words, "words", "Say it in a few words."), **facts}
        return add_row(ProblemStep, kept, viewer=viewer, vis=row.vis)


def _one_at_a_time() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('neighbourhoods problem'))")
