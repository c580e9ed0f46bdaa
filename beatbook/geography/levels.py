"""The levels at which figures are told, and which kinds of areas may stand for each."""

FORCE, AREA, NEIGHBOURHOOD = "force", "area", "neighbourhood"
LEVELS = (FORCE, AREA, NEIGHBOURHOOD)
KINDS_OF_LEVEL = {FORCE: ("force",), AREA: ("area", "district"), NEIGHBOURHOOD: ("neighbourhood", "ward")}


def kind_of_level(level: str, loaded: set[str]) -> str:
    """The kind of area that stands for a level here: the first of its kinds that is loaded, else the first."""
    kinds = KINDS_OF_LEVEL[level]
    return next((kind for kind in kinds if kind in loaded), kinds[0])
