"""The rows of tables and of summary lists, drawn by code: a page has hundreds of cells, and a template looks a dozen names up for each of them.

What a cell or row may hold is said in `web/components/table.html` and `web/components/summary_list.html`, which these are parts of.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def table_rows(context: template.Context, columns: Sequence[Any], rows: Iterable[Iterable[Any]]) -> SafeString:
    """The rows of a table's body; the first cell of each is its heading."""
    heads = [(f' data-label="{_text(_of(column, "label"), context)}"', bool(_of(column, "numeric"))) for column in columns]
    return _safe("".join(_table_row(row, heads, context) for row in rows))


def _table_row(row: Iterable[Any], heads: Sequence[tuple[str, bool]], context: template.Context) -> str:
    cells = []
    for place, cell in enumerate(row):
        label, numeric = heads[place] if place < len(heads) else (' data-label=""', False)
        sort = _of(cell, "sort_value")
        sorts = f' data-sort-value="{_text(sort, context)}"' if sort is not None else ""
        inside = f'{label}{sorts}><span class="stacked__value">{_cell(cell, context)}</span>'
        if place == 0:
            cells.append(f'<th scope="row" role="rowheader" class="govuk-table__header"{inside}</th>')
        else:
            right = " govuk-table__cell--numeric" if _of(cell, "numeric") or numeric else ""
            cells.append(f'<td role="cell" class="govuk-table__cell{right}"{inside}</td>')
    return f'<tr class="govuk-table__row" role="row">{"".join(cells)}</tr>'


def _cell(cell: Any, context: template.Context) -> str:
    note = _of(cell, "note")
    noted = f'<span class="source">{_text(note, context)}</span>' if note else ""
    return f"{_linked(cell, 'text', context)}{noted}{_tagged(cell, context)}"


@register.simple_tag(takes_context=True)
def summary_rows(context: template.Context, rows: Iterable[Any]) -> SafeString:
    """The rows of a summary list: a key, and its value with who states it and what else is stated."""
    return _safe("".join(_summary_row(row, context) for row in rows))


def _summary_row(row: Any, context: template.Context) -> str:
    key = _text(_of(row, "key"), context)
    value = _linked(row, "value", context) + _tagged(row, context)
    value += "".join(f"<br>{_text(more, context)}" for more in _of(row, "more") or ())
    value += "".join(f'<span class="source">{_text(note, context)}</span>' for note in _of(row, "notes") or ())
    value += _sources(row, context) if _of(row, "source") else ""
    value += "".join(_other(other, context) for other in _of(row, "others") or ())
    if folded := _of(row, "folded"):
        words = f'{_text(_of(row, "folded_words"), context)}<span class="govuk-visually-hidden"> of {key}</span>'
        value += f'<details class="fold"><summary>{words}</summary>{"".join(_other(other, context) for other in folded)}</details>'
    return (
        f'<div class="govuk-summary-list__row">\n    <dt class="govuk-summary-list__key">{key}</dt>\n'
        f'    <dd class="govuk-summary-list__value">{value}</dd>\n  </div>'
    )


def _other(other: Any, context: template.Context) -> str:
    return f'<div class="other-value">{_linked(other, "value", context)}{_sources(other, context)}</div>'


def _sources(value: Any, context: template.Context) -> str:
    sources = _of(value, "more_sources")
    if not sources:
        return f'<span class="source">{_text(_of(value, "source"), context)}</span>'
    said = f'<span class="govuk-visually-hidden"> say {_text(_of(value, "value"), context)}</span>'
    listed = "".join(f"<li>{_text(source, context)}</li>" for source in sources)
    return f'<details class="fold"><summary>{_text(_of(value, "more_words"), context)}{said}</summary><ul class="fold__list">{listed}</ul></details>'


def _linked(thing: Any, name: str, context: template.Context) -> str:
    text, href = _text(_of(thing, name), context), _of(thing, "href")
    if hidden := _of(thing, "hidden"):
        text += f'<span class="govuk-visually-hidden"> {_text(hidden, context)}</span>'
    return f'<a class="govuk-link" href="{_text(href, context)}">{text}</a>' if href else text


def _tagged(thing: Any, context: template.Context) -> str:
    tag = _of(thing, "tag")
    if not tag:
        return ""
    colour = f" govuk-tag--{_text(_of(tag, 'colour'), context)}" if _of(tag, "colour") else ""
    return f' <strong class="govuk-tag{colour}">{_text(_of(tag, "text"), context)}</strong>'


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _text(value: Any, context: template.Context) -> str:
    """A value as a template would write it: escaped, in the local form, and nothing where there is none."""
    if isinstance(value, str):
        return conditional_escape(value)
    return "" if value is None else str(render_value_in_context(value, context))


def _safe(markup: str) -> SafeString:
    """Every value in it went through `_text`."""
    return mark_safe(markup)
