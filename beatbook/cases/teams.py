"""The teams between which an investigation is referred, and the one for which each role works."""

from beatbook.vocabulary.viewer import Role

TEAMS = (
    "Response",
    "Neighbourhood",
    "Investigation",
    "Public protection",
    "Serious and organised crime",
    "Counter-terrorism",
    "Intelligence",
    "Roads",
)
_OF_ROLE = {
    Role.NEIGHBOURHOOD: "Neighbourhood",
    Role.INVESTIGATOR: "Investigation",
    Role.ANALYST: "Intelligence",
    Role.KEEPER: "Public protection",
}


def team_of(role: Role) -> str:
    """The team for which somebody of this role asks."""
    return _OF_ROLE.get(role, "Response")
