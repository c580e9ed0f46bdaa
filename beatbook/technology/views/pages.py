"""The pages of figures, and their files; the paper for the board puts several on one sheet to print."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.technology.catalogue import capabilities
from beatbook.technology.queries import wishes
from beatbook.technology.views import contract_figures, plan_figures, portfolio_figures, spend_figures
from beatbook.technology.views.figures import Asking, Figure, figure_url
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock
from beatbook.web.takeaway import Form, Sheet, Taking, answer

FIGURES: Mapping[str, Callable[[Asking], Figure]] = {
    "matrix": portfolio_figures.matrix,
    "same-job": portfolio_figures.same_job,
    "contracts": contract_figures.contracts,
    "roadmap": contract_figures.roadmap,
    "spend": spend_figures.spend,
    "spend-lines": spend_figures.spend_lines,
    "services": contract_figures.services,
    "blueprint": plan_figures.blueprint_figure,
    "standards": plan_figures.standards_figure,
    "decisions": plan_figures.governance,
    "managing": plan_figures.managing,
}
SECTIONS = (
    ("Overview", "technology"),
    ("Capabilities", "matrix"),
    ("Same job", "same-job"),
    ("Contracts", "contracts"),
    ("Roadmap", "roadmap"),
    ("Spend", "spend"),
    ("If it stops", "services"),
    ("Blueprint", "blueprint"),
    ("Standards", "standards"),
    ("Decisions", "decisions"),
    ("Managing", "managing"),
)
PAPER = ("same-job", "contracts", "roadmap", "spend")
MOST_OF_A_PAPER = 12


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking."""
    viewer: Viewer = request.viewer
    return viewer


def asking_of(request: HttpRequest) -> Asking:
    """Who asks, for what, today."""
    return Asking(viewer_of(request), request.GET.dict(), clock.today())


def navigation(here: str) -> list[tuple[str, str, bool]]:
    """The views of technology, with the one that is open."""
    return [(label, reverse("technology") if name == "technology" else figure_url(name), name == here) for label, name in SECTIONS]


def show(request: HttpRequest, figure: Figure, template: str = "technology/figure.html", **more: object) -> HttpResponse:
    """A figure as a page."""
    note(request, "figures", figure=figure.name, query=request.GET.urlencode()[:200])
    context = {
        "figure": figure,
        "sections": navigation(figure.name if figure.name != "overview" else "technology"),
        "downloads": downloads(request, figure),
        "assesses": may_use(viewer_of(request), Tool.ASSESS),
        **more,
    }
    return render(request, template, context)


def downloads(request: HttpRequest, figure: Figure) -> dict[str, list[tuple[str, str]]]:
    """For each section, its files."""
    query = {key: value for key, value in request.GET.items() if key != "part"}
    found: dict[str, list[tuple[str, str]]] = {}
    for section in figure.sections:
        for form, words in ((Form.CSV, "Download as CSV"), (Form.XLSX, "as XLSX")):
            if figure.name.startswith("capability-"):
                address = reverse("technology-capability-file", args=[figure.name.removeprefix("capability-"), form])
            else:
                address = reverse("technology-figure-file", args=[figure.name, form])
            found.setdefault(section.id, []).append((words, f"{address}?{urlencode({**query, 'part': section.id})}"))
    return found


def file_of(request: HttpRequest, figure: Figure, form: str) -> HttpResponse:
    """One section of a figure as a file: the first when none is named."""
    wanted = request.GET.get("part")
    section = next((one for one in figure.sections if one.id == wanted or not wanted), None)
    if form not in (Form.CSV, Form.XLSX) or section is None:
        raise Http404
    note(request, "export", figure=figure.name, part=section.id, rows=len(section.rows), form=form)
    filtered = ", ".join(f"{key} {value}" for key, value in request.GET.items() if key != "part")
    sheet = Sheet(f"{figure.title}: {section.title}", filtered, [label for label, _ in section.columns], section.texts())
    return answer(sheet, Form(form), Taking(viewer_of(request).display_name, clock.local_now()), name=f"technology-{section.id}")


@needs(Tool.FIGURES)
def overview_page(request: HttpRequest) -> HttpResponse:
    """Where a director begins."""
    return show(request, portfolio_figures.overview(asking_of(request)))


@needs(Tool.FIGURES)
def figure_page(request: HttpRequest, name: str) -> HttpResponse:
    """One figure by its name."""
    if name not in FIGURES:
        raise Http404
    figure = FIGURES[name](asking_of(request))
    if name != "managing":
        return show(request, figure)
    backlog = wishes(viewer=viewer_of(request))
    return show(request, figure, "technology/managing.html", backlog=backlog, capabilities=capabilities().values())


@needs(Tool.FIGURES)
def figure_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A section of a figure as a file."""
    builders = {**FIGURES, "overview": portfolio_figures.overview}
    if name not in builders:
        raise Http404
    return file_of(request, builders[name](asking_of(request)), form)


@needs(Tool.FIGURES)
def capability_page(request: HttpRequest, code: str) -> HttpResponse:
    """One capability."""
    if code not in capabilities():
        raise Http404
    return show(request, portfolio_figures.capability(asking_of(request), code))


@needs(Tool.FIGURES)
def capability_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A section of a capability's page as a file."""
    if code not in capabilities():
        raise Http404
    return file_of(request, portfolio_figures.capability(asking_of(request), code), form)


@needs(Tool.FIGURES)
def paper(request: HttpRequest) -> HttpResponse:
    """The paper for the board: what is duplicated, what ends, the road ahead and the money, each with its sentence; made to be printed."""
    asking = asking_of(request)
    figures = [FIGURES[name](asking) for name in PAPER]
    for figure in figures:
        figure.sections = figure.sections[:1]
        for section in figure.sections:
            section.most = MOST_OF_A_PAPER
    note(request, "figures", figure="paper")
    context = {"figures": figures, "today": asking.today, "sections": navigation("technology")}
    return render(request, "technology/paper.html", context)
