"""The interface behind Django's own addresses, and the page that says what is open and how to take it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from beatbook.opendata.api import respond
from beatbook.opendata.asking import Asked

FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}  # a page of any site may read what is public


@csrf_exempt
def interface(request: HttpRequest, path: str) -> HttpResponse:
    """Any question of the interface. It changes nothing and reads no cookie, so a form from elsewhere does no harm."""
    asked = Asked(request.method or "GET", path, request.META.get("QUERY_STRING", ""), request.body, request.content_type or "")
    answer = respond(asked)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.kind, headers=FOR_EVERYBODY)
