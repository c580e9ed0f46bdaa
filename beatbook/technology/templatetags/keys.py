"""A filter for a value by its key."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of_key(values: Mapping[str, object], key: str) -> object:
    """`{{ files|of_key:section.id }}`; empty text when there is none."""
    return values.get(key, "")
