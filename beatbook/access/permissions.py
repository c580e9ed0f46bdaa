"""What each role may do. Rows are decided by markings, in the database; this is about tools, and a tool left out answers “not found”."""

from enum import StrEnum

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Role, Viewer


class Tool(StrEnum):
    """One thing that a role may be able to do."""

    SEARCH = "search for people, places and events"
    JUDGE = "say whether two records are the same person"
    TELL_SOURCE = "send a correction to the system that owns a record"
    SOURCES = "see feeds, their quality and refused rows"
    OUTBOX = "see what has not been delivered"
    READ_LOG = "see who has looked"
    MODELS = "see the models of who is who, and how good they are"
    LEAD_REVIEW = "set how much a team reviews a day, and see how it gets on"
    SEAL = "seal an identity whose connection is itself the secret"
    FIGURES = "see what technology costs and is worth, never a person"
    ASSESS = "say what one’s own force runs, and what it costs"
    QUESTION = "question what a force says of its systems, and publish the blueprint"


class NotPermitted(BeatbookError):
    """The viewer's role has no such tool; the page answers as if it did not exist."""


_POLICE = {Tool.SEARCH, Tool.TELL_SOURCE, Tool.JUDGE, Tool.SOURCES}
_TOOLS: dict[Role, frozenset[Tool]] = {
    Role.RESPONSE: frozenset(_POLICE),
    Role.NEIGHBOURHOOD: frozenset(_POLICE),
    Role.INVESTIGATOR: frozenset(_POLICE),
    Role.SERGEANT: frozenset(_POLICE | {Tool.READ_LOG, Tool.OUTBOX, Tool.LEAD_REVIEW}),
    Role.ANALYST: frozenset(_POLICE | {Tool.MODELS}),
    Role.CONTACT_HANDLER: frozenset({Tool.SEARCH, Tool.TELL_SOURCE}),
    Role.REGISTRAR: frozenset(_POLICE | {Tool.OUTBOX, Tool.LEAD_REVIEW}),
    Role.PARTNER: frozenset({Tool.SEARCH}),
    Role.DATA_PROTECTION: frozenset({Tool.SEARCH, Tool.MODELS, Tool.SOURCES, Tool.OUTBOX, Tool.READ_LOG}),
    Role.STANDARDS: frozenset({Tool.SEARCH, Tool.READ_LOG}),
    Role.KEEPER: frozenset({Tool.SEARCH, Tool.JUDGE, Tool.SEAL}),
    Role.OPCC: frozenset({Tool.SOURCES, Tool.FIGURES}),
    Role.TECHNOLOGY: frozenset({Tool.FIGURES, Tool.ASSESS}),
    Role.FINANCE: frozenset({Tool.FIGURES, Tool.ASSESS}),
    Role.NATIONAL: frozenset({Tool.FIGURES, Tool.QUESTION}),
    Role.RESIDENT: frozenset(),
    Role.SYSTEM: frozenset(Tool),
}


def may_use(viewer: Viewer, tool: Tool) -> bool:
    """Whether the viewer's role has this tool."""
    return tool in _TOOLS[viewer.role]


def roles_with(tool: Tool) -> frozenset[Role]:
    """The roles that have this tool, without named jobs."""
    return frozenset(role for role, tools in _TOOLS.items() if tool in tools and role != Role.SYSTEM)


def check_may_use(viewer: Viewer, tool: Tool) -> None:
    """Raises NotPermitted when the viewer's role lacks this tool."""
    if not may_use(viewer, tool):
        raise NotPermitted(f"This account cannot {tool.value}.")
