"""What the public is told of a forecast: how it is tested, how good it was, whom it bears on, and who decided what."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.forecasts.queries import publication_of, publications
from beatbook.forecasts.views import published_tables as tables
from beatbook.web import clock
from beatbook.web.svg.period_chart import Period, period_chart
from beatbook.web.takeaway import Form, Sheet, Taking, answer

EPOCH = date(1970, 1, 1)
WIDTHS: dict[str, int] = {"wide": 630, "narrow": 340}


def open_index(request: HttpRequest) -> HttpResponse:
    """Every forecast of which something is published."""
    found = [
        (one.content["name"], reverse("forecast-published", args=[one.code]), tables.state_sentence(one.content))
        for one in publications(viewer=request.viewer)
    ]
    return render(request, "forecasts/published_index.html", {"found": found})


def open_forecast(request: HttpRequest, code: str) -> HttpResponse:
    """The back-test, the card, the decisions and the effect on areas."""
    content = _content(request, code)
    backtest = content["backtest"]
    periods = [Period(_day(one["day"]), one["observed"], one["expected"]) for one in backtest["by_period"]]
    context = {
        "content": content,
        "sentence": tables.sentence(content),
        "state": tables.state_sentence(content),
        "kinds": content["kinds"],
        "card": tables.card_rows(content),
        "map_columns": tables.MAP_COLUMNS,
        "map_rows": tables.map_rows(backtest),
        "calibration_columns": tables.CALIBRATION_COLUMNS,
        "calibration_rows": tables.calibration_rows(backtest),
        "period_columns": tables.PERIOD_COLUMNS,
        "period_rows": tables.period_rows(backtest, _day),
        "area_columns": tables.AREA_COLUMNS,
        "area_rows": tables.area_rows(backtest),
        "burden_columns": tables.BURDEN_COLUMNS,
        "burden_rows": tables.burden_rows(content),
        "left_out": backtest["areas_left_out"],
        "downloads": [(f"Download as {form.upper()}", reverse("forecast-published-file", args=[code, form])) for form in ("csv", "xlsx")],
        **{
            name: period_chart(periods, width=width, title="Offences forecast, and offences that came", id="periods")
            for name, width in WIDTHS.items()
        },
    }
    return render(request, "forecasts/published.html", context)


def open_forecast_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The periods as a file."""
    content = _content(request, code)
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    rows = [[str(cell["text"]) for cell in row] for row in tables.period_rows(content["backtest"], _day)]
    columns = [column["label"] for column in tables.PERIOD_COLUMNS]
    return answer(
        Sheet(content["name"], "every test period", columns, rows),
        Form(form),
        Taking("the public", clock.local_now()),
        name=f"backtest-{code}",
    )


def _content(request: HttpRequest, code: str) -> dict[str, Any]:
    found = publication_of(code, viewer=request.viewer)
    if found is None:
        raise Http404
    return found.content


def _day(day: float) -> str:
    return (EPOCH + timedelta(days=int(day))).strftime("%-d %b %Y")
