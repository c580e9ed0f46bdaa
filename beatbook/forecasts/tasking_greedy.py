"""A plan without a solver: the best visit next, then exchanges while they help. For weeks too large to solve exactly, and as a first answer.

Invariant: what it returns keeps every rule that a plan can break by having a visit; areas that must be visited come first.
"""

import heapq
import time
from collections import Counter

import numpy as np

from beatbook.forecasts.happenings import Floats
from beatbook.forecasts.tasking import Plan, PlanImpossible, Task, broken_rules, prevented_by

MOST_ROUNDS = 20


class _Room:
    """What is still free under each rule."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.visits = np.zeros(task.harm.shape, dtype=np.int64)
        self.zone = Counter(task.capacity)
        self.week: Counter[int] = Counter()
        self.area: Counter[str] = Counter()
        self.limits = {area: task.area_limit(area) for area in task.areas}

    def fits(self, spot: int, shift: int) -> bool:
        """May one more visit be put there?"""
        place, rules = self.task.spots[spot], self.task.rules
        limit = self.limits.get(place.area)
        return (
            not place.held_out
            and self.visits[spot, shift] < len(self.task.dosage.returns)
            and self.zone[place.zone, shift] > 0
            and (rules.most_a_week is None or self.week[spot] < rules.most_a_week)
            and (limit is None or self.area[place.area] < limit)
        )

    def put(self, spot: int, shift: int, by: int = 1) -> None:
        """Puts a visit there, or with -1 takes one away."""
        place = self.task.spots[spot]
        self.visits[spot, shift] += by
        self.zone[place.zone, shift] -= by
        self.week[spot] += by
        self.area[place.area] += by

    def next_worth(self, spot: int, shift: int) -> float:
        """What one more visit there would prevent."""
        return self.task.worth(spot, shift, int(self.visits[spot, shift]))

    def last_worth(self, spot: int, shift: int) -> float:
        """What the last visit there prevents."""
        return self.task.worth(spot, shift, int(self.visits[spot, shift]) - 1)


def plan_greedily(task: Task, *, order: Floats | None = None) -> Plan:
    """A good plan at once, with its gap to the bound of capacity alone. With `order`, shape (spots, shifts), visits are put by that map instead of
    by harm, as a simple baseline would; what it prevents is still counted by harm.

    Raises:
        PlanImpossible: an area cannot get the visits that it must get.
    """
    began = time.perf_counter()
    room = _Room(task)
    by = task.harm if order is None else order
    _serve_every_area(room, by)
    _fill(room, by)
    if order is None:
        _exchange(room)
    if broken := broken_rules(task, room.visits):
        raise PlanImpossible(f"No plan was found that keeps every rule: {broken[0]}.")
    prevented, bound = prevented_by(task, room.visits), _bound(task)
    return Plan(room.visits, prevented, bound, (bound - prevented) / bound if bound else 0.0, time.perf_counter() - began, exact=False)


def _serve_every_area(room: _Room, by: Floats) -> None:
    for area in room.task.areas:
        wanted = room.task.rules.least_an_area or 0
        spots = [spot for spot, place in enumerate(room.task.spots) if place.area == area and not place.held_out]
        while wanted > 0:
            free = [
                (float(by[spot, shift]), -spot, -shift) for spot in spots for shift in range(room.task.n_shifts) if room.fits(spot, shift)
            ]
            if not free:
                return
            _, spot, shift = max(free)
            room.put(-spot, -shift)
            wanted -= 1


def _fill(room: _Room, by: Floats) -> None:
    returns = room.task.dosage.returns
    heap = []
    for spot, shift in np.ndindex(*room.task.harm.shape):
        if room.fits(spot, shift):
            heap.append((-float(by[spot, shift]) * returns[int(room.visits[spot, shift])], spot, shift))
    heapq.heapify(heap)
    while heap:
        _, spot, shift = heapq.heappop(heap)
        if not room.fits(spot, shift):
            continue
        room.put(spot, shift)
        visit = int(room.visits[spot, shift])
        if visit < len(returns):
            heapq.heappush(heap, (-float(by[spot, shift]) * returns[visit], spot, shift))


def _exchange(room: _Room) -> None:
    """Moves a visit to where it prevents more, while any move helps."""
    for _ in range(MOST_ROUNDS):
        moved = False
        for spot, shift in np.argwhere(room.visits > 0):
            lost = room.last_worth(spot, shift)
            room.put(spot, shift, -1)
            best = max(_moves(room, int(spot), int(shift)), default=(0.0, int(spot), int(shift)))
            if best[0] > lost + 1e-12:
                room.put(best[1], best[2])
                moved = True
            else:
                room.put(int(spot), int(shift))
        if not moved:
            return


def _moves(room: _Room, spot: int, shift: int) -> list[tuple[float, int, int]]:
    """Places for a visit that keep its area served: within its shift, and at its own spot in other shifts."""
    task = room.task
    served = room.area[task.spots[spot].area] >= (task.rules.least_an_area or 0)
    same = [other for other, place in enumerate(task.spots) if served or place.area == task.spots[spot].area]
    places = [(other, shift) for other in same] + [(spot, other) for other in range(task.n_shifts)]
    return [(room.next_worth(*place), *place) for place in places if room.fits(*place)]


def _bound(task: Task) -> float:
    """What capacity alone would allow: each zone's best visits of each shift. No plan prevents more."""
    total = 0.0
    for (zone, shift), visits in task.capacity.items():
        worths = [
            task.worth(spot, shift, visit)
            for spot, place in enumerate(task.spots)
            if place.zone == zone and not place.held_out
            for visit in range(len(task.dosage.returns))
        ]
        total += sum(sorted(worths, reverse=True)[:visits])
    return total
