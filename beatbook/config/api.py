"""The staff API: the same queries as the pages, as JSON, for programs that show a personal token. Rooms add their calls in `<room>/api.py`.

Invariant: a call is guarded by `needs(Tool...)`, says what it showed by `note(...)`, and is logged before its answer leaves, exactly as a page.
"""

import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from beatbook.access.permissions import NotPermitted
from beatbook.audit.purposes import PURPOSE_HEADER, REFERENCE_HEADER, PurposeIncomplete
from beatbook.cases.api import router as cases_router
from beatbook.config.api_page import api_page
from beatbook.config.api_words import Guard, say_what_every_call_needs
from beatbook.config.problems import problem
from beatbook.innovation.api import router as innovation_router
from beatbook.measures.api import router as measures_router
from beatbook.pole.api import router as pole_router
from beatbook.pooling.api import router as pooling_router
from beatbook.search.api import router as search_router
from beatbook.sources.api import router as sources_router
from beatbook.suppliers.api import router as suppliers_router
from beatbook.technology.api import router as technology_router
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.limiter import Limiter, limiter_from

HEADERS = {"purpose": PURPOSE_HEADER, "reference": REFERENCE_HEADER}


class PersonalToken(HttpBearer):
    """`Authorization: Bearer <personal token>`. The middleware has asked the database whose it is; here only whether it was somebody's."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """The holder, or None for a stranger."""
        viewer: Viewer = request.viewer
        return viewer if viewer.scopes is not None else None


class CallsOfOnePerson(BaseThrottle):
    """So many calls of one person, through however many tokens, over all web processes of a machine together."""

    def __init__(self, limiter: Limiter | None) -> None:
        self.limiter = limiter

    def allow_request(self, request: HttpRequest) -> bool:
        """Is there room for one more?"""
        return self.limiter is None or self.limiter.lets_pass(str(request.viewer.user_id), time.monotonic())

    def wait(self) -> float | None:
        """Seconds until there is."""
        return self.limiter.wait_s() if self.limiter else None


class OwnPage(DocsBase):
    """Every call in words, written by the server from the OpenAPI document: no script, nothing from elsewhere, and it shows no data."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **options: Any) -> HttpResponse:
        """The page."""
        return render(request, "web/api.html", api_page(api.get_openapi_schema()))


class StaffAPI(NinjaAPI):
    """Ninja's API, whose OpenAPI document also says what the middleware and the guards ask of every call."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document, with scope, headers and problems of each call."""
        return say_what_every_call_needs(super().get_openapi_schema(**options), self.guards())

    def guards(self) -> dict[str, Guard]:
        """What each call asks of who makes it, by operation id."""
        views = [view for router in self._get_bound_routers() for view in router.path_operations.values()]
        return {self.get_openapi_operation_id(one): _guard_of(one.view_func) for view in views for one in view.operations}


def _guard_of(guarded: Any) -> Guard:
    return Guard(guarded.tool, guarded.task)


api = StaffAPI(
    title="Beatbook staff API",
    version="1",
    description=(
        "The same questions as the pages, answered with the same set to the same viewer. Show a personal token, and say with each call why you ask."
        " In the demonstration every answer has the header Beatbook-Data, which says that its data is made up."
    ),
    auth=PersonalToken(),
    throttle=[
        CallsOfOnePerson(limiter_from(settings.BEATBOOK_API_RATE, settings.BEATBOOK_HOME / "calls-counted", setting="BEATBOOK_API_RATE"))
    ],
    urls_namespace="staff-api",
    docs=OwnPage(),
)
api.add_router("", search_router)
api.add_router("", technology_router)
api.add_router("", suppliers_router)
api.add_router("", pooling_router)
api.add_router("", innovation_router)
api.add_router("", measures_router)
api.add_router("", pole_router)
api.add_router("", cases_router)
api.add_router("", sources_router)


@api.exception_handler(Http404)
@api.exception_handler(NotPermitted)
def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = problem(401, "Show a personal token that still stands: Authorization: Bearer <token>.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, "You have asked too often: wait as many seconds as Retry-After says.")


@api.exception_handler(PurposeIncomplete)
def _no_purpose(request: HttpRequest, error: PurposeIncomplete) -> HttpResponse:
    return problem(422, str(error), [{"in": "header", "name": HEADERS[error.field], "message": str(error)}])


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"in": str(one["loc"][0]), "name": str(one["loc"][-1]), "message": str(one["msg"])} for one in error.errors]
    return problem(422, "Something in the call cannot be read.", faults)


@api.exception_handler(BeatbookError)
def _refused(request: HttpRequest, error: BeatbookError) -> HttpResponse:
    return problem(422, str(error))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))
