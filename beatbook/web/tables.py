"""A table of a page and the same table as a file, from one set of cells, so that neither can hold what the other does not."""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from beatbook.web import clock
from beatbook.web.takeaway import Form, Sheet, Taking, answer

Cells = Sequence[dict[str, Any]]


def columns_of(labels: Sequence[str], numeric: Collection[int] = ()) -> list[dict[str, Any]]:
    """Columns for the table component; `numeric` are places of columns of numbers."""
    return [{"label": label, "numeric": place in numeric} for place, label in enumerate(labels)]


def download_links(name: str, *arguments: object) -> list[tuple[str, str]]:
    """Links to the table as CSV and XLSX; the address `name` takes the arguments and then the form."""
    return [(words, reverse(name, args=[*arguments, form])) for words, form in (("Download as CSV", "csv"), ("as XLSX", "xlsx"))]


def table_file(request: HttpRequest, form: str, title: str, labels: Sequence[str], rows: Sequence[Cells], name: str) -> HttpResponse:
    """The rows of a page as a file; an unknown form answers “not found”."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    texts = [[str(cell.get("text", "")) + (f" ({cell['note']})" if cell.get("note") else "") for cell in row] for row in rows]
    return answer(Sheet(title, "", labels, texts), Form(form), Taking(request.viewer.display_name, clock.local_now()), name=name)
