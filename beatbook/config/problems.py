"""Errors of the staff API as `application/problem+json`. Source: RFC 9457. They name no person and no record."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

SORT = "application/problem+json"
WORDS = {404: "There is no such thing, or you may not see it."}


def problem(status: int, detail: str = "", faults: Sequence[dict[str, Any]] = ()) -> HttpResponse:
    """One problem; `faults` say which parts of the call to mend."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if said := detail or WORDS.get(status):
        body["detail"] = said
    if faults:
        body["errors"] = list(faults)
    return JsonResponse(body, status=status, content_type=SORT)


def problems_for_programs(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whatever goes wrong under the staff API's addresses is said as a problem, also what Django itself says: no such address, no such method."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < 400 or not request.path.startswith(settings.STAFF_API) or response.get("Content-Type") == SORT:
            return response
        said = problem(response.status_code)
        for name, value in response.headers.items():  # those of security among them, which middleware nearer to the view has set
            if name not in ("Content-Type", "Content-Length"):
                said[name] = value
        return said

    return middleware
