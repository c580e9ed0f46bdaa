"""In which order the parts of the person page stand for each role: all see the same rows, each first what their work needs first."""

from beatbook.vocabulary.viewer import Role

PARTS = {
    "details": "Details",
    "protection": "Public protection",
    "timeline": "Timeline",
    "links": "Links",
    "why": "Why records are joined",
    "records": "Source records",
}
_USUAL = ("details", "protection", "timeline", "links", "why", "records")
_ORDERS: dict[Role, tuple[str, ...]] = {
    Role.RESPONSE: ("protection", "details", "timeline", "links", "why", "records"),
    Role.INVESTIGATOR: ("details", "timeline", "protection", "links", "why", "records"),
    Role.ANALYST: ("links", "timeline", "details", "why", "records", "protection"),
    Role.CONTACT_HANDLER: ("details", "protection", "timeline", "links", "why", "records"),
    Role.PARTNER: ("details", "timeline", "protection", "links", "records", "why"),
}


def parts_for(role: Role) -> tuple[str, ...]:
    """Every part of the page, in the order of this role."""
    return _ORDERS.get(role, _USUAL)
