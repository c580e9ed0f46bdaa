"""The short form for minor offences: one page, sent once, and how long it takes people by the server's clock."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import send_minor_offence, start_form
from beatbook.cases.queries.sent import SentForm, form_times, sent_forms
from beatbook.cases.short_form import LINES, OFFENCES, Times, facts_of, what_is_wrong
from beatbook.cases.views.asking import name_among, uuid_typed, viewer_of
from beatbook.pole.actions import NotWritten
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, FormPage, moment_typed, show_form, typed_in
from beatbook.web.svg.bars import Bar, bars

FIELDS = (
    Field(
        "offence",
        "Offence",
        kind="radios",
        items=tuple(OFFENCES.items()),
        hint="Anything with injury, a weapon or domestic abuse needs the full record.",
    ),
    Field("day", "Day it happened", width="10", hint="For example 27/11/2026"),
    Field("clock", "Time", width="5", hint="24-hour clock; about is enough"),
    Field("place", "Where", hint="House number and street, or the shop"),
    Field("postcode", "Postcode (optional)", width="10"),
    Field("summary", "What happened", kind="textarea", rows=4),
    Field("value", "Value in pounds (optional)", width="5", inputmode="decimal"),
    Field("victim", "Victim or shop (optional)"),
    Field("phone", "Their phone (optional)", width="20", inputmode="tel"),
    Field("lines", "What is there to follow?", kind="radios", items=tuple(LINES.items())),
)


@needs(Tool.CASES, task=True)
def minor(request: HttpRequest) -> HttpResponse:
    """Records a minor offence. The server notes when the form was begun; a form sent twice over a weak connection is recorded once."""
    viewer, typed = viewer_of(request), typed_in(request, FIELDS)
    errors: dict[str, str] = {}
    start = uuid_typed(request.POST.get("form", ""))
    if request.method == "POST":
        errors = what_is_wrong(typed)
        happened = moment_typed(typed["day"], typed["clock"])
        if happened is None or happened > clock.now():
            errors["day"] = "Enter a day and a time that have passed"
        elif not errors:
            try:
                sent = send_minor_offence(start or UUID(int=0), facts_of(typed, happened.isoformat()), viewer=viewer)
            except NotWritten as refused:
                errors = {"offence": str(refused)}
            else:
                note(request, "collection", form=str(sent))
                return HttpResponseRedirect(reverse("minor-sent", args=[sent]))
    else:
        start = start_form(viewer=viewer)
        now = clock.local_now()
        typed = {field.name: "" for field in FIELDS} | {
            "day": now.strftime("%d/%m/%Y"),
            "clock": now.strftime("%H:%M"),
            "offence": None,
            "lines": None,
        }
    page = FormPage(
        "Record a minor offence", FIELDS, reverse("home"), "Back", "Record it", "minor", hidden={"form": str(start)}, resend=True
    )
    return show_form(request, page, typed, errors)


@needs(Tool.CASES, task=True)
def sent(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """That a form was recorded, how long it took, and whether the records system has it."""
    found = next(iter(sent_forms(viewer=viewer_of(request), form=form_id)), None)
    if found is None:
        raise Http404
    note(request, "consultation", form=str(form_id))
    rows = [{"key": phrases.field_words(name), "value": phrases.spoken(_said(name, value))} for name, value in found.facts.items()]
    return render(
        request,
        "cases/minor_sent.html",
        {"form": found, "took": took(found.seconds), "offence": OFFENCES.get(found.offence, found.offence), "rows": rows},
    )


@needs(Tool.CASES, task=True)
def times(request: HttpRequest) -> HttpResponse:
    """How long the short form takes, as a distribution, and the latest forms with their delivery."""
    viewer = viewer_of(request)
    offence = request.GET.get("offence", "") if request.GET.get("offence") in OFFENCES else ""
    found, latest = form_times(viewer=viewer, offence=offence), sent_forms(viewer=viewer)
    names = names_of_users(viewer=viewer)
    note(request, "consultation", forms=found.sent)
    drawn = [Bar(words, float(count), str(count)) for words, count in found.counts]
    context = {
        "sentence": _sentence(found, OFFENCES.get(offence, "")),
        "wide": bars(drawn, width=820, title="Time to record", id="times"),
        "narrow": bars(drawn, width=330, title="Time to record", id="times"),
        "columns": [{"label": "Time to record"}, {"label": "Forms", "numeric": True}],
        "rows": [[{"text": words}, {"text": str(count)}] for words, count in found.counts],
        "choices": [("All offences", "?", not offence)]
        + [(words, f"?offence={code}", code == offence) for code, words in OFFENCES.items()],
        "form_columns": [{"label": label} for label in ("Offence", "Recorded", "By", "Took", "Records system")],
        "forms": [_form_row(form, names) for form in latest],
    }
    return render(request, "cases/minor_times.html", context)


def took(seconds: int) -> str:
    """Seconds in words: `2 minutes 5 seconds`."""
    minutes, rest = divmod(seconds, 60)
    words = [phrases.counted(minutes, "minute")] if minutes else []
    return " ".join([*words, phrases.counted(rest, "second")] if rest or not minutes else words)


def _sentence(found: Times, offence: str) -> str:
    about = f" of {phrases.upper_first(offence).lower()}" if offence else ""
    given_up = f" {phrases.counted(found.given_up, 'was', 'were')} begun and not sent." if found.given_up else ""
    if found.median_s is None or found.decile_s is None:
        return f"{phrases.counted(found.sent, 'form')}{about} so far: too few to say how long it usually takes.{given_up}"
    half = f"Half of {phrases.counted(found.sent, 'form')}{about} took {took(found.median_s)} or less"
    return f"{half}, and nine in ten {took(found.decile_s)} or less.{given_up}"


def _form_row(form: SentForm, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"text": OFFENCES.get(form.offence, form.offence), "href": reverse("minor-sent", args=[form.id])},
        {"text": phrases.date_time(form.at)},
        {"text": name_among(names, form.by)},
        {"text": took(form.seconds)},
        {"text": form.delivery},
    ]


def _said(name: str, value: object) -> str:
    return phrases.money(int(str(value))) if name == "value_pence" else str(value)
