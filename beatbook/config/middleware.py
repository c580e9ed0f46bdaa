"""What holds for every request and every answer but a static file's."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase

from beatbook.web.takeaway import MADE_UP


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
