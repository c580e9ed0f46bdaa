"""What holds for every request and every answer but a static file's."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from beatbook.access.actions import PUBLIC
from beatbook.audit.middleware import note
from beatbook.web.limiter import limiter_from
from beatbook.web.takeaway import MADE_UP
from beatbook.web.virus_scanner import ScannerSilent, found_in

PAUSE = 20  # pages that there is room for again after the wait that a person is asked to make


def no_store(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Nothing that a viewer saw may stay in a shared browser's cache or a proxy."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def says_made_up(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """In the demonstration every answer to a program says that its data is made up, whatever room it comes from."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.BEATBOOK_DEMONSTRATION and request.path.startswith(settings.STAFF_API):
            response["Beatbook-Data"] = MADE_UP
        return response

    return middleware


class NoNulCharacters:
    """An address or a form that holds a NUL is a bad request, as is one for another host: no browser sends one, and no text in PostgreSQL can hold it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; what is checked, is checked once it is known which view is asked."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Refuses a host that is not ours, lest another site's name is made to stand for this one, and a NUL.

        A message of a system is left whole for its adapter, which refuses the row.
        """
        request.get_host()
        typed = [] if getattr(view, "csrf_exempt", False) else request.POST.lists()
        given = [request.path, *(text for name, texts in (*request.GET.lists(), *typed) for text in (name, *texts))]
        if any("\0" in text for text in given):
            raise SuspiciousOperation("The request holds a NUL character.")


class LimitOfPages:
    """So many requests of one signed-in person over all web processes of a machine: a program that reads every person stops here, and the log says so.

    Programs have a road of their own, with limits of its own. Strangers see only what is published; how often is the proxy's to say, who alone
    knows one from another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.limiter = limiter_from(settings.BEATBOOK_PAGE_LIMIT, settings.BEATBOOK_HOME / "pages-counted", setting="BEATBOOK_PAGE_LIMIT")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; what is counted, is counted once it is known which view is asked, so that the log can name it."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuses with how long to wait."""
        viewer = request.viewer
        if self.limiter is None or viewer.username == PUBLIC or viewer.scopes is not None:
            return None
        if self.limiter.lets_pass(str(viewer.user_id), time.monotonic()):
            return None
        wait = self.limiter.wait_s(PAUSE)
        note(request, "denial", limit=settings.BEATBOOK_PAGE_LIMIT)
        response = render(request, "429.html", {"wait": wait}, status=429)
        response["Retry-After"] = str(wait)
        return response


class ScannedFiles:
    """Where a virus scanner is named, every file that any form sends is shown to it before a view sees it; without a verdict nothing is taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuses a request with a file in which something was found, or about which nothing could be learnt."""
        if not settings.BEATBOOK_VIRUS_SCANNER or getattr(view, "csrf_exempt", False) or request.viewer.username == PUBLIC:
            return None
        for _, files in request.FILES.lists():
            for file in files:
                try:
                    found = found_in(file.chunks(), settings.BEATBOOK_VIRUS_SCANNER)
                except ScannerSilent:
                    note(request, "denial", scanner="silent")
                    return render(request, "file_refused.html", {"silent": True}, status=503)
                if found:
                    note(request, "denial", scanner=found[:100])
                    return render(request, "file_refused.html", {"found": found[:100]}, status=422)
                file.seek(0)
        return None
