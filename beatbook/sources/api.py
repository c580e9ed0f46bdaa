"""Calls of the sources room: which systems speak here, and how fresh each is."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.sources.carriers.interface import Carrier
from beatbook.sources.carriers.queries import carrier_reply
from beatbook.sources.queries import freshness

router = Router(tags=["Systems"])


class FeedSpoken(Schema):
    """One feed: when its system last said something that the viewer may see, and whether it is late."""

    code: str
    name: str
    system: str
    last_said_at: datetime | None
    last_loaded_at: datetime | None
    late: bool
    open_refused_rows: int


@router.get("/feeds", response=list[FeedSpoken], summary="Systems and how fresh they are", url_name="api-feeds")
@needs(Tool.SOURCES)
def get_feeds(request: HttpRequest) -> list[FeedSpoken]:
    """Every feed that the viewer may know of, by name; it names no person."""
    note(request, "page")
    now = timezone.now()
    return [
        FeedSpoken(
            code=feed.code,
            name=feed.name,
            system=feed.system,
            last_said_at=feed.last_said_at,
            last_loaded_at=feed.last_loaded_at,
            late=feed.is_late(now),
            open_refused_rows=feed.open_refused_rows,
        )
        for feed in freshness(viewer=request.viewer)
    ]


class CarrierLine(Schema):
    """One thing that a national system says."""

    at: str
    what: str
    more: dict[str, str]


class CarrierReply(Schema):
    """What a national system says about one value, newest first, or a notice that says why it could not be asked."""

    carrier: str
    connected: bool
    notice: str
    lines: list[CarrierLine]


@router.get("/national-systems/{carrier}", response=CarrierReply, summary="Ask a national system", url_name="api-carrier")
@needs(Tool.CARRIERS, task=True)
def ask_carrier(request: HttpRequest, carrier: Carrier, value: str = Query(..., min_length=1, max_length=40)) -> CarrierReply:
    """PNC, ANPR or Airwave location by a registration, PNC ID or radio number; one that is not connected is asked nothing."""
    reply = carrier_reply(carrier, value, viewer=request.viewer)
    note(request, "consultation", typed=value, carrier=carrier.value)
    lines = [CarrierLine(at=line.at, what=line.what, more=dict(line.more)) for line in reply.lines]
    return CarrierReply(carrier=carrier.value, connected=reply.connected, notice=reply.notice, lines=lines)
