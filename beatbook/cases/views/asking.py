"""Who asks and about which investigation: shared by the pages of this room."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest

from beatbook.cases.queries import CasePage, VictimCare, case_page
from beatbook.pole.saying import Saying
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking, as the middleware found."""
    viewer: Viewer = request.viewer
    return viewer


def case_of(request: HttpRequest, record_id: UUID) -> CasePage:
    """The investigation of this event, or “not found”.

    Raises:
        Http404: the viewer sees no such event, whether or not there is one.
    """
    page = case_page(record_id, viewer=viewer_of(request), today=clock.today())
    if page is None:
        raise Http404
    return page


def victim_of(page: CasePage, record_id: UUID) -> VictimCare:
    """The victim of this record in the investigation, or “not found”.

    Raises:
        Http404: no victim whom the viewer sees has such a record.
    """
    found = next((victim for victim in page.victims if record_id in victim.members), None)
    if found is None:
        raise Http404
    return found


def uuid_typed(text: str) -> UUID | None:
    """An id from a form, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number_of(event: Saying) -> str:
    """The number by which staff know an event."""
    return str(event.content.get("reference") or "")


def title_of(event: Saying) -> str:
    """An event in a few words."""
    return str(event.content.get("title") or event.content.get("event_type") or "Event")


def name_among(names: Mapping[str, str], user_id: UUID | None) -> str:
    """The display name of a user, or nobody."""
    return names.get(str(user_id), "Somebody") if user_id else "Nobody"
