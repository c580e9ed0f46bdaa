"""In which order the parts of a page stand for each role: all see the same rows, each first what their work needs first."""

from beatbook.vocabulary.viewer import Role

PARTS = {
    "victims": "Victims",
    "people": "People",
    "releases": "Bail and release",
    "plan": "Plan",
    "decisions": "Decisions and reviews",
    "tasks": "Tasks and exhibits",
    "timeline": "Timeline",
    "linked": "Linked investigations",
    "referrals": "Referrals",
}
_ORDERS: dict[Role, tuple[str, ...]] = {
    Role.RESPONSE: ("people", "releases", "victims", "timeline", "tasks", "plan", "decisions", "referrals", "linked"),
    Role.NEIGHBOURHOOD: ("people", "victims", "releases", "referrals", "timeline", "plan", "decisions", "tasks", "linked"),
    Role.SERGEANT: ("victims", "releases", "decisions", "plan", "tasks", "referrals", "people", "timeline", "linked"),
    Role.ANALYST: ("linked", "people", "timeline", "tasks", "releases", "plan", "decisions", "victims", "referrals"),
    Role.CONTACT_HANDLER: ("victims", "timeline", "people", "releases", "plan", "decisions", "tasks", "referrals", "linked"),
    Role.PARTNER: ("timeline", "people", "victims", "tasks", "releases", "plan", "decisions", "referrals", "linked"),
}
_USUAL = ("plan", "victims", "releases", "people", "tasks", "decisions", "timeline", "linked", "referrals")


def parts_for(role: Role) -> tuple[str, ...]:
    """Every part of the page of an investigation, in the order of this role; an investigator's for roles that have none of their own."""
    return _ORDERS.get(role, _USUAL)
