"""Who is looking: a frozen value made only by the access room and demanded by every read."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does, which decides the layout and the tools of a page, never the rows on it."""

    RESPONSE = "response"
    NEIGHBOURHOOD = "neighbourhood"
    INVESTIGATOR = "investigator"
    SERGEANT = "sergeant"
    ANALYST = "analyst"
    CONTACT_HANDLER = "contact-handler"
    REGISTRAR = "registrar"
    PARTNER = "partner"
    DATA_PROTECTION = "data-protection"
    STANDARDS = "standards"
    KEEPER = "keeper"
    OPCC = "opcc"
    TECHNOLOGY = "technology-director"
    FINANCE = "finance-lead"
    NATIONAL = "national-body"
    RESIDENT = "resident"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One signed-in person or named job. `token` proves it to the database and is never printed.

    `scopes` are the names of the tools that a personal token carries; None for a session, which has all tools of the role.
    """

    user_id: UUID
    username: str
    display_name: str
    role: Role
    organisation: str
    token: str = field(repr=False)
    area: str | None = None
    scopes: frozenset[str] | None = None
