"""The sheet of tasks with partners: who does what by when, and what became of it. Partners see what is shared with them, and answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import area_names
from beatbook.neighbourhoods.problems.queries import ProblemRow, problems_of
from beatbook.neighbourhoods.views.staff import DAY_HINT, FILES, cells, columns, ground_context, own_ground, sharing, viewer_of
from beatbook.neighbourhoods.work.actions import (
    NotKept,
    agree_task,
    step_task,
)
from beatbook.neighbourhoods.work.queries import (
    TaskRow,
    reviews_of,
    task_named,
    tasks_of,
)
from beatbook.neighbourhoods.work.views.reviews import REVIEW_COLUMNS, review_cells
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, FormPage, day_typed, show_form, typed_in
from beatbook.web.takeaway import Form, Sheet, Taking, answer

TASK_COLUMNS = ("What", "Who", "Due", "State", "Where")
_STEP = (
    Field(
        "state",
        "What became of it?",
        "radios",
        items=[("done", "It is done"), ("not done", "It will not be done"), ("moved", "It moves to another day")],
    ),
    Field("due", "New day, if it moves", hint=DAY_HINT, width="10"),
    Field("words", "Anything to add?", "textarea", rows=2),
)


@needs(Tool.TASKING)
def tasks(request: HttpRequest) -> HttpResponse:
    """What is agreed with partners in one area, or everywhere: who, what, by when, done."""
    viewer, area = viewer_of(request), request.GET.get("area", "")[:40]
    ground = own_ground(area, viewer=viewer) if area and may_use(viewer, Tool.PROFILE) else None
    fields = _task_fields(request) if ground else ()
    problem = _problem(request, area) if ground else None
    typed: dict[str, Any] = {"shared_by": ""}
    errors: dict[str, str] = {}
    if request.method == "POST":
        if ground is None:
            raise Http404
        typed = typed_in(request, fields)
        try:
            due, about = day_typed(typed["due"]), problem.id if problem else None
            agree_task(area, typed["action"], typed["owner"], due, typed["shared_by"], viewer=viewer, problem_id=about)
            note(request, "alteration", area=area, wrote="task")
            return HttpResponseRedirect(reverse("problem", args=[about]) if about else f"{reverse('partner-tasks')}?area={area}")
        except NotKept as refused:
            errors[refused.field] = str(refused)
    found, today = tasks_of(area or None, viewer=viewer), clock.today()
    note(request, "partner-tasks", area=area, tasks=len(found))
    places = area_names(viewer=viewer)
    open_ones = [one for one in found if one.state == "open"]
    late = sum(one.is_late(today) for one in open_ones)
    context = {
        **(ground_context(ground, "partner-tasks") if ground else {}),
        "caption": ground.name if ground else "Every neighbourhood",
        "problem": problem,
        "sentence": f"{phrases.counted(len(open_ones), 'task is', 'tasks are')} open, {late} of them late.",
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in fields],
        "error_list": list(errors.items()),
        "columns": columns(*TASK_COLUMNS),
        "open": [_task_cells(one, places, today) for one in open_ones],
        "over": [_task_cells(one, places, today) for one in found if one.state != "open"],
        "review_columns": REVIEW_COLUMNS,
        "reviews": [review_cells(one) for one in reviews_of(viewer=viewer)] if ground is None else [],
        "files": [(label, f"{reverse('partner-tasks-file', args=[form])}?area={area}") for label, form in FILES],
    }
    return render(request, "neighbourhoods/tasks.html", context, status=422 if errors else 200)


@needs(Tool.TASKING)
def tasks_file(request: HttpRequest, form: str) -> HttpResponse:
    """The sheet as a file."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    viewer, area, today = viewer_of(request), request.GET.get("area", "")[:40], clock.today()
    found, places = tasks_of(area or None, viewer=viewer), area_names(viewer=viewer)
    note(request, "export", area=area, tasks=len(found), form=form)
    rows = [[str(cell["text"]) for cell in _task_cells(one, places, today)] for one in found]
    sheet = Sheet("Tasks with partners", places.get(area, ""), TASK_COLUMNS, rows, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name="partner-tasks")


@needs(Tool.TASKING)
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: what became of it; partners who see it may say so too."""
    viewer = viewer_of(request)
    found = task_named(task_id, viewer=viewer)
    if found is None:
        raise Http404
    back = f"{reverse('partner-tasks')}?area={found.area}" if may_use(viewer, Tool.PROFILE) else reverse("partner-tasks")
    page = FormPage(
        found.action, _STEP, back, "Tasks with partners", "Keep it", f"task-{task_id}",
        caption=f"{found.owner}, due {phrases.long_date(found.due_on)}", before=_history(found, names_of_users(viewer=viewer)),
    )  # fmt: skip
    note(request, "partner-task", task=str(task_id))
    if request.method != "POST":
        return show_form(request, page, {"state": ""})
    typed = typed_in(request, _STEP)
    try:
        step_task(task_id, typed["state"], typed["words"], day_typed(typed["due"]), viewer=viewer)
    except NotKept as refused:
        return show_form(request, page, typed, {refused.field: str(refused)})
    note(request, "alteration", wrote="task step")
    return HttpResponseRedirect(back)


def _problem(request: HttpRequest, area: str) -> ProblemRow | None:
    """The problem of this area for which a task is agreed, if the address names one that the viewer may see."""
    return next((one for one in problems_of(area, viewer=viewer_of(request)) if str(one.id) == request.GET.get("problem")), None)


def _task_fields(request: HttpRequest) -> Sequence[Field]:
    return (
        Field("action", "What is to be done?", "textarea", hint="No names of people whom it is about", rows=2),
        Field("owner", "Who does it?", hint="For example, Council street lighting"),
        Field("due", "By when?", hint=DAY_HINT, width="10"),
        sharing(viewer=viewer_of(request)),
    )


def _task_cells(one: TaskRow, places: dict[str, str], today: date) -> list[Any]:
    state = {"open": "Late" if one.is_late(today) else "Open", "done": "Done", "not done": "Not done"}[one.state]
    shared = {"note": f"Shared under {one.shared_by}"} if one.shared_by else {}
    return cells(
        {"text": one.action, "href": reverse("partner-task", args=[one.id])},
        {"text": one.owner, **shared},
        phrases.long_date(one.due_on),
        state,
        places.get(one.area, one.area),
    )


def _history(one: TaskRow, names: dict[str, str]) -> str:
    said = []
    for state, words, due, by, at in one.steps:
        moved = f" to {phrases.long_date(due)}" if due else ""
        told = f": {words}" if words else ""
        said.append(f"{phrases.upper_first(state)}{moved}, {names.get(str(by), 'somebody')}, {phrases.date_time(at)}{told}")
    return ". ".join(said)
