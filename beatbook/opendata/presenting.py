"""Forces and neighbourhoods as the interface gives them. Texts that we hold as plain words leave as the simple HTML that its clients expect."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from beatbook.neighbourhoods.queries import ForceView, Ground, MeetingView, MemberView, PriorityView
from beatbook.web.phrases import in_london


def force_facts(force: ForceView) -> dict[str, Any]:
    """A force."""
    return {
        "description": html(force.description),
        "url": force.url,
        "engagement_methods": [
            {
                "url": way.get("url", ""),
                "type": way.get("type") or None,
                "description": way.get("description") or None,
                "title": way.get("title", ""),
            }
            for way in force.engagement
        ],
        "telephone": force.telephone,
        "id": force.code,
        "name": force.name,
    }


def ground_facts(ground: Ground, force: ForceView | None) -> dict[str, Any]:
    """A neighbourhood."""
    centre = (
        {"latitude": degrees(ground.centre[1]), "longitude": degrees(ground.centre[0])}
        if ground.centre
        else {"latitude": None, "longitude": None}
    )
    return {
        "url_force": ground.url or (force.url if force else ""),
        "contact_details": dict(ground.contact),
        "name": ground.name,
        "links": [
            {"url": one.get("url", ""), "title": one.get("title", ""), "description": one.get("description") or None}
            for one in ground.links
        ],
        "centre": centre,
        "locations": [location_facts(one) for one in ground.locations],
        "description": html(ground.description),
        "id": ground.code,
        "population": str(ground.population or 0),
    }


def location_facts(location: Mapping[str, Any]) -> dict[str, Any]:
    """A place at which a team can be met."""
    latitude, longitude = location.get("latitude"), location.get("longitude")
    return {
        "name": location.get("name", ""),
        "longitude": degrees(longitude) if longitude is not None else None,
        "postcode": location.get("postcode", ""),
        "address": location.get("address", ""),
        "latitude": degrees(latitude) if latitude is not None else None,
        "telephone": location.get("telephone", ""),
        "type": location.get("type") or None,
        "description": html(location.get("description", "")),
    }


def ring_facts(ring: Sequence[tuple[float, float]]) -> list[dict[str, str]]:
    """An outline."""
    return [{"latitude": degrees(latitude), "longitude": degrees(longitude)} for longitude, latitude in ring]


def member_facts(member: MemberView) -> dict[str, Any]:
    """Somebody of a team."""
    return {"bio": html(member.bio), "contact_details": dict(member.contact), "name": member.name, "rank": member.rank}


def meeting_facts(meeting: MeetingView) -> dict[str, Any]:
    """A meeting, in London's time without a zone."""
    return {
        "contact_details": dict(meeting.contact),
        "description": html(meeting.description),
        "title": meeting.title,
        "address": meeting.address,
        "type": meeting.kind,
        "start_date": moment(meeting.starts_at),
        "end_date": moment(meeting.ends_at or meeting.starts_at),
    }


def priority_facts(priority: PriorityView) -> dict[str, Any]:
    """A priority with the last thing that was done about it."""
    last = priority.deeds[-1] if priority.deeds else None
    return {
        "action": html(last[1]) if last else None,
        "issue-date": midnight(priority.raised_on),
        "action-date": midnight(last[0]) if last else None,
        "issue": html(priority.issue),
    }


def html(words: str) -> str | None:
    """Plain words as paragraphs, each sign of markup escaped; nothing for nothing."""
    paragraphs = [" ".join(part.split()) for part in words.split("\n\n")]
    return "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part) or None


def degrees(value: float) -> str:
    """Degrees with ten decimal places, as a text."""
    return f"{value:.10f}"


def moment(value: datetime) -> str:
    """A time as the interface writes it."""
    return in_london(value).strftime("%Y-%m-%dT%H:%M:%S")


def midnight(value: date) -> str:
    """A day as the interface writes it."""
    return f"{value.isoformat()}T00:00:00"
