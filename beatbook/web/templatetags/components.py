"""Components that wrap other markup: `{% card "Details" id="details" %}…{% endcard %}` and its kin."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(content: str, title: str, id: str = "", live: bool = False, level: int = 2) -> SafeString:
    """A bordered part of a page with a heading; `live=True` lets the page refresh it in place (needs an id)."""
    marks = format_html(' id="{}"', id) if id else SafeString("")
    marks += SafeString(" data-live-part") if live else SafeString("")
    return format_html(
        '<section class="card"{}><h{} class="govuk-heading-m card__title">{}</h{}>{}</section>', marks, level, title, level, content
    )


@register.simple_block_tag
def details(content: str, summary: str, id: str = "", open: bool = False) -> SafeString:
    """GOV.UK's details: a sentence that opens."""
    marks = format_html(' id="{}"', id) if id else SafeString("")
    marks += SafeString(" open") if open else SafeString("")
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{}</span>'
        '</summary><div class="govuk-details__text">{}</div></details>',
        marks,
        summary,
        content,
    )


@register.simple_block_tag
def inset(content: str, tone: str = "") -> SafeString:
    """The sentence that comes first, with markup inside; `tone` is higher, lower or usual."""
    return format_html('<div class="govuk-inset-text sentence{}">{}</div>', f" sentence--{tone}" if tone else "", content)
