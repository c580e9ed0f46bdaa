"""The menu: what each role opens all day stands in the bar, the rest in groups named by task. What a role has no tool for is nowhere in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from beatbook.access.permissions import Tool, may_use
from beatbook.vocabulary.viewer import Role, Viewer

FEW = 7  # so many entries fit in one row at 1280 px, and need no groups


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu: its words, the name of its address and the tool that it needs, if any."""

    label: str
    name: str
    tool: Tool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one task, behind one word."""

    label: str
    entries: tuple[Entry, ...]


ALWAYS = (Entry("Home", "home"), Entry("Search", "search", Tool.SEARCH))
GROUPS = (
    Group(
        "Cases",
        (
            Entry("Shift", "shift", Tool.SUPERVISE),
            Entry("Victims", "victims-owed", Tool.CASES),
            Entry("Minor offence", "minor", Tool.CASES),
            Entry("Intelligence", "handed-in", Tool.INTELLIGENCE),
            Entry("National systems", "national-systems", Tool.CARRIERS),
            Entry("Sealed identities", "seals", Tool.SEAL),
        ),
    ),
    Group(
        "Places",
        (
            Entry("My neighbourhood", "profiles", Tool.PROFILE),
            Entry("Tasks with partners", "partner-tasks", Tool.TASKING),
            Entry("Patrols", "patrols", Tool.FORECASTS),
            Entry("Forecasts", "forecasts", Tool.FORECASTS),
            Entry("Tension", "tension", Tool.TENSION),
            Entry("Threat watch", "threats", Tool.TENSION),
            Entry("All neighbourhoods", "your-area"),
        ),
    ),
    Group(
        "Records",
        (
            Entry("Review", "review", Tool.JUDGE),
            Entry("Models", "models", Tool.MODELS),
            Entry("Systems and quality", "feeds", Tool.SOURCES),
            Entry("Sent to systems", "outbox", Tool.OUTBOX),
        ),
    ),
    Group(
        "Technology",
        (
            Entry("Technology", "technology", Tool.FIGURES),
            Entry("Buying together", "pooling", Tool.FIGURES),
            Entry("Innovation", "innovation", Tool.FIGURES),
        ),
    ),
    Group(
        "Oversight",
        (
            Entry("Measures", "measures", Tool.MEASURES),
            Entry("Who looks", "oversight", Tool.READ_LOG),
            Entry("What screens showed", "replays", Tool.REPLAY),
            Entry("Searches to approve", "watching-approvals", Tool.APPROVE_WATCHING),
            Entry("Search scrutiny", "scrutiny", Tool.SCRUTINY),
            Entry("Access", "access", Tool.ACCESS),
            Entry("Removals", "removals", Tool.REMOVE),
        ),
    ),
)
DAILY: Mapping[Role, tuple[str, ...]] = {
    Role.RESPONSE: ("minor", "victims-owed", "patrols"),
    Role.NEIGHBOURHOOD: ("profiles", "partner-tasks", "victims-owed"),
    Role.INVESTIGATOR: ("victims-owed", "review"),
    Role.SERGEANT: ("shift", "victims-owed", "profiles"),
    Role.ANALYST: ("handed-in", "forecasts", "review"),
    Role.CONTACT_HANDLER: ("minor", "victims-owed"),
    Role.REGISTRAR: ("review", "feeds"),
    Role.PARTNER: ("partner-tasks",),
    Role.DATA_PROTECTION: ("oversight", "access"),
    Role.STANDARDS: ("oversight", "replays"),
    Role.KEEPER: ("seals",),
    Role.OPCC: ("measures", "technology"),
    Role.TECHNOLOGY: ("technology", "pooling", "innovation"),
    Role.FINANCE: ("technology", "pooling", "innovation"),
    Role.NATIONAL: ("technology", "pooling", "innovation"),
}
"""What a role opens every day, one tap away; chosen from what each role's home page and issue 4 name first, to be set right by what is opened."""


def menu_of(viewer: Viewer) -> list[Entry | Group]:
    """The bar from left to right: the daily entries, then a group for each task with more; a group of one entry is that entry.

    Every entry that the viewer may use stands in it exactly once.
    """
    daily = DAILY.get(viewer.role, ())
    groups = [Group(group.label, tuple(entry for entry in group.entries if _may(viewer, entry))) for group in GROUPS]
    everything = [entry for group in groups for entry in group.entries]
    first = [entry for entry in ALWAYS if _may(viewer, entry)]
    if len(first) + len(everything) <= FEW:
        return [*first, *everything]
    chosen = sorted((entry for entry in everything if entry.name in daily), key=lambda entry: daily.index(entry.name))
    rest = [Group(group.label, tuple(entry for entry in group.entries if entry not in chosen)) for group in groups]
    return [*first, *chosen, *(group.entries[0] if len(group.entries) == 1 else group for group in rest if group.entries)]


def _may(viewer: Viewer, entry: Entry) -> bool:
    return entry.tool is None or may_use(viewer, entry.tool)
