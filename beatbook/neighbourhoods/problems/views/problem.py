"""Problems of a neighbourhood, stage by stage, and whether what was done about them changed anything."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import area_names
from beatbook.measures.where import month_plus
from beatbook.neighbourhoods.problems import saying
from beatbook.neighbourhoods.problems.actions import assess_problem, begin_response, end_problem, open_problem, write_analysis
from beatbook.neighbourhoods.problems.queries import ProblemRow, StepRow, map_points_of, problem_named, problems_of
from beatbook.neighbourhoods.problems.sara import KINDS, RADII, RESPONSES, STAGE_WORDS, Place, may_follow
from beatbook.neighbourhoods.queries import Ground
from beatbook.neighbourhoods.views.staff import (
    FILES,
    cells,
    columns,
    ground_context,
    month_typed,
    own_ground,
    own_grounds,
    viewer_of,
)
from beatbook.neighbourhoods.work.actions import NotKept
from beatbook.neighbourhoods.work.queries import tasks_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, FormPage, show_form, typed_in
from beatbook.web.svg.ratios import Ratio, ratios
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WIDTHS = {"wide": 820, "narrow": 340}
GROUNDS = (("here", "At the places"), ("near", "In the ring about them"), ("elsewhere", "In the comparison areas"))
MONTH_COLUMNS = ("Month", *(label for _, label in GROUNDS))
BESIDE_HINT = "Like this one, and nothing of the kind is done there"
LESSON_HINT = "Leave it empty to share nothing. Its effect is shared with it. No names"
NEXT = {"analysis": "Write the analysis", "response": "Begin the response", "assessment": "Assess it", "ended": "End it"}


@needs(Tool.PROFILE)
def problems(request: HttpRequest, area: str) -> HttpResponse:
    """Every problem of a neighbourhood."""
    viewer = viewer_of(request)
    ground, found = own_ground(area, viewer=viewer), problems_of(area, viewer=viewer)
    note(request, "problems", area=area, problems=len(found))
    still = sum(one.stage != "ended" for one in found)
    context = {
        **ground_context(ground, "problems"),
        "sentence": f"{phrases.counted(still, 'problem is', 'problems are')} being worked on, {len(found) - still} ended.",
        "columns": columns("Problem", "Stage", "Kinds", "Opened"),
        "rows": [
            cells(
                {"text": one.title, "href": reverse("problem", args=[one.id])},
                STAGE_WORDS[one.stage],
                ", ".join(one.kinds),
                phrases.long_date(one.at.date()),
            )
            for one in found
        ],
    }
    return render(request, "neighbourhoods/problems.html", context)


@needs(Tool.PROFILE)
def new_problem(request: HttpRequest, area: str) -> HttpResponse:
    """Scanning: what, where, and why it is one problem."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    points = map_points_of(ground.force, area, viewer=viewer)
    page = FormPage(
        "Open a problem", _scan_fields(points), reverse("problems", args=[area]), "Problems", "Open it", f"problem-{area}",
        caption=ground.name, before="Name nobody here. Its effect will be told by published records, so choose kinds and places as they are published.",
    )  # fmt: skip
    note(request, "problem-form", area=area)
    if request.method != "POST":
        return show_form(request, page, {"radius": "200", "kinds": [], "places": []})
    typed = typed_in(request, page.fields)
    places = [place for number, (place, _) in enumerate(points) if str(number) in typed["places"]]
    try:
        made = open_problem(area, typed["title"], typed["kinds"], places, typed["radius"], typed["words"], viewer=viewer)
    except NotKept as refused:
        return show_form(request, page, typed, {refused.field: str(refused)})
    note(request, "alteration", area=area, wrote="problem")
    return HttpResponseRedirect(reverse("problem", args=[made]))


@needs(Tool.PROFILE)
def problem(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """One problem with all its stages, and its effect once it has been assessed."""
    viewer, found = viewer_of(request), _found(request, problem_id)
    ground = own_ground(found.area, viewer=viewer)
    note(request, "problem", problem=str(problem_id))
    names, places = names_of_users(viewer=viewer), area_names(viewer=viewer)
    done = [step.stage for step in found.steps]
    context = {
        **ground_context(ground, "problems"),
        "caption": f"Problem in {ground.name}, {STAGE_WORDS[found.stage].lower()}",
        "problem": found,
        "facts": [
            {"key": "Kinds", "value": ", ".join(found.kinds)},
            {"key": "Places", "value": "; ".join(place.name for place in found.places)},
            {"key": "Reach", "value": f"{found.radius_m} metres about each place; the ring reaches as far again"},
            {"key": "Opened by", "value": f"{names.get(str(found.by), 'Somebody')}, {phrases.date_time(found.at)}"},
        ],
        "steps": [
            {"row": step, "title": STAGE_WORDS[step.stage], "by": names.get(str(step.by), "Somebody"), "facts": _step_facts(step, places)}
            for step in found.steps
        ],
        "task_columns": columns("What", "Who", "State"),
        "tasks": [
            cells({"text": one.action, "href": reverse("partner-task", args=[one.id])}, one.owner, phrases.upper_first(one.state))
            for one in tasks_of(problem_id=problem_id, viewer=viewer)
        ],
        "next_steps": [
            (label, reverse("problem-stage", args=[problem_id, stage])) for stage, label in NEXT.items() if may_follow(done, stage)
        ],
        **_effect(found),
    }
    return render(request, "neighbourhoods/problem.html", context)


@needs(Tool.PROFILE)
def stage(request: HttpRequest, problem_id: UUID, stage: str) -> HttpResponse:
    """The form of the next stage."""
    viewer, found = viewer_of(request), _found(request, problem_id)
    ground = own_ground(found.area, viewer=viewer)
    if stage not in NEXT or not may_follow([step.stage for step in found.steps], stage):
        raise Http404
    page = FormPage(
        NEXT[stage], _stage_fields(stage, ground, viewer), reverse("problem", args=[problem_id]), found.title, "Keep it", f"{stage}-{problem_id}",
        caption=found.title, before=_BEFORE[stage],
    )  # fmt: skip
    note(request, "problem-form", problem=str(problem_id), stage=stage)
    if request.method != "POST":
        return show_form(request, page, {"beside": [], "response": ""})
    typed = typed_in(request, page.fields)
    try:
        _KEEP[stage](problem_id, typed, viewer)
    except NotKept as refused:
        return show_form(request, page, typed, {refused.field: str(refused)})
    note(request, "alteration", problem=str(problem_id), wrote=stage)
    return HttpResponseRedirect(reverse("problem", args=[problem_id]))


@needs(Tool.PROFILE)
def problem_file(request: HttpRequest, problem_id: UUID, form: str) -> HttpResponse:
    """The months behind an effect as a file."""
    viewer, found = viewer_of(request), _found(request, problem_id)
    told = _told(found)
    if told is None or form not in (Form.CSV, Form.XLSX):
        raise Http404
    note(request, "export", problem=str(problem_id), form=form)
    rows = [[str(cell["text"]) for cell in row] for row in _month_rows(told)]
    sheet = Sheet(found.title, f"Published: {', '.join(found.kinds)}", MONTH_COLUMNS, rows, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name=f"problem-{problem_id}")


def _found(request: HttpRequest, problem_id: UUID) -> ProblemRow:
    found = problem_named(problem_id, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


def _told(found: ProblemRow) -> saying.Told | None:
    grounds = next((step.grounds for step in reversed(found.steps) if step.grounds), None)
    return saying.told_of(grounds) if grounds else None


def _effect(found: ProblemRow) -> dict[str, Any]:
    told = _told(found)
    if told is None:
        return {"told": None}
    drawn = [
        Ratio(label, one.ratio.value, one.ratio.low, one.ratio.high)
        for label, one in (("At the places", told.here), ("In the ring about them", told.near))
        if one.ratio
    ]
    return {
        "told": told,
        "effect": saying.effect_sentence(told.here),
        "moved": saying.moved_words(told),
        "spread": saying.spread_words(told.here),
        "caveats": saying.CAVEATS,
        "count_caption": f"{told.before.words()} beside {told.after.words()}",
        "count_columns": columns(
            "Where",
            "Before",
            "After",
            "Ratio of ratios",
            "More than expected",
            numeric=("Before", "After", "Ratio of ratios", "More than expected"),
        ),
        "count_rows": [
            cells("At the places", *map(str, told.here.here), saying.ratio_words(told.here.ratio), saying.count_words(told.here.more)),
            cells(
                "In the ring about them",
                *map(str, told.near.here),
                saying.ratio_words(told.near.ratio),
                saying.count_words(told.near.more),
            ),
            cells("In the comparison areas", *map(str, told.here.elsewhere), "", ""),
        ],
        "month_columns": columns(*MONTH_COLUMNS, numeric=MONTH_COLUMNS[1:]),
        "month_rows": _month_rows(told),
        "files": [(label, reverse("problem-file", args=[found.id, form])) for label, form in FILES],
        **{name: ratios(drawn, width=width, title="Effect, with its interval", id="effect") for name, width in WIDTHS.items() if drawn},
    }


def _month_rows(told: saying.Told) -> list[Any]:
    series = [(*getattr(told.grounds, name).before, *getattr(told.grounds, name).after) for name, _ in GROUNDS]
    return [
        cells(f"{month_plus(told.grounds.first, place):%Y-%m}", *(str(one) for one in counts))
        for place, counts in enumerate(zip(*series, strict=True))
    ]


def _step_facts(step: StepRow, places: dict[str, str]) -> list[dict[str, Any]]:
    if step.stage != "response" or step.begins is None:
        return []
    return [
        {"key": "What is done", "value": step.response},
        {"key": "From", "value": f"{step.begins:%B %Y}"},
        {"key": "Compared with", "value": phrases.sentence_list(places.get(code, code) for code in step.beside)},
    ]


def _scan_fields(points: Sequence[tuple[Place, int]]) -> Sequence[Field]:
    places = [
        (str(number), f"{place.name or 'A place without a name'} ({count} in twelve months)")
        for number, (place, count) in enumerate(points)
    ]
    return (
        Field("title", "What is the problem, in a few words?"),
        Field("kinds", "Which kinds of crime or incident?", "checkboxes", items=[(kind, kind) for kind in KINDS]),
        Field("places", "At which places?", "checkboxes", hint="Published map points with the most crimes and incidents", items=places),
        Field("radius", "How far does it reach from each?", "select", items=[(str(one), f"{one} metres") for one in RADII]),
        Field("words", "What happens, to whom, and why is it one problem?", "textarea", hint="No names"),
    )


def _stage_fields(stage: str, ground: Ground, viewer: Viewer) -> Sequence[Field]:
    words = Field("words", _ASKED[stage], "textarea", hint="No names")
    if stage == "response":
        others = [(one.area or "", one.name) for one in own_grounds(viewer=viewer) if one.area != ground.area]
        return (
            Field("response", "Which kind of response is it?", "radios", items=[(one, one) for one in RESPONSES]),
            Field("begins", "In which month does it begin?", hint="For example, 3/2027", width="10"),
            Field("beside", "With which neighbourhoods will it be compared?", "checkboxes", items=others, hint=BESIDE_HINT),
            words,
        )
    if stage == "ended":
        return (
            words,
            Field(
                "lesson",
                "What should other forces know?",
                "textarea",
                hint="Leave it empty to share nothing. Its effect is shared with it. No names",
            ),
        )
    return (words,)


_ASKED = {
    "analysis": "Why does it happen?",
    "response": "What is done, by whom?",
    "assessment": "What became of it?",
    "ended": "Why does it end?",
}
_BEFORE = {
    "analysis": "Look at victims, places, times and those who do it, and at what makes it easy.",
    "response": "What it will be compared with is fixed now, before anybody knows how it goes.",
    "assessment": "Published crimes before and after, at the places, near them and in the comparison areas, are counted when you keep this.",
    "ended": "",
}
_KEEP: dict[str, Callable[[UUID, dict[str, Any], Viewer], UUID]] = {
    "analysis": lambda one, typed, viewer: write_analysis(one, typed["words"], viewer=viewer),
    "response": lambda one, typed, viewer: begin_response(
        one, typed["words"], typed["response"], month_typed(typed["begins"]), typed["beside"], viewer=viewer
    ),
    "assessment": lambda one, typed, viewer: assess_problem(one, typed["words"], viewer=viewer),
    "ended": lambda one, typed, viewer: end_problem(one, typed["words"], typed["lesson"], viewer=viewer),
}
