"""One form on one page: its fields as values, what was typed into them, and what is wrong with it. What was typed is never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.vocabulary.dates import NotADate, read_uk_date, read_uk_moment

MOST_TYPED = 4_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` is input, textarea, radios, checkboxes or select; `items` are (value, label) or (value, label, hint)."""

    name: str
    label: str
    kind: str = "input"
    hint: str = ""
    items: Sequence[tuple[str, ...]] = ()
    rows: int = 4
    width: str = ""
    autocomplete: str = "off"
    inputmode: str = ""

    def drawn(self, typed: Any, error: str) -> dict[str, Any]:
        """What the template draws."""
        chosen = typed if isinstance(typed, list) else [typed]
        items = [
            {"value": item[0], "label": item[1], "hint": (*item, "")[2] if len(item) > 2 else "", "checked": item[0] in chosen}
            for item in self.items
        ]
        shown = {name: getattr(self, name) for name in ("name", "label", "kind", "hint", "rows", "width", "autocomplete", "inputmode")}
        return shown | {"items": items, "value": "" if isinstance(typed, list) else typed, "error": error}


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form: its title, the words before it, where “back” leads, and what its button says."""

    title: str
    fields: Sequence[Field]
    back: str
    back_words: str
    button: str
    keep: str
    caption: str = ""
    before: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    resend: bool = False


def typed_in(request: HttpRequest, fields: Sequence[Field]) -> dict[str, Any]:
    """What was typed: text for each field, a list for checkboxes."""
    return {
        one.name: request.POST.getlist(one.name)[:50] if one.kind == "checkboxes" else request.POST.get(one.name, "").strip()[:MOST_TYPED]
        for one in fields
    }


def show_form(
    request: HttpRequest,
    page: FormPage,
    typed: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    *,
    template: str = "web/form.html",
    **more: Any,
) -> HttpResponse:
    """The page, with what was typed; with errors it answers 422."""
    wrong = errors or {}
    fields = [one.drawn(typed.get(one.name, ""), wrong.get(one.name, "")) for one in page.fields]
    context = {"page": page, "fields": fields, "errors": wrong, "error_list": list(wrong.items()), **more}
    return render(request, template, context, status=422 if wrong else 200)


def day_typed(text: str) -> date | None:
    """A date as people write it in Britain, or None."""
    try:
        return read_uk_date(text.replace(" ", ""))
    except NotADate:
        return None


def moment_typed(day: str, clock: str) -> datetime | None:
    """A day and a time on a London clock as a moment, or None."""
    try:
        return read_uk_moment(f"{day.replace(' ', '')} {clock}")
    except NotADate:
        return None
