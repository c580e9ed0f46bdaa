"""Filters for words: lists in a sentence, roles by name, a place in a list."""

from collections.abc import Sequence

from django import template

from beatbook.web import phrases

register = template.Library()
register.filter("sentence_list", phrases.sentence_list)

ROLE_NAMES = {"data-protection": "Data protection", "standards": "Professional standards", "opcc": "OPCC", "system": "Service"}


@register.filter
def role_name(role: str) -> str:
    """`contact-handler` as `Contact handler`."""
    return ROLE_NAMES.get(str(role), str(role).replace("-", " ").capitalize())


@register.filter
def lower_first(text: str) -> str:
    """`Contact handler` as `contact handler`, for the middle of a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def at(items: Sequence[object], place: int) -> object:
    """The item at a place, or empty text past the end."""
    return items[place] if place < len(items) else ""
