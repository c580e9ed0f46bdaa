"""A person to be given access, as facts in one value."""

from dataclasses import dataclass

from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role


@dataclass(frozen=True, slots=True)
class Person:
    """One user and all that they hold."""

    username: str
    display_name: str
    role: Role
    organisation_code: str
    organisation: str
    organisation_kind: str = "force"
    clearance: Classification = Classification.OFFICIAL
    agreements: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    area: str | None = None
    introduction: str = ""
