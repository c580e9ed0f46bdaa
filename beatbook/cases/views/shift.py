"""The page on which a supervisor begins a shift, and the queue of victims to whom something is owed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.actions import intern_marking
from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import hand_over
from beatbook.cases.investigation import Release
from beatbook.cases.queries.shift import OpenCase, Owed, Shift, open_cases, owed_of, shift_of
from beatbook.cases.views.asking import name_among, number_of, title_of, viewer_of
from beatbook.cases.views.caring import duty_state, safe_words
from beatbook.geography.queries import areas_of_kind
from beatbook.pole.actions import NotWritten
from beatbook.pole.queries import sources_line
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.web import clock, phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.takeaway import Form, Sheet, Taking, answer

FIRST_ROWS = 15
OWED_COLUMNS = ("Victim", "Owed", "Due", "How to be in touch", "Investigation", "Given to")


@needs(Tool.SUPERVISE, task=True)
def shift(request: HttpRequest) -> HttpResponse:
    """Unallocated work, reviews due, bail and release dates, victims overdue, referrals, and the note from the last shift."""
    area, viewer, today = _area(request), viewer_of(request), clock.today()
    return _shift_page(request, area, shift_of(area, viewer=viewer, today=today), today)


def _shift_page(request: HttpRequest, area: str, found: Shift, today: date, *, typed: str = "", error: str = "") -> HttpResponse:
    viewer = viewer_of(request)
    names = names_of_users(viewer=viewer)
    note(request, "consultation", found.record_ids, area=area)
    figures = _figures(found)
    context = {
        **_area_context(area),
        "sentence": _sentence(found),
        "sources": sources_line(viewer=viewer),
        "wide": bars(figures, width=820, title="What waits", id="waits"),
        "narrow": bars(figures, width=330, title="What waits", id="waits", wrap=True),
        "unallocated": [_case_row(case, names) for case in found.unallocated[:FIRST_ROWS]],
        "reviews": [_case_row(case, names, today) for case in found.reviews[:FIRST_ROWS]],
        "case_columns": [{"label": label} for label in ("Investigation", "Reported", "Given to", "Review")],
        "releases": [_release_row(release, today) for release in found.releases[:FIRST_ROWS]],
        "release_columns": [{"label": label} for label in ("Who", "How", "Until", "For")],
        "owed": [_owed_row(owed, names, today) for owed in found.owed[:FIRST_ROWS]],
        "owed_columns": [{"label": label} for label in OWED_COLUMNS],
        "more": {
            "unallocated": max(0, len(found.unallocated) - FIRST_ROWS),
            "owed": max(0, len(found.owed) - FIRST_ROWS),
            "releases": max(0, len(found.releases) - FIRST_ROWS),
        },
        "referrals": [
            [
                {"text": title_of(event), "href": f"{reverse('case', args=[event.id])}#referrals", "note": number_of(event)},
                {"text": f"{step.from_team} to {step.to_team}"},
                {"text": f"{step.state.capitalize()} {phrases.long_date(step.at)}", "note": name_among(names, step.by)},
                {"text": step.words},
            ]
            for step, event in found.referrals[:FIRST_ROWS]
        ],
        "referral_columns": [{"label": label} for label in ("Investigation", "Between", "State", "What is asked")],
        "handovers": [{"title": name_among(names, h.by), "at": h.at, "text": h.words} for h in found.handovers],
        "typed": typed,
        "errors": {"words": error} if error else {},
        "queue_url": f"{reverse('victims-owed')}?area={area}",
    }
    return render(request, "cases/shift.html", context, status=422 if error else 200)


@require_POST
@needs(Tool.SUPERVISE, task=True)
def handover(request: HttpRequest) -> HttpResponse:
    """Keeps a note for the next shift of the area, marked for this force."""
    viewer, area, words = viewer_of(request), _area(request), request.POST.get("words", "")[:4_000]
    vis = intern_marking(Marking(Classification.OFFICIAL, frozenset({viewer.organisation})))
    try:
        hand_over(area, words, viewer=viewer, vis=vis)
    except NotWritten as refused:
        today = clock.today()
        return _shift_page(request, area, shift_of(area, viewer=viewer, today=today), today, typed=words, error=str(refused))
    note(request, "alteration", area=area, wrote="handover")
    return HttpResponseRedirect(f"{reverse('shift')}?area={area}#handover")


@needs(Tool.CASES, task=True)
def victims_owed(request: HttpRequest) -> HttpResponse:
    """The whole queue: every victim of the area to whom something is due by today, the longest overdue first."""
    area, viewer, today = _area(request), viewer_of(request), clock.today()
    found = owed_of(open_cases(area, viewer=viewer, today=today), viewer=viewer, today=today)
    names = names_of_users(viewer=viewer)
    note(request, "consultation", _ids(found), area=area)
    late = sum(owed.duty.days_late(today) > 0 for owed in found)
    context = {
        **_area_context(area),
        "sentence": _owed_sentence(late, len(found) - late),
        "sources": sources_line(viewer=viewer),
        "owed": [_owed_row(owed, names, today) for owed in found],
        "owed_columns": [{"label": label} for label in OWED_COLUMNS],
        "downloads": [
            (words, f"{reverse('victims-owed-file', args=[form])}?area={area}")
            for words, form in (("Download as CSV", "csv"), ("as XLSX", "xlsx"))
        ],
    }
    return render(request, "cases/victims_owed.html", context)


@needs(Tool.CASES, task=True)
def victims_owed_file(request: HttpRequest, form: str) -> HttpResponse:
    """The queue as a file."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    area, viewer, today = _area(request), viewer_of(request), clock.today()
    found = owed_of(open_cases(area, viewer=viewer, today=today), viewer=viewer, today=today)
    names = names_of_users(viewer=viewer)
    note(request, "export", _ids(found), area=area, rows=len(found), form=form)
    rows = [[_told(cell) for cell in _owed_row(owed, names, today)] for owed in found]
    marking = " / ".join(sorted({owed.case.investigation.lead.marking for owed in found}))
    sheet = Sheet("Victims to whom something is owed", _area_context(area)["area_name"], OWED_COLUMNS, rows, marking=marking)
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name="victims")


def _ids(found: list[Owed]) -> set[UUID]:
    return {one for owed in found for one in (owed.victim.record_id, owed.case.investigation.lead.id)}


def _told(cell: dict[str, Any]) -> str:
    tag = cell.get("tag")
    return " ".join(
        part for part in (str(cell["text"]), tag["text"] if tag else "", f"({cell['note']})" if cell.get("note") else "") if part
    )


def _area(request: HttpRequest) -> str:
    """The area asked for, else the viewer's own, else the first."""
    known = [area.code for area in areas_of_kind("ward")]
    asked = (request.POST.get("area") or request.GET.get("area") or viewer_of(request).area or "")[:100]
    return asked if asked in known else next(iter(sorted(known)), "")


def _area_context(area: str) -> dict[str, Any]:
    names = sorted(((one.code, one.name) for one in areas_of_kind("ward")), key=lambda item: item[1])
    return {"area": area, "areas": names, "area_name": dict(names).get(area, "No area")}


def _figures(found: Shift) -> list[Bar]:
    counted = (
        ("Nobody has it", len(found.unallocated), "#unallocated"),
        ("Reviews due", len(found.reviews), "#reviews"),
        ("Bail and release dates", len(found.releases), "#releases"),
        ("Victims owed", len(found.owed), "#owed"),
        ("Referrals open", len(found.referrals), "#referrals"),
    )
    return [Bar(label, float(count), str(count), href) for label, count, href in counted]


def _sentence(found: Shift) -> str:
    cases = phrases.counted(len(found.cases), "investigation is", "investigations are")
    nobody = phrases.counted(len(found.unallocated), "has nobody", "have nobody") if found.unallocated else "Each has somebody"
    owed = phrases.counted(len(found.owed), "victim is", "victims are") if found.owed else "no victim is"
    return f"{cases} open. {phrases.upper_first(nobody)}, and {owed} owed something by today. This is based on what you may see."


def _owed_sentence(late: int, due: int) -> str:
    overdue = phrases.counted(late, "victim is", "victims are")
    return f"{overdue} overdue an update or a referral, and {phrases.counted(due, 'is', 'are')} due one today. This is based on what you may see."


def _case_row(case: OpenCase, names: dict[str, str], today: date | None = None) -> list[dict[str, Any]]:
    lead, review_on = case.investigation.lead, case.standing.review_on
    late = today is not None and review_on is not None and review_on < today
    return [
        {"text": title_of(lead), "href": reverse("case", args=[lead.id]), "note": number_of(lead)},
        {"text": phrases.long_date(case.investigation.reported_on)},
        {"text": _holder(case, names)},
        {
            "text": phrases.long_date(review_on) if review_on else "None set",
            "tag": {"text": "Overdue", "colour": "yellow"} if late else None,
        },
    ]


def _holder(case: OpenCase, names: dict[str, str]) -> str:
    return name_among(names, case.standing.officer) if case.standing.officer else case.investigation.officer or "Nobody"


def _release_row(release: Release, today: date) -> list[dict[str, Any]]:
    left = release.days_left(today) or 0
    when = f"in {phrases.counted(left, 'day')}" if left > 0 else "today" if left == 0 else f"{phrases.counted(-left, 'day')} ago"
    return [
        {"text": release.who or "Somebody", "href": reverse("event", args=[release.event.id]), "note": number_of(release.event)},
        {"text": release.how},
        {"text": phrases.long_date(release.due_on), "note": when, "tag": {"text": "Passed", "colour": "yellow"} if left < 0 else None},
        {
            "text": str(release.event.content.get("offence") or "Not stated"),
            "note": ", ".join(release.event.content.get("other_references") or []) or "No crime number",
        },
    ]


def _owed_row(owed: Owed, names: dict[str, str], today: date) -> list[dict[str, Any]]:
    lead = owed.case.investigation.lead
    return [
        {"text": owed.victim.name, "href": f"{reverse('case', args=[lead.id])}#victims"},
        {"text": owed.duty.words},
        duty_state(owed.duty, today) | {"note": phrases.long_date(owed.duty.due_on)},
        {"text": safe_words(owed.victim)},
        {"text": title_of(lead), "note": number_of(lead)},
        {"text": _holder(owed.case, names)},
    ]
