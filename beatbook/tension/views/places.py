"""Tension by neighbourhood: what counts say, what people say, each by itself, and why. By name, never in order of tension."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import areas_of_level
from beatbook.tension import saying
from beatbook.tension.assessing import ASPECTS, LEVELS, Said, level_on, standing_on
from beatbook.tension.queries import assessments, tracks, tracks_of
from beatbook.tension.signals import NAMES
from beatbook.tension.tracks import Track, Week
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.svg.run_chart import RunPoint, run_chart
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WEEKS, NARROW_WEEKS = 26, 13
COLUMNS = ("Neighbourhood", "Evidenced: what counts say", "Experienced", "Potential")
WEEK_COLUMNS = ("Week from", "Signal", "Reports", "Usual", "Nine weeks in ten", "Standing", "Said")


@needs(Tool.TENSION)
def index(request: HttpRequest) -> HttpResponse:
    """Every neighbourhood by name, the viewer's own first."""
    viewer: Viewer = request.viewer
    found = tracks(today=clock.today(), weeks=1, viewer=viewer)
    names = names_of_areas()
    note(request, "tension", areas=len(found))
    rows = _index_rows(found, assessments(viewer=viewer), names, viewer.area)
    raised = [names.get(area, area) for area, own in found.items() if any(track.raised for track in own.values())]
    told = sum(track.told for own in found.values() for track in own.values())
    context = {
        "sentence": _index_sentence(raised, told),
        "columns": [{"label": label} for label in COLUMNS],
        "rows": [
            [{"text": row[0], "href": reverse("tension-area", args=[code])}, *({"text": text} for text in row[1:])] for code, row in rows
        ],
        "by_chance": saying.by_chance(told),
        "downloads": [(f"Download as {form.upper()}", reverse("tension-file", args=[form])) for form in ("csv", "xlsx")],
    }
    return render(request, "tension/index.html", context)


@needs(Tool.TENSION)
def index_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same table as a file."""
    viewer: Viewer = request.viewer
    found = tracks(today=clock.today(), weeks=1, viewer=viewer)
    rows = _index_rows(found, assessments(viewer=viewer), names_of_areas(), viewer.area)
    note(request, "export", table="tension", form=form)
    return _as_file(request, Sheet("Tension by neighbourhood", "", COLUMNS, [row for _, row in rows], marking="OFFICIAL"), form, "tension")


@needs(Tool.TENSION)
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One neighbourhood: each signal with its reasons, and what people say."""
    viewer, today = request.viewer, clock.today()
    name = name_of(area)
    found = tracks_of(area, today=today, weeks=WEEKS, viewer=viewer)
    said = assessments(area, viewer=viewer)
    note(request, "tension", area=area)
    people = names_of_users(viewer=viewer)
    told = [track for track in found.values() if track.told]
    context = {
        "area": area,
        "name": name,
        "sentence": f"{name}: {saying.place_sentence(found, said, today)}",
        "signals": [_signal(track, said) for track in found.values()],
        "by_chance": saying.by_chance(len(told)),
        "aspects": [_aspect(code, said, people) for code in ASPECTS],
        "columns": [{"label": label} for label in WEEK_COLUMNS],
        "rows": [[{"text": text} for text in row] for row in _week_rows(told, last=8)],
        "downloads": [
            (f"Download all weeks as {form.upper()}", reverse("tension-area-file", args=[area, form])) for form in ("csv", "xlsx")
        ],
    }
    return render(request, "tension/area.html", context)


@needs(Tool.TENSION)
def area_file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    """Every week that the page draws, as a file."""
    name = name_of(area)
    found = tracks_of(area, today=clock.today(), weeks=WEEKS, viewer=request.viewer)
    note(request, "export", table="tension", area=area, form=form)
    sheet = Sheet(f"Tension signals of {name}", "", WEEK_COLUMNS, _week_rows(found.values()), marking="OFFICIAL")
    return _as_file(request, sheet, form, f"tension-{area}")


def names_of_areas() -> dict[str, str]:
    """Name of every neighbourhood by code."""
    return {one.code: one.name for one in areas_of_level(NEIGHBOURHOOD)}


def name_of(area: str) -> str:
    """The name of a neighbourhood, or “not found”."""
    found = names_of_areas().get(area)
    if found is None:
        raise Http404
    return found


def _as_file(request: HttpRequest, sheet: Sheet, form: str, name: str) -> HttpResponse:
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    return answer(sheet, Form(form), Taking(request.viewer.display_name, clock.local_now()), name=name)


def _index_sentence(raised: Sequence[str], told: int) -> str:
    if raised:
        return f"Some count of reports is above usual in {phrases.sentence_list(raised)}."
    return "No count of reports is above usual in any neighbourhood." if told else "There are too few reports to tell a rise from chance."


def _index_rows(
    found: dict[str, dict[str, Track]], said: Sequence[Said], names: dict[str, str], own: str | None
) -> list[tuple[str, list[str]]]:
    order = sorted(found, key=lambda code: (code != own, names.get(code, code)))
    rows = []
    for code in order:
        mine = [one for one in said if one.area == code]
        set_right = {one.about for one in standing_on([one for one in mine if one.aspect == "evidenced"], clock.today())}
        rows.append(
            (
                code,
                [
                    names.get(code, code),
                    _counts_words(found[code], set_right),
                    *(_level(mine, one) for one in ("experienced", "potential")),
                ],
            )
        )
    return rows


def _counts_words(own: dict[str, Track], set_right: set[str]) -> str:
    raised = [NAMES[code] + (" (but see what is said of it)" if code in set_right else "") for code, track in own.items() if track.raised]
    if raised:
        return f"Above usual: {saying.listed(raised)}"
    return phrases.upper_first(saying.AS_USUAL if any(track.told for track in own.values()) else saying.TOO_FEW)


def _level(said: Sequence[Said], aspect: str) -> str:
    found = level_on(said, aspect, clock.today())
    return "Nothing said" if found.level is None else f"{LEVELS[found.level]}, since {phrases.long_date(found.since)}"


def _signal(track: Track, said: Sequence[Said]) -> dict[str, Any]:
    points = [_point(week, told=track.told) for week in track.weeks]
    title = f"{NAMES[track.signal].capitalize()}, reports a week"
    return {
        "title": NAMES[track.signal].capitalize(),
        "stands": saying.how_it_stands(told=track.told, raised=track.raised),
        "explained": saying.explained(track),
        "set_right": [one.reason for one in standing_on([one for one in said if one.about == track.signal], clock.today())],
        "wide": run_chart(points, width=860, height=220, title=title, id=f"run-{track.signal}") if track.told else "",
        "narrow": run_chart(points[-NARROW_WEEKS:], width=340, height=220, title=title, id=f"run-{track.signal}") if track.told else "",
    }


def _point(week: Week, *, told: bool) -> RunPoint:
    label = f"{week.monday.day} {week.monday:%b}"
    return RunPoint(label, float(week.came), saying.week_words(week), None, week.low, week.usual, week.high, int(told and week.raised))


def _aspect(code: str, said: Sequence[Said], people: dict[str, str]) -> dict[str, Any]:
    mine = [one for one in said if one.aspect == code]
    found = level_on(mine, code, clock.today())
    stands = "Nothing stands today."
    if found.level is not None:
        stands = f"Highest level that stands: {LEVELS[found.level]}, since {phrases.long_date(found.since)}."
    items = [
        {
            "id": one.id,
            "what": f"{one.level} of 6: {one.theme}" + (f", about {NAMES[one.about]}" if one.about in NAMES else ""),
            "reason": one.reason,
            "action": one.action,
            "notes": _notes(one, people),
        }
        for one in standing_on(mine, clock.today())
    ]
    return {"title": ASPECTS[code], "stands": stands if code != "evidenced" or items else "", "items": items}


def _notes(one: Said, people: dict[str, str]) -> str:
    written = f"{people.get(str(one.written_by), 'Somebody')}, {phrases.long_date(one.written_on)}"
    return f"Grade {one.grade}. {written}; holds to {phrases.long_date(one.until)}."


def _week_rows(found: Iterable[Track], *, last: int = WEEKS) -> list[list[str]]:
    return [
        [
            phrases.long_date(week.monday),
            NAMES[track.signal],
            str(week.came),
            "" if week.usual is None else f"{week.usual:.1f}",
            "" if week.low is None else f"{week.low:.0f} to {week.high:.0f}",
            "" if week.standing is None or not track.told else f"{week.standing:.1f}",
            saying.how_it_stands(told=track.told, raised=week.raised),
        ]
        for track in found
        for week in reversed(track.weeks[-last:])
    ]
