"""The profile of a neighbourhood for its own team, and its tables as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.neighbourhoods.problems.queries import problems_of
from beatbook.neighbourhoods.problems.sara import STAGE_WORDS
from beatbook.neighbourhoods.profile import saying
from beatbook.neighbourhoods.profile.actions import mark_read
from beatbook.neighbourhoods.profile.happenings import Happening, Repeat
from beatbook.neighbourhoods.profile.hot_times import DAYS as WEEKDAYS
from beatbook.neighbourhoods.profile.hot_times import HotTimes
from beatbook.neighbourhoods.profile.queries import (
    DAYS,
    MOST_CHANGES,
    NEAR_DAYS,
    NearRow,
    Victim,
    changed_since,
    forecasts_of,
    happened_in,
    harm_of,
    last_read,
    near_repeats_of,
    people_of,
    places_of,
    times_of,
    victims_of,
)
from beatbook.neighbourhoods.queries import Ground, priorities_of
from beatbook.neighbourhoods.views.staff import FILES, cells, columns, ground_context, own_ground, own_grounds, viewer_of
from beatbook.neighbourhoods.work.queries import tasks_of
from beatbook.pole.queries import sources_line
from beatbook.tension.queries import assessments, tracks_of
from beatbook.tension.saying import place_sentence
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.svg.week import week
from beatbook.web.takeaway import Form, Sheet, Taking, answer

SHOWN = 6
WIDTHS = {"wide": 860, "narrow": 340}
FIGURES = {
    "H1": "Harm of recorded crime, days of starting-point sentence a year for every 1,000 people",
    "D1": "Recorded crime a year for every 1,000 people",
}
PARTS_OF_DAY = tuple(range(0, 24, 4))
PLACE_COLUMNS = ("Place", "How often", "What", "Newest")
PERSON_COLUMNS = ("Person", "How often", "What", "Newest")
NEAR_COLUMNS = ("Kind of crime", "Crimes", "Near pairs", "By chance", "Ratio", "p", "Followed by others?")
HOUR_COLUMNS = ("Day", *(f"{hour:02d} to {hour + 4:02d}" for hour in PARTS_OF_DAY))


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the events of an area add up to."""

    year: Sequence[Happening]
    places: list[Repeat]
    near: list[NearRow]
    times: HotTimes

    @property
    def ids(self) -> set[UUID]:
        """Every record that is shown singly, for the log: the others are only counted."""
        return {one for place in self.places for happening in place.happenings for one in happening.ids}


@needs(Tool.PROFILE)
def profiles(request: HttpRequest) -> HttpResponse:
    """The neighbourhoods of the viewer's force; one's own first."""
    viewer = viewer_of(request)
    grounds = own_grounds(viewer=viewer)
    note(request, "page")
    own = next((one for one in grounds if one.area == viewer.area), None)
    rows = [cells({"text": one.name, "href": reverse("profile", args=[one.area])}, phrases.number(one.population)) for one in grounds]
    context = {"own": own, "rows": rows, "columns": columns("Neighbourhood", "People", numeric=("People",))}
    return render(request, "neighbourhoods/profiles.html", context)


@needs(Tool.PROFILE, task=True)
def profile(request: HttpRequest, area: str) -> HttpResponse:
    """What repeats, when, what changed, what is being done about it."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    found, today = _found(area, viewer), clock.today()
    problems = [one for one in problems_of(area, viewer=viewer) if one.stage != "ended"]
    news = _news(area, viewer)
    note(request, "consultation", found.ids | news["ids"], area=area)
    open_tasks = [one for one in tasks_of(area, viewer=viewer) if one.state == "open"]
    context = {
        **ground_context(ground, "profile"),
        **_tables(found),
        **_about(ground, viewer),
        "news": news,
        "sentence": saying.profile_sentence(ground.name, len(found.year), len(found.places), len(problems)),
        "sources": sources_line(viewer=viewer),
        "times_words": saying.peak_words(found.times),
        "problems": [
            cells({"text": one.title, "href": reverse("problem", args=[one.id])}, STAGE_WORDS[one.stage], ", ".join(one.kinds))
            for one in problems
        ],
        "problem_columns": columns("Problem", "Stage", "Kinds"),
        "late_tasks": sum(one.is_late(today) for one in open_tasks),
        "open_tasks": len(open_tasks),
        "priorities": [one for one in priorities_of(ground.force, ground.code, viewer=viewer) if one.closed_on is None],
        **{f"files_{short}": _files(area, name) for short, name in _SHORT.items()},
        **{name: week(found.times.weights, width=width) for name, width in WIDTHS.items()},
    }
    return render(request, "neighbourhoods/profile.html", context)


@require_POST
@needs(Tool.PROFILE, task=True)
def read(request: HttpRequest, area: str) -> HttpResponse:
    """Notes that the viewer has read what changed."""
    viewer = viewer_of(request)
    own_ground(area, viewer=viewer)
    mark_read(area, viewer=viewer)
    note(request, "alteration", area=area, wrote="read")
    return HttpResponseRedirect(reverse("profile", args=[area]))


@needs(Tool.PROFILE, task=True)
def victims(request: HttpRequest, area: str) -> HttpResponse:
    """People who were victims more than once: a page of its own, opened when somebody means to help them."""
    viewer = viewer_of(request)
    ground, found = own_ground(area, viewer=viewer), _victims(area, viewer)
    note(request, "consultation", _victim_ids(found), area=area)
    context = {
        **ground_context(ground, "repeat-victims"),
        "sentence": saying.victims_sentence(ground.name, len(found)),
        "columns": columns(*PERSON_COLUMNS, numeric=("How often",)),
        "rows": _person_rows(found),
        "files": [(label, reverse("repeat-victims-file", args=[area, form])) for label, form in FILES],
    }
    return render(request, "neighbourhoods/victims.html", context)


@needs(Tool.PROFILE, task=True)
def victims_file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    """The same as a file."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    found = _victims(area, viewer)
    note(request, "export", _victim_ids(found), area=area, form=form, what="repeat-victims")
    return _taken(f"Repeat victims, {ground.name}", PERSON_COLUMNS, _person_rows(found), Form(form), viewer, f"repeat-victims-{area}")


@needs(Tool.PROFILE, task=True)
def profile_file(request: HttpRequest, area: str, what: str, form: str) -> HttpResponse:
    """One table of the profile, whole, as a file."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    if what not in _SHEETS or form not in (Form.CSV, Form.XLSX):
        raise Http404
    found = _found(area, viewer)
    note(request, "export", found.ids, area=area, form=form, what=what)
    title, names, rows_of = _SHEETS[what]
    return _taken(f"{title}, {ground.name}", names, rows_of(found), Form(form), viewer, f"{what}-{area}")


def _taken(title: str, names: Sequence[str], rows: Sequence[Any], form: Form, viewer: Viewer, name: str) -> HttpResponse:
    texts = [[str(cell["text"]) for cell in row] for row in rows]
    sheet = Sheet(title, f"Up to {phrases.long_date(clock.today())}", names, texts, marking="OFFICIAL")
    return answer(sheet, form, Taking(viewer.display_name, clock.local_now()), name=name)


def _found(area: str, viewer: Viewer) -> Found:
    """Two years are read once: near repeats need both, the rest the newer."""
    today = clock.today()
    both = happened_in(area, today - timedelta(days=NEAR_DAYS), viewer=viewer)
    begin = today - timedelta(days=DAYS)
    year = [one for one in both if one.lead.at and one.lead.at.date() >= begin]
    return Found(year, places_of(year), near_repeats_of(both, area), times_of(year))


def _victims(area: str, viewer: Viewer) -> list[Victim]:
    since = clock.today() - timedelta(days=DAYS)
    return victims_of(happened_in(area, since, viewer=viewer), viewer=viewer)


def _victim_ids(found: Sequence[Victim]) -> set[UUID]:
    return {one for victim in found for one in (victim.record_id, *(i for happening in victim.happenings for i in happening.ids))}


def _tables(found: Found) -> dict[str, Any]:
    told = sum(row.found is not None for row in found.near)
    return {
        "place_columns": columns(*PLACE_COLUMNS, numeric=("How often",)),
        "place_rows": _place_rows(found)[:SHOWN],
        "more_places": max(0, len(found.places) - SHOWN),
        "near_columns": columns(*NEAR_COLUMNS, numeric=NEAR_COLUMNS[1:6]),
        "near_rows": [cells_of for row, cells_of in zip(found.near, _near_rows(found), strict=True) if row.found],
        "too_few": sum(row.found is None for row in found.near),
        "near_words": saying.chance_words(told),
        "followed": saying.followed_words([row.kind for row in found.near if row.found and saying.is_followed(row.found)]) if told else "",
        "hour_columns": columns(*HOUR_COLUMNS, numeric=HOUR_COLUMNS[1:]),
        "hour_rows": _hour_rows(found),
    }


def _about(ground: Ground, viewer: Viewer) -> dict[str, Any]:
    area = ground.area or ""
    people, harm = people_of(area, viewer=viewer), harm_of(area, viewer=viewer)
    facts: list[dict[str, Any]] = [
        {"key": "People", "value": phrases.number(people.number) if people.number is not None else "not known"},
        {"key": "Deprivation", "value": saying.deprivation_words(people.deprivation)},
    ]
    facts += [
        {
            "key": FIGURES[figure.code],
            "value": saying.figure_words(figure),
            "href": f"{reverse('measure', args=[figure.code])}?neighbourhood={area}",
            "notes": [f"{figure.period.words()}; published records"],
        }
        for figure in harm
    ]
    if may_use(viewer, Tool.FORECASTS):
        facts += [
            {
                "key": f"Expected in the week from {phrases.long_date(score.day)}",
                "value": f"{score.expected:.1f} offences ({score.low:.0f} to {score.high:.0f})",
                "href": reverse("forecast", args=[one.code]),
                "notes": [one.name],
            }
            for one, score in forecasts_of(area, viewer=viewer)
        ]
    if may_use(viewer, Tool.TENSION):
        today = clock.today()
        words = place_sentence(tracks_of(area, today=today, weeks=1, viewer=viewer), assessments(area, viewer=viewer), today)
        facts.append({"key": "Tension", "value": phrases.upper_first(words), "href": reverse("tension-area", args=[area])})
    return {"facts": facts}


def _news(area: str, viewer: Viewer) -> dict[str, Any]:
    """What changed since the viewer last marked the page as read; without a mark, nothing yet."""
    mark = last_read(area, viewer=viewer)
    changes = changed_since(mark[0], area, viewer=viewer) if mark else []
    rows = [
        cells(
            {"text": one.reference or one.kind, "href": reverse("event", args=[one.record_id]), "note": one.kind}
            if not one.withdrawn
            else {"text": one.reference or one.kind, "note": one.kind},
            "Withdrawn" if one.withdrawn else "New" if one.version <= 1 else "Changed",
            one.place,
            phrases.date_time(one.happened_at) if one.happened_at else "not known",
        )
        for one in changes[:MOST_CHANGES]
    ]
    return {
        "since": mark[1] if mark else None,
        "rows": rows,
        "more": len(changes) > MOST_CHANGES,
        "columns": columns("Event", "What changed", "Place", "Happened"),
        "ids": {one.record_id for one in changes[:MOST_CHANGES]},
    }


def _place_rows(found: Found) -> list[Any]:
    return [
        cells(
            {"text": one.name, "href": reverse("thing", args=["address", one.key])},
            str(len(one.happenings)),
            saying.what_words(one.happenings),
            saying.newest_words(one.happenings),
        )
        for one in found.places
    ]


def _person_rows(found: Sequence[Victim]) -> list[Any]:
    return [
        cells(
            {"text": one.name, "href": reverse("person", args=[one.record_id])},
            str(len(one.happenings)),
            saying.what_words(one.happenings),
            saying.newest_words(one.happenings),
        )
        for one in found
    ]


def _near_rows(found: Found) -> list[Any]:
    rows = []
    for row in found.near:
        if test := row.found:
            ratio = f"{test.ratio:.1f}" if test.ratio is not None else "none expected"
            told = (str(test.pairs), f"{test.expected:.1f} ({saying.expected_words(test.low, test.high)})", ratio, f"{test.p_value:.3f}")
            rows.append(cells(row.kind, str(row.crimes), *told, saying.near_words(test)))
        else:
            rows.append(cells(row.kind, str(row.crimes), "", "", "", "", saying.near_words(None)))
    return rows


def _hour_rows(found: Found) -> list[Any]:
    return [
        cells(name, *(f"{sum(hours[hour : hour + 4]):.0f}" for hour in PARTS_OF_DAY))
        for name, hours in zip(WEEKDAYS, found.times.weights, strict=True)
    ]


def _files(area: str, what: str) -> list[tuple[str, str]]:
    return [(label, reverse("profile-file", args=[area, what, form])) for label, form in FILES]


_SHORT = {"places": "repeat-places", "near": "near-repeats", "hours": "hours"}
_SHEETS = {
    "repeat-places": ("Repeat places", PLACE_COLUMNS, _place_rows),
    "near-repeats": ("Near repeats within 200 m and 14 days", NEAR_COLUMNS, _near_rows),
    "hours": ("Hours of the week", HOUR_COLUMNS, _hour_rows),
}
