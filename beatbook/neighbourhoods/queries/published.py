"""Which force's published records lie in which area."""

from functools import lru_cache

from django.db import connections

from beatbook.db.viewing import viewing
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import AreaRow, areas_of_level
from beatbook.neighbourhoods.named_sql import sql
from beatbook.neighbourhoods.public_feeds import public_feeds
from beatbook.vocabulary.viewer import Viewer

NEAR_DEGREES = 0.2  # about 20 km: wider than any ward of England is across


def areas_by_force(*, viewer: Viewer) -> dict[str, tuple[str, ...]]:
    """Codes of the areas that each force serves: where most of the published records are its own. Read again when a feed has spoken."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT max(last_loaded_at), (SELECT max(loaded_at) FROM geography_area) FROM sources_spoken WHERE feed = ANY (%s)",
            [public_feeds()],
        )
        fresh = cursor.fetchone()
        return _areas_by_force(connections["default"].settings_dict["NAME"], fresh, _Reader(viewer))


class _Reader:
    """Carries the viewer past the cache: the answer is the same for everybody, because only what is public to all is read."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reader)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _areas_by_force(database: str, fresh: object, reader: _Reader) -> dict[str, tuple[str, ...]]:
    with viewing(reader.viewer) as cursor:
        cursor.execute(sql("areas_served"), {"feeds": public_feeds()})
        rows = cursor.fetchall()
    held = {area.code: area for area in areas_of_level(NEIGHBOURHOOD)}
    force_of: dict[str, str] = {}
    for area, force, _ in rows:
        if area in held and force:
            force_of.setdefault(area, force)
    known = [held[area] for area in force_of]
    for code in sorted(held.keys() - force_of.keys()):
        if near := _nearest(held[code], known):
            force_of[code] = force_of[near.code]
    served: dict[str, list[str]] = {}
    for area in sorted(force_of):
        served.setdefault(force_of[area], []).append(area)
    return {force: tuple(areas) for force, areas in served.items()}


def _nearest(area: AreaRow, others: list[AreaRow]) -> AreaRow | None:
    """The area whose middle is nearest, if one is near enough to be the same force's: an area without a record has to be somebody's."""

    def apart(other: AreaRow) -> float:
        return abs(other.longitude - area.longitude) * 0.6 + abs(other.latitude - area.latitude)  # 0.6: the cosine of Britain's latitudes

    nearest = min(others, key=lambda other: (apart(other), other.code), default=None)
    return nearest if nearest and apart(nearest) < NEAR_DEGREES else None
