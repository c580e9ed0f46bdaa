"""A service stops: who is reached at once, who behind them, and what is known of fallbacks."""

from beatbook.technology.dependence import services_named, stop_of
from beatbook.technology.facts import Application, Interface


def system(owner: str, name: str, users: int, *interfaces: Interface) -> Application:
    """A system with interfaces."""
    return Application(owner, name, ("intelligence",), name, users=users, interfaces=interfaces)


WORLD = [
    system("a", "Records", 900, Interface("PNC", "receives", fallback="bureau by phone")),
    system("a", "Briefing", 1_200, Interface("records", "receives")),
    system("a", "Screens", 30, Interface("Briefing", "both")),
    system("a", "Payroll", 2_000, Interface("Records", "sends")),
    system("b", "Custody", 200, Interface("pnc", "both")),
    system("b", "Records", 700),
]


def test_what_takes_from_what_stops_stops_too_within_its_force() -> None:
    found = stop_of("PNC", WORLD)
    assert [(feed.application.owner, feed.application.name) for feed in found.feeds] == [("a", "Records"), ("b", "Custody")]
    assert [one.name for one in found.behind] == ["Briefing", "Screens"]
    assert (found.users, found.users_by_force) == (1_400, (("a", 1_200), ("b", 200)))
    assert [feed.application.name for feed in found.without_fallback] == ["Custody"]


def test_spellings_of_a_service_meet_and_what_one_force_has_is_no_national_service() -> None:
    assert services_named(WORLD) == [("PNC", 2)]
    assert stop_of("nothing", WORLD).users == 0
