"""The land that a figure is told of, on the boundaries asked for; built again only when areas were loaded since."""

from datetime import date
from functools import lru_cache

from beatbook.geography.eras import Era, era_on
from beatbook.geography.levels import LEVELS, NEIGHBOURHOOD
from beatbook.geography.queries import areas_in_era, drawn_at, eras, populations, populations_by_group
from beatbook.measures.land import Land
from beatbook.measures.placing import bases
from beatbook.measures.where import THEN
from beatbook.vocabulary.viewer import Viewer


def land_on(basis: str, day: date, *, viewer: Viewer) -> Land:
    """The land of a basis: `then` means the boundaries of that day. Areas are public, so every viewer has the same."""
    return _land(basis, day, drawn_at())


def boundaries_known(*, viewer: Viewer) -> list[tuple[str, str]]:
    """Key and words of every set of boundaries on which history can be told."""
    known = eras()
    words = ["boundaries as they were then", *(era.words() for era in known)]
    return list(zip(bases(known), words, strict=False))


@lru_cache(maxsize=32)
def _land(basis: str, day: date, drawn: object) -> Land:
    known = eras()
    era = next((era for era in known if era.key == basis), None) if basis != THEN else None
    return _land_of_era(era or known[era_on(known, day)], drawn)


@lru_cache(maxsize=8)
def _land_of_era(era: Era, drawn: object) -> Land:
    rows = {level: areas_in_era(level, era) for level in LEVELS}
    return Land(
        era,
        {level: {area.code: area.name for area in areas} for level, areas in rows.items()},
        {level: {area.code: area.parent for area in areas} for level, areas in rows.items()},
        {code: people for code, (_, people) in populations(NEIGHBOURHOOD).items()},
        populations_by_group(NEIGHBOURHOOD),
    )
