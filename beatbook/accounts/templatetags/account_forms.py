"""Draws the fields of allauth's forms with the service's own components."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Form

register = template.Library()
WORDS = {"Username": "User name", "Authenticator code": "Code from your authenticator app, or a recovery code"}
WIDTHS = {"code": "10"}


@register.simple_tag
def form_problems(form: Form) -> list[tuple[str, str]]:
    """What is wrong with the form, for the summary at its top: (id of the field or nothing, words)."""
    found = [("", str(error)) for error in form.non_field_errors()]
    return found + [
        (str(form[name].auto_id), str(error)) for name, errors in form.errors.items() if name in form.fields for error in errors
    ]


@register.simple_tag
def as_input(field: BoundField) -> dict[str, Any]:
    """What the component needs to draw this field."""
    widget = field.field.widget
    is_secret = getattr(widget, "input_type", "") == "password"
    return {
        "id": field.auto_id,
        "name": field.html_name,
        "label": WORDS.get(str(field.label), str(field.label)),
        "type": getattr(widget, "input_type", "text"),
        "value": "" if is_secret else field.value() or "",
        "error": " ".join(str(error) for error in field.errors),
        "hint": "",
        "autocomplete": widget.attrs.get("autocomplete", ""),
        "inputmode": "numeric" if field.name == "code" and "recovery" not in str(field.label) else "",
        "width": WIDTHS.get(field.name, ""),
        "checkbox": isinstance(widget, CheckboxInput),
    }
