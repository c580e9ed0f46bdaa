"""Forms about one victim: their needs, how it is safe to be in touch, and each contact. What is safe governs every channel."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import NotSafe, WrittenMeanwhile, assess_needs, record_contact
from beatbook.cases.queries import VictimCare
from beatbook.cases.victims_code import GROUNDS, STATEMENT, SUPPORT
from beatbook.cases.views.asking import case_of, name_among, uuid_typed, victim_of, viewer_of
from beatbook.cases.views.caring import safe_words
from beatbook.cases.views.writing import back_to, form_page
from beatbook.pole.actions import NotWritten, say_safe_contact
from beatbook.pole.contact import METHODS
from beatbook.web import clock
from beatbook.web.forming import Field, day_typed, moment_typed, show_form, typed_in

WAYS = tuple((method, method.capitalize()) for method in METHODS)
NEEDS = (
    Field(
        "safe",
        "How is it safe to be in touch?",
        kind="checkboxes",
        items=WAYS,
        hint="Ask the victim. What is not chosen is not used by anybody.",
    ),
    Field("safe_words", "In what way (optional)", hint="For example: work phone only, before 4pm, never leave a message"),
    Field("method", "How do they want to hear from us?", kind="select", items=(("", "Choose"), *WAYS)),
    Field(
        "every_days",
        "How often, in days",
        width="3",
        inputmode="numeric",
        hint="As agreed with them, 1 to 90. Leave empty if they want to hear only of news.",
    ),
    Field(
        "grounds",
        "Grounds for enhanced rights",
        kind="checkboxes",
        items=tuple(GROUNDS.items()),
        hint="With any of these, updates are due within 1 working day instead of 5.",
    ),
    Field("support", "Support", kind="radios", items=(*SUPPORT.items(), ("", "Not yet"))),
    Field("statement", "Victim personal statement", kind="radios", items=(*STATEMENT.items(), ("", "Not yet offered"))),
    Field("words", "Other needs (optional)", kind="textarea", rows=3, hint="Language, interpreter, access, children, somebody with them"),
)


def _contact_fields(victim: VictimCare) -> tuple[Field, ...]:
    ways = [(method, method.capitalize()) for method in METHODS if victim.safe is None or victim.safe.allows(method)]
    owed = tuple(
        (duty.key, duty.words) for duty in victim.duties if duty.is_open and duty.key not in ("needs", "statement", "support", "routine")
    )
    told = (
        (Field("told", "What did you tell them?", kind="checkboxes", items=owed, hint="Choose what this contact settles."),) if owed else ()
    )
    return (
        Field("method", "How", kind="radios", items=ways, hint=safe_words(victim)),
        Field("day", "Day", width="10", hint="For example 27/11/2026"),
        Field("clock", "Time", width="5", hint="24-hour clock, for example 14:30"),
        Field(
            "reached",
            "Did you reach them?",
            kind="radios",
            items=(("yes", "Yes"), ("no", "No, nobody answered or the message may not have been read")),
        ),
        *told,
        Field("words", "What was said", kind="textarea", rows=4),
    )


@needs(Tool.CASES, task=True)
def assess(request: HttpRequest, record_id: UUID, victim_id: UUID) -> HttpResponse:
    """Assesses a victim's needs. Two assessments at once are both kept in sight: the second writer is shown the first."""
    page, typed = case_of(request, record_id), typed_in(request, NEEDS)
    victim, viewer = victim_of(page, victim_id), viewer_of(request)
    note(request, "consultation", {record_id, victim_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _needs_errors(typed)
        if not errors:
            try:
                assess_needs(
                    page.investigation.lead.id,
                    victim.record_id,
                    _needs_of(typed),
                    uuid_typed(request.POST.get("follows", "")),
                    viewer=viewer,
                )
                say_safe_contact(victim.record_id, typed["safe"], typed["safe_words"], viewer=viewer)
            except (WrittenMeanwhile, NotWritten) as refused:
                errors = {"words": str(refused)}
            else:
                note(request, "alteration", {record_id, victim_id}, wrote="needs")
                return back_to(record_id, "victims")
    else:
        typed = _needs_typed(victim)
    shown = form_page(
        page, record_id, f"Needs of {victim.name}", NEEDS, "Save the assessment", "victims",
        hidden={"follows": str(victim.needs.id) if victim.needs else ""},
    )  # fmt: skip
    theirs = victim.needs if "Somebody else" in errors.get("words", "") else None
    by = name_among(names_of_users(viewer=viewer), theirs.by) if theirs else ""
    return show_form(
        request,
        shown,
        typed,
        errors,
        template="cases/needs.html",
        theirs=theirs,
        theirs_by=by,
        theirs_facts=_needs_facts(victim) if theirs else [],
    )


@needs(Tool.CASES, task=True)
def contact(request: HttpRequest, record_id: UUID, victim_id: UUID) -> HttpResponse:
    """Keeps a contact with a victim, or an attempt, by a way that is safe."""
    page = case_of(request, record_id)
    victim = victim_of(page, victim_id)
    fields, once = _contact_fields(victim), uuid_typed(request.POST.get("once", "")) or uuid4()
    typed = typed_in(request, fields)
    note(request, "consultation", {record_id, victim_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        made, errors = _contact_of(typed)
        if not errors:
            try:
                record_contact(
                    page.investigation.lead.id, victim.record_id, made, viewer=viewer_of(request), events=_events_told(made["told"])
                )
            except NotSafe as refused:
                errors = {"method": str(refused)}
            except NotWritten as refused:
                errors = {"words": str(refused)}
            else:
                note(request, "alteration", {record_id, victim_id}, wrote="contact")
                return back_to(record_id, "victims")
    else:
        now = clock.local_now()
        typed |= {"day": now.strftime("%d/%m/%Y"), "clock": now.strftime("%H:%M"), "told": []}
    shown = form_page(
        page, record_id, f"Contact with {victim.name}", fields, "Save the contact", "victims", resend=True, hidden={"once": str(once)}
    )
    return show_form(request, shown, typed, errors)


def _needs_errors(typed: Mapping[str, Any]) -> dict[str, str]:
    errors = {}
    if typed["method"] not in METHODS:
        errors["method"] = "Choose how they want to hear from us"
    elif typed["method"] not in typed["safe"]:
        errors["method"] = "Choose a way that is safe"
    if typed["every_days"] and not (typed["every_days"].isdecimal() and 1 <= int(typed["every_days"]) <= 90):
        errors["every_days"] = "Enter a number of days between 1 and 90"
    return errors


def _needs_of(typed: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: typed[name] for name in ("grounds", "method", "words", "support", "statement")}
    return kept | {"every_days": int(typed["every_days"]) if typed["every_days"] else None}


def _needs_typed(victim: VictimCare) -> dict[str, Any]:
    needs, safe = victim.needs, victim.safe
    typed: dict[str, Any] = {"safe": list(safe.safe) if safe else [], "safe_words": safe.words if safe else ""}
    if needs is None:
        return typed | {"grounds": [], "support": None, "statement": None}
    every = str(needs.every_days or "")
    return typed | {
        "method": needs.method,
        "every_days": every,
        "grounds": list(needs.grounds),
        "support": needs.support,
        "statement": needs.statement,
        "words": needs.words,
    }


def _needs_facts(victim: VictimCare) -> list[dict[str, str]]:
    typed = _needs_typed(victim)
    labels = {field.name: field.label for field in NEEDS}
    words = {**GROUNDS, **SUPPORT, **STATEMENT}
    said = {name: [words.get(v, str(v)) for v in (value if isinstance(value, list) else [value]) if v] for name, value in typed.items()}
    return [{"key": labels[name], "value": "; ".join(values) or "Not stated"} for name, values in said.items()]


def _contact_of(typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The contact as facts, and what is wrong with what was typed."""
    at, errors = moment_typed(typed["day"], typed["clock"]), {}
    if typed["method"] not in METHODS:
        errors["method"] = "Choose how you were in touch"
    if day_typed(typed["day"]) is None:
        errors["day"] = "Enter the day as day/month/year"
    elif at is None:
        errors["clock"] = "Enter the time, for example 14:30"
    elif at > clock.now():
        errors["day"] = "Enter a time that has passed"
    if typed["reached"] not in ("yes", "no"):
        errors["reached"] = "Say whether you reached them"
    if len(typed["words"]) < 3:
        errors["words"] = "Say what was said, or that nobody answered"
    made = {
        "at": at,
        "method": typed["method"],
        "reached": typed["reached"] == "yes",
        "words": typed["words"],
        "told": typed.get("told", []),
    }
    return made, errors


def _events_told(told: list[str]) -> list[UUID]:
    """The events of which the victim was told: the contact bears their markings too."""
    return list(dict.fromkeys(found for key in told if (found := uuid_typed(key.rpartition(":")[2]))))
