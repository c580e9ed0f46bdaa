"""Who asks and for what: shared by the pages of this room."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest

from beatbook.pole.queries import PersonPage, person_page
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

REASON_MIN = 10  # characters: enough to say something that a reviewer can use


def page_of(request: HttpRequest, record_id: UUID) -> PersonPage:
    """The person of this record, or “not found”.

    Raises:
        Http404: the viewer sees no such record, whether or not there is one.
    """
    page = person_page(record_id, viewer=viewer_of(request), today=clock.today())
    if page is None:
        raise Http404
    return page


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking, as the middleware found."""
    viewer: Viewer = request.viewer
    return viewer


def uuid_of(text: str) -> UUID:
    """An id from a form; anything else answers “not found”."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def fingerprint(page: PersonPage) -> str:
    """Changes with anything on the page: an open page says with it what it shows, and is told when that is no longer so."""
    return hashlib.sha256(repr((page.view, page.component, page.possible, page.lent, page.safe)).encode()).hexdigest()[:32]
