"""Pages about feeds, their quality and what goes back to systems; and the one address to which systems post live messages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.sources.actions import InboxRefused, UnknownFeed, put_in_inbox
from beatbook.sources.queries import FeedFreshness, LetterRow, LoadRow, RefusedRowView, feed_quality, freshness, recent_loads, refused_rows
from beatbook.sources.queries import undelivered as undelivered_letters
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases

MOST_REFUSED = 100
RAW_SHOWN = 300  # signs of a refused row on the page; the whole row is kept


@needs(Tool.SOURCES)
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed: how fresh it is, and how many refused rows wait to be mended."""
    viewer = _viewer(request)
    note(request, "consultation")
    found = freshness(viewer=viewer)
    now = clock.now()
    late = sum(feed.is_late(now) for feed in found)
    waiting = sum(feed.open_refused_rows for feed in found)
    context = {
        "sentence": f"{phrases.counted(len(found), 'system')} connected, {late} late; {phrases.counted(waiting, 'refused row')} to mend.",
        "columns": [*_columns("Feed", "Last said", "Last loaded"), {"label": "Refused rows", "numeric": True}],
        "rows": [
            _feed_cells(feed, feed.is_late(now))
            for feed in sorted(found, key=lambda f: (not f.open_refused_rows, not f.is_late(now), f.name))
        ],
    }
    return render(request, "sources/feeds.html", context)


@needs(Tool.SOURCES, task=True)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """One feed: quality of the last load, the trend over loads, and the rows that were refused with the reason for each."""
    viewer = _viewer(request)
    found = next((feed for feed in freshness(viewer=viewer) if feed.code == code), None)
    if found is None:
        raise Http404
    refused = refused_rows(viewer=viewer, feed=code, limit=MOST_REFUSED)
    note(request, "consultation", feed=code, refused_rows=[str(row.id) for row in refused])
    trend = feed_quality(code, viewer=viewer)
    context = {
        "feed": found,
        "sentence": _quality_sentence(trend),
        "field_columns": [*_columns("Field"), {"label": "Filled", "numeric": True}],
        "fields": _fields(trend),
        "load_columns": _columns("When", "How it ended") + [{"label": label, "numeric": True} for label in ("Rows", "New", "Refused")],
        "load_rows": [_load_cells(load) for load in recent_loads(viewer=viewer, feed=code)],
        "refused_columns": _columns("Where", "What is wrong", "The row"),
        "refused_cells": [_refused_cells(row) for row in refused],
    }
    return render(request, "sources/feed.html", context)


@needs(Tool.OUTBOX, task=True)
def outbox(request: HttpRequest) -> HttpResponse:
    """What was told to systems and has not been delivered."""
    viewer = _viewer(request)
    letters = undelivered_letters(viewer=viewer)
    note(request, "consultation", {letter.record_id for letter in letters if letter.record_id})
    names = names_of_users(viewer=viewer)
    failed = sum(letter.state == "failed" for letter in letters)
    context = {
        "sentence": f"{phrases.counted(len(letters), 'message')} not yet delivered, of which {failed} failed for good.",
        "columns": _columns("Told", "System", "What", "State"),
        "rows": [_letter_cells(letter, names) for letter in letters],
    }
    return render(request, "sources/outbox.html", context)


@csrf_exempt
@require_POST
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """A live message from a system that shows its feed's token: kept at once, taken by the worker within the second."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        body = request.body
    except RequestDataTooBig:  # said in the form that programs read, and to everybody alike, whatever their token
        return JsonResponse({"error": f"A message holds at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes."}, status=413)
    try:
        if scheme.lower() != "bearer" or "\0" in f"{token}{request.content_type}":
            raise InboxRefused("Show the feed's token.")
        kept = put_in_inbox(code, body, token=token, content_type=request.content_type or "application/json")
    except (InboxRefused, UnknownFeed):
        return JsonResponse({"error": "Not accepted: check the feed, its token and the size of the message."}, status=403)
    return JsonResponse({"received": str(kept)}, status=202)


def _feed_cells(row: FeedFreshness, late: bool) -> list[dict[str, Any]]:
    loaded: dict[str, Any] = {"text": phrases.date_time(row.last_loaded_at) if row.last_loaded_at else "never"}
    if late:
        loaded["tag"] = {"text": "Late", "colour": "yellow"}
    said = phrases.date_time(row.last_said_at) if row.last_said_at else "never"
    return [
        {"text": row.name, "href": reverse("feed", args=[row.code]), "note": row.system},
        {"text": said},
        loaded,
        {"text": phrases.number(row.open_refused_rows)},
    ]


def _quality_sentence(trend: list[LoadRow]) -> str:
    if not trend:
        return "There is no load of which you may see every record, so none is described."
    quality = trend[0].quality
    refused, rows = int(quality.get("refused", 0)), int(quality.get("rows", 0))
    return f"The last load read {phrases.counted(rows, 'row')} and refused {phrases.number(refused)}."


def _fields(trend: list[LoadRow]) -> list[dict[str, Any]]:
    """Completeness by kind of record, with how many fields are always filled, so that what is wrong can be seen before it is opened."""
    completeness = trend[0].quality.get("completeness", {}) if trend else {}
    return [
        {
            "words": f"{kind.capitalize()} records: {sum(share == 1 for share in fields.values())} of {len(fields)} fields always filled",
            "rows": [_field_cells(name, share) for name, share in sorted(fields.items(), key=lambda item: (item[1], item[0]))],
        }
        for kind, fields in sorted(completeness.items())
    ]


def _field_cells(name: str, share: float) -> list[dict[str, Any]]:
    return [{"text": phrases.field_words(name)}, {"text": f"{share:.1%}", "sort_value": share}]


def _load_cells(load: LoadRow) -> list[dict[str, Any]]:
    figures = [phrases.number(int(load.summary.get(name, 0))) for name in ("rows", "new", "refused_rows")]
    ended = {"text": load.state.capitalize(), "note": load.reason}
    return [{"text": phrases.date_time(load.started_at)}, ended, *({"text": figure} for figure in figures)]


def _refused_cells(row: RefusedRowView) -> list[dict[str, Any]]:
    return [
        {"text": f"{row.file}, row {row.row_number}"},
        {"text": row.reason, "note": f"Column {row.column}" if row.column else ""},
        {"text": row.raw[:RAW_SHOWN]},
    ]


def _letter_cells(letter: LetterRow, names: dict[str, str]) -> list[dict[str, Any]]:
    body = letter.body
    words = f"{phrases.field_words(str(body.get('field', '')))} should say “{body.get('should', '')}”"
    return [
        {"text": phrases.date_time(letter.told_at), "note": names.get(str(letter.told_by), "")},
        {"text": letter.feed},
        {"text": words},
        {"text": letter.state.capitalize(), "note": letter.last_error},
    ]


def _columns(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
