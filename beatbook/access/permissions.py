"""What each role may do. Rows are decided by markings, in the database; this is about tools, and a tool left out answers “not found”."""

from enum import StrEnum

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Role, Viewer


class Tool(StrEnum):
    """One thing that a role may be able to do."""

    SEARCH = "search for people, places and events"
    MEASURES = "see measures of crime and service, and the records behind them"
    JUDGE = "say whether two records are the same person"
    TELL_SOURCE = "send a correction to the system that owns a record"
    SOURCES = "see feeds, their quality and refused rows"
    OUTBOX = "see what has not been delivered"
    READ_LOG = "see who has looked"
    ACCESS = "give and take access, and keep sharing agreements"
    REPLAY = "see again what somebody's screen showed"
    REMOVE = "ask that records be removed for good, and agree to it"
    MODELS = "see the models of who is who, and how good they are"
    LEAD_REVIEW = "set how much a team reviews a day, and see how it gets on"
    CASES = "write on investigations, and record contacts and minor offences"
    SUPERVISE = "give out work, and see what is due on a shift"
    INTELLIGENCE = "take intelligence that officers hand in"
    SEAL = "seal an identity whose connection is itself the secret"
    FIGURES = "see what technology costs and is worth, never a person"
    ASSESS = "say what one’s own force runs, and what it costs"
    QUESTION = "question what a force says of its systems, and publish the blueprint"
    FORECASTS = "see where offences are likely, of places only, and where patrols are planned"
    PROFILE = "see a neighbourhood as its team does, and keep its visits, problems and case reviews"
    TASKING = "see and answer what partners have agreed to do, and learn from problems that others have ended"
    SCRUTINY = "make packs of searches for the community’s scrutiny panel, and keep what it decides"
    TENSION = "see how tense a place is and what is breaking out, and say what is known of it"
    APPROVE_WATCHING = "approve that somebody's search goes on telling them of new results"
    CARRIERS = "ask national systems, such as PNC and ANPR"
    TOKENS = "make personal tokens, with which a program asks in one's name"


class NotPermitted(BeatbookError):
    """The viewer's role has no such tool; the page answers as if it did not exist."""


CARRIED_BY_TOKENS = (Tool.SEARCH, Tool.SOURCES, Tool.FIGURES, Tool.MEASURES, Tool.CARRIERS)
"""What a personal token may carry, as far as its holder's role has it; every call of the staff API needs one of these."""

_POLICE = {Tool.SEARCH, Tool.TELL_SOURCE, Tool.JUDGE, Tool.SOURCES, Tool.CASES, Tool.TOKENS, Tool.CARRIERS}
_PLACES = {Tool.PROFILE, Tool.TASKING}
_TOOLS: dict[Role, frozenset[Tool]] = {
    Role.RESPONSE: frozenset(_POLICE | {Tool.FORECASTS, Tool.TENSION}),
    Role.NEIGHBOURHOOD: frozenset(_POLICE | {Tool.FORECASTS, Tool.TENSION} | _PLACES),
    Role.INVESTIGATOR: frozenset(_POLICE),
    Role.SERGEANT: frozenset(
        _POLICE
        | {Tool.READ_LOG, Tool.OUTBOX, Tool.LEAD_REVIEW, Tool.APPROVE_WATCHING, Tool.SUPERVISE, Tool.FORECASTS, Tool.SCRUTINY, Tool.TENSION}
        | _PLACES
    ),
    Role.ANALYST: frozenset(_POLICE | {Tool.MODELS, Tool.INTELLIGENCE, Tool.FORECASTS, Tool.TENSION} | _PLACES),
    Role.CONTACT_HANDLER: frozenset({Tool.SEARCH, Tool.TELL_SOURCE, Tool.CASES, Tool.TOKENS}),
    Role.REGISTRAR: frozenset(_POLICE | {Tool.OUTBOX, Tool.LEAD_REVIEW, Tool.REMOVE}),
    Role.PARTNER: frozenset({Tool.SEARCH, Tool.TOKENS, Tool.TASKING}),
    Role.DATA_PROTECTION: frozenset(
        {Tool.SEARCH, Tool.MODELS, Tool.SOURCES, Tool.OUTBOX, Tool.READ_LOG, Tool.REPLAY, Tool.REMOVE, Tool.ACCESS, Tool.TOKENS}
    ),
    Role.STANDARDS: frozenset({Tool.SEARCH, Tool.READ_LOG, Tool.REPLAY, Tool.ACCESS, Tool.SCRUTINY}),
    Role.KEEPER: frozenset({Tool.SEARCH, Tool.JUDGE, Tool.SEAL}),
    Role.OPCC: frozenset({Tool.SOURCES, Tool.FIGURES, Tool.TOKENS}),
    Role.TECHNOLOGY: frozenset({Tool.FIGURES, Tool.ASSESS, Tool.TOKENS}),
    Role.FINANCE: frozenset({Tool.FIGURES, Tool.ASSESS, Tool.TOKENS}),
    Role.NATIONAL: frozenset({Tool.FIGURES, Tool.QUESTION, Tool.TOKENS}),
    Role.RESIDENT: frozenset(),
    Role.SYSTEM: frozenset(Tool),
}
# Figures are for everybody, residents too: markings decide which records are counted for whom.
_TOOLS |= {role: tools | {Tool.MEASURES} for role, tools in _TOOLS.items() if role != Role.KEEPER}


def may_use(viewer: Viewer, tool: Tool) -> bool:
    """Whether the viewer's role has this tool and, when a program asks by a token, whether the token carries it."""
    return tool in _TOOLS[viewer.role] and (viewer.scopes is None or scope_of(tool) in viewer.scopes)


def scope_of(tool: Tool) -> str:
    """The name by which a personal token carries this tool, such as `search`."""
    return tool.name.lower()


def scopes_for(viewer: Viewer) -> list[Tool]:
    """The tools that this viewer may give to a token of their own."""
    return [tool for tool in CARRIED_BY_TOKENS if may_use(viewer, tool)]


def roles_with(tool: Tool) -> frozenset[Role]:
    """The roles that have this tool, without named jobs."""
    return frozenset(role for role, tools in _TOOLS.items() if tool in tools and role != Role.SYSTEM)


def check_may_use(viewer: Viewer, tool: Tool) -> None:
    """Raises NotPermitted when the viewer's role lacks this tool."""
    if not may_use(viewer, tool):
        raise NotPermitted(f"This account cannot {tool.value}.")
