"""This national service stops on Friday: who uses it, through which systems, and what they fall back on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from beatbook.technology.facts import Application, Interface, folded


@dataclass(frozen=True, slots=True)
class Feed:
    """One application that exchanges with the service, by this interface."""

    application: Application
    interface: Interface


@dataclass(frozen=True, slots=True)
class Stop:
    """What a stop reaches. `users` is at least so many: in each force, those of its largest system affected, as one officer uses several."""

    service: str
    feeds: tuple[Feed, ...]
    behind: tuple[Application, ...]
    users: int
    users_by_force: tuple[tuple[str, int], ...]

    @property
    def without_fallback(self) -> tuple[Feed, ...]:
        """Feeds for which nobody has said what is done instead."""
        return tuple(feed for feed in self.feeds if not feed.interface.fallback)


def services_named(applications: Sequence[Application]) -> list[tuple[str, int]]:
    """What two or more forces exchange with, as it is mostly written, and how many forces; the most used first."""
    names: dict[str, list[str]] = defaultdict(list)
    forces: dict[str, set[str]] = defaultdict(set)
    for one in applications:
        for interface in one.interfaces:
            key = folded(interface.other)
            names[key].append(interface.other)
            forces[key].add(one.owner)
    found = [
        (min(set(said), key=lambda name: (-said.count(name), name)), len(forces[key]))
        for key, said in names.items()
        if len(forces[key]) > 1
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def stop_of(service: str, applications: Sequence[Application]) -> Stop:
    """What stops working, at once or behind something that does, when `service` is away. Each force's systems are followed within the force."""
    wanted = folded(service)
    feeds = [Feed(one, interface) for one in applications for interface in one.interfaces if folded(interface.other) == wanted]
    reached = {feed.application.id for feed in feeds}
    behind = _behind(applications, reached)
    users: dict[str, int] = defaultdict(int)
    for one in [*(feed.application for feed in feeds), *behind]:
        users[one.owner] = max(users[one.owner], one.users or 0)
    by_force = tuple(sorted(users.items(), key=lambda item: (-item[1], item[0])))
    ordered = tuple(sorted(feeds, key=lambda feed: (feed.application.owner, feed.application.name, feed.interface.direction)))
    return Stop(service, ordered, tuple(behind), sum(users.values()), by_force)


def _behind(applications: Sequence[Application], reached: set[UUID]) -> list[Application]:
    """Applications of the same force that take from one that is reached, and those behind them."""
    names = {(one.owner, folded(one.name)): one.id for one in applications}
    found: list[Application] = []
    grew = True
    while grew:
        grew = False
        for one in applications:
            takes = [names.get((one.owner, folded(each.other))) for each in one.interfaces if each.direction != "sends"]
            if one.id not in reached and any(each in reached for each in takes):
                reached.add(one.id)
                found.append(one)
                grew = True
    return sorted(found, key=lambda one: (one.owner, one.name))
