"""Where the boxes of a link chart stand: a ring around the centre, the same for the same input, no two boxes touching."""

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

GAP_X, GAP_Y = 26.0, 30.0
ROUNDNESS = 3.2
SAMPLES = 720
STEP = 20.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its middle and its size, in SVG units."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box", margin: float = 0.0) -> bool:
        """True when the two come nearer than `margin`."""
        near_x = abs(self.x - other.x) < (self.width + other.width) / 2 + margin
        return near_x and abs(self.y - other.y) < (self.height + other.height) / 2 + margin

    def border_towards(self, x: float, y: float) -> tuple[float, float]:
        """The point where a line from the middle towards (x, y) leaves the rectangle."""
        dx, dy = x - self.x, y - self.y
        if not dx and not dy:
            return self.x, self.y
        share = min(self.width / 2 / abs(dx) if dx else math.inf, self.height / 2 / abs(dy) if dy else math.inf)
        return self.x + dx * share, self.y + dy * share


@lru_cache(maxsize=512)
def ring(count: int, *, width: float, box_width: float, box_height: float) -> tuple[tuple[Box, ...], Box, float]:
    """Boxes in clockwise order from the top, the centre's box, and the height needed."""
    height = 3 * (box_height + GAP_Y) + box_height
    while True:
        centre = Box(width / 2, height / 2, box_width, box_height)
        boxes = place(count, centre, (width - box_width) / 2 - 2, (height - box_height) / 2 - 2)
        if all_apart([*boxes, centre]) or height > 4000:
            return tuple(boxes), centre, height
        height += STEP


def place(count: int, centre: Box, half_width: float, half_height: float) -> list[Box]:
    """`count` boxes spaced evenly around a rounded rectangle, distance measured in box sizes."""
    points = [superellipse(step / SAMPLES, half_width, half_height) for step in range(SAMPLES + 1)]
    walked = [0.0]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        walked.append(walked[-1] + max(abs(x1 - x0) / (centre.width + GAP_X), abs(y1 - y0) / (centre.height + GAP_Y)))
    boxes, place_now = [], 0
    for index in range(count):
        target = walked[-1] * index / count
        while walked[place_now] < target:
            place_now += 1
        x, y = between(points, walked, place_now, target)
        boxes.append(Box(round(centre.x + x, 1), round(centre.y + y, 1), centre.width, centre.height))
    return boxes


def between(points: list[tuple[float, float]], walked: list[float], place: int, target: float) -> tuple[float, float]:
    """The point at a walked distance, on the straight line between two samples."""
    if place == 0:
        return points[0]
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    share = (target - walked[place - 1]) / ((walked[place] - walked[place - 1]) or 1.0)
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def superellipse(turn: float, half_width: float, half_height: float) -> tuple[float, float]:
    """The point at a share of a turn clockwise from the top of |x/a|^n + |y/b|^n = 1."""
    angle = 2 * math.pi * turn
    sine, cosine = math.sin(angle), math.cos(angle)
    power = 2 / ROUNDNESS
    return (
        math.copysign(abs(sine) ** power, sine) * half_width,
        -math.copysign(abs(cosine) ** power, cosine) * half_height,
    )


def all_apart(boxes: list[Box]) -> bool:
    """True when no two boxes come nearer than a small margin."""
    return not any(one.overlaps(other, 12.0) for place, one in enumerate(boxes) for other in boxes[:place])


def clearest(candidates: list[Box], taken: list[Box]) -> Box:
    """The first candidate that touches nothing taken; failing that, the one that touches least."""
    return min(candidates, key=lambda candidate: sum(candidate.overlaps(box, 2.0) for box in taken))
