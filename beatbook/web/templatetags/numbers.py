"""Filters that say numbers with separators, signs and units."""

from django import template

from beatbook.web import phrases

register = template.Library()
register.filter("number", phrases.number)
register.filter("signed", phrases.signed)
register.filter("money", phrases.money)


@register.filter
def counted(count: int, words: str) -> str:
    """`{{ n|counted:"record" }}` or `{{ n|counted:"person,people" }}`."""
    singular, _, plural = words.partition(",")
    return phrases.counted(count, singular, plural or None)
