"""A portfolio out of a spreadsheet: finds the heading, reads what it can, and says of every other row why not.

Invariant: every row that is neither blank nor taken appears in `left`, with its number, the column and the reason.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beatbook.technology.facts import SCOPES, Application, Interface, folded
from beatbook.technology.reading.amounts import Unreadable, count_of, day_of, pence_of, score_of, unit_of
from beatbook.technology.reading.sheets import Cell, Sheet

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("application", "application name", "system", "system name", "name of system", "name", "solution"),
    "capability": ("capability", "capabilities", "business function", "function", "business area", "business capability"),
    "product": ("product", "product name", "package", "software"),
    "variant": ("variant", "version", "release", "edition", "variant version"),
    "supplier": ("supplier", "vendor", "provider", "supplier name"),
    "users": ("users", "number of users", "no of users", "user count", "named users", "licences", "user numbers"),
    "cost": ("annual cost", "cost", "cost pa", "total cost", "total annual cost", "yearly cost", "annual spend", "cost per annum", "spend"),
    "scope": ("cost covers", "cost includes", "scope of cost", "scope"),
    "criticality": ("criticality", "business criticality"),
    "functional_fit": ("functional fit", "business fit", "functional score"),
    "technical_fit": ("technical fit", "technical score"),
    "legacy_likelihood": ("legacy likelihood", "likelihood"),
    "legacy_impact": ("legacy impact", "impact"),
    "interfaces": ("interfaces", "integrations", "interfaces with", "connected systems"),
    "data_held": ("data held", "data", "information held"),
    "standards": ("standards", "standards met"),
    "contract_starts": ("contract start", "start", "start date", "contract start date", "contract from"),
    "contract_ends": ("contract end", "end", "end date", "contract end date", "expiry", "contract expiry", "expiry date", "contract to"),
    "evidence_url": ("evidence", "evidence link", "link"),
    "assessed_on": ("assessed on", "date assessed", "last assessed"),
}
NEEDED = ("name", "capability")
SUMS = re.compile(r"(?:grand|sub|overall)?[\s-]*(?:total|sum)s?\b", re.IGNORECASE)
MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Left:
    """One row, or a part of one, that was not taken as it stands. `outcome`: refused, left out, or noted beside a row that was taken."""

    sheet: str
    row: int
    column: str
    reason: str
    outcome: str
    content: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Portfolio:
    """What a file says: applications with the row each was read from, and everything that was not taken."""

    applications: list[Application] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def refused(self) -> list[Left]:
        """The rows that must be mended."""
        return [one for one in self.left if one.outcome == "refused"]


@dataclass(frozen=True, slots=True)
class _Heading:
    row: int
    columns: Mapping[str, int]
    labels: Sequence[str]


def read_portfolio(sheets: Sequence[Sheet], owner: str, capabilities: Mapping[str, str]) -> Portfolio:
    """The applications that `owner` says it runs; `capabilities` gives the catalogue's names by code."""
    found = Portfolio()
    seen: dict[Any, tuple[str, int]] = {}
    known = {folded(name): code for code, name in capabilities.items()} | {folded(code): code for code in capabilities}
    for sheet in sheets:
        heading = find_heading(sheet, HEADINGS, NEEDED)
        if heading is None:
            if any(cell.value is not None for row in sheet.rows for cell in row):
                found.left.append(
                    Left(sheet.name, 1, "", "no heading with an application and a capability; the sheet was not read", "left out")
                )
            continue
        found.unused += [label for place, label in enumerate(heading.labels) if label and place not in heading.columns.values()]
        for number in range(heading.row + 1, len(sheet.rows)):
            _take(sheet, number, heading, owner, known, seen, found)
    return found


def find_heading(sheet: Sheet, headings: Mapping[str, Sequence[str]], needed: Sequence[str]) -> _Heading | None:
    """The first row in which every needed column has a name, and which columns those are."""
    names = {name: column for column, all_names in headings.items() for name in all_names}
    for number, row in enumerate(sheet.rows[:50]):
        labels = [cell.text for cell in row]
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            column = names.get(_bare(cell.text))
            if column and column not in columns and not cell.follows:
                columns[column] = place
        if all(column in columns for column in needed):
            return _Heading(number, columns, labels)
    return None


def _bare(label: str) -> str:
    """A heading without what stands in brackets and without signs: `Annual cost (£k)` is `annual cost`."""
    return folded(re.sub(r"\([^)]*\)|£\S*", " ", label))


def _take(
    sheet: Sheet, number: int, heading: _Heading, owner: str, known: Mapping[str, str], seen: dict[Any, tuple[str, int]], found: Portfolio
) -> None:
    row = sheet.rows[number]
    cells = {column: row[place] if place < len(row) else Cell() for column, place in heading.columns.items()}
    filled = [cell for cell in row if cell.value is not None and not cell.follows]
    if not filled:
        return
    content = tuple(
        (label or f"column {place + 1}", cell.text)
        for place, (label, cell) in enumerate(zip(heading.labels, row, strict=False))
        if cell.text
    )

    def leave(column: str, reason: str, outcome: str) -> None:
        label = heading.labels[heading.columns[column]] if column in heading.columns else column
        found.left.append(Left(sheet.name, number + 1, label, reason, outcome, content))

    if why := _no_application(cells, filled, heading):
        leave("name", why, "left out")
        return
    try:
        application, notes = _application(cells, heading, owner, known)
    except _Refusal as refusal:
        leave(refusal.column, str(refusal), "refused")
        return
    if application.id in seen:
        at, place = seen[application.id]
        leave("name", f"the same application is on row {place}{f' of {at}' if at != sheet.name else ''}", "refused")
        return
    seen[application.id] = (sheet.name, number + 1)
    for column, note in notes:
        leave(column, note, "noted")
    found.applications.append(application)
    found.rows.append((sheet.name, number + 1))


def _no_application(cells: Mapping[str, Cell], filled: Sequence[Cell], heading: _Heading) -> str:
    """Why this row is none of an application at all; empty when it is one, good or bad."""
    if [cell.text for cell in filled] == [label for label in heading.labels if label]:
        return "the heading again"
    capability = cells["capability"]
    unsaid = capability.value is None or capability.follows or bool(SUMS.match(capability.text))  # Total Mobile is a product, and has one
    if unsaid and any(SUMS.match(cell.text) for cell in filled[:2]):
        return "a row of totals"
    others = [
        column for column, cell in cells.items() if column not in ("name", "capability") and cell.value is not None and not cell.follows
    ]
    if len(filled) == 1 and not others:
        return "a heading between rows"
    if cells["name"].value is None and others and set(others) <= {"cost", "users"}:
        return "a sum without a name"
    return ""


class _Refusal(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def _application(
    cells: Mapping[str, Cell], heading: _Heading, owner: str, known: Mapping[str, str]
) -> tuple[Application, list[tuple[str, str]]]:
    notes: list[tuple[str, str]] = []

    def say(column: str, read: Callable[[Any], Any]) -> Any:
        cell = cells.get(column, Cell())
        if cell.fault and not (cell.follows and column in ("cost", "users")):
            raise _Refusal(column, cell.fault)
        try:
            return read(cell.value)
        except Unreadable as error:
            raise _Refusal(column, str(error)) from error

    def once(column: str, read: Callable[[Any], Any]) -> Any:
        """An amount in a merged cell counts at its first row alone, or it would be counted for each."""
        if cells.get(column, Cell()).follows:
            notes.append((column, "the cell is merged with one above: it was taken once, there"))
            return None
        return say(column, read)

    name = say("name", _text)
    if not name:
        raise _Refusal("name", "no application is named")
    if cells["name"].follows:
        raise _Refusal("name", "the name is merged with the row above: give each row its own")
    starts, ends = say("contract_starts", day_of), say("contract_ends", lambda value: day_of(value, end=True))
    if starts and ends and ends < starts:
        raise _Refusal("contract_ends", f"the contract ends on {ends:%d/%m/%Y}, before it starts on {starts:%d/%m/%Y}")
    unit = unit_of(heading.labels[heading.columns["cost"]]) if "cost" in heading.columns else 1
    facts = {score: say(score, lambda value: score_of(value, most=5)) for score in ("criticality", "functional_fit", "technical_fit")}
    facts |= {score: say(score, lambda value: score_of(value, most=6)) for score in ("legacy_likelihood", "legacy_impact")}
    application = Application(
        owner=owner,
        name=name,
        capabilities=say("capability", lambda value: _capabilities(value, known)),
        product=say("product", _text) or name,
        variant=say("variant", _text),
        supplier=say("supplier", _text),
        users=once("users", count_of),
        annual_pence=once("cost", lambda value: pence_of(value, unit=unit)),
        scope=say("scope", scope_of),
        interfaces=say("interfaces", interfaces_of),
        data_held=say("data_held", _text),
        standards=say("standards", _list),
        contract_starts=starts,
        contract_ends=ends,
        evidence_url=say("evidence_url", _address),
        assessed_on=say("assessed_on", day_of),
        **facts,
    )
    return application, notes


def _text(value: Any) -> str:
    return " ".join(str(value).translate(_CONTROL).split())[:MOST_TEXT] if value is not None else ""


_CONTROL = dict.fromkeys(range(32), " ")


def _list(value: Any) -> tuple[str, ...]:
    parts = re.split(r"[;,\n]", str(value)) if value is not None else []
    return tuple(dict.fromkeys(part for one in parts if (part := _text(one))))


def _address(value: Any) -> str:
    words = _text(value)
    if words and not re.match(r"https?://[^\s<>\"]+\Z", words):
        raise Unreadable("evidence is a web address that begins with https://")
    return words


def _capabilities(value: Any, known: Mapping[str, str]) -> tuple[str, ...]:
    said = [part for one in re.split(r"[;\n]", str(value)) if (part := _text(one))] if value is not None else []
    if not said:
        raise Unreadable("no capability is named")
    found = []
    for one in said:
        code = known.get(folded(one))
        if code is None:
            near = difflib.get_close_matches(folded(one), known, n=1, cutoff=0.6)
            hint = f"; did you mean “{near[0]}”?" if near else "; see the list of capabilities"
            raise Unreadable(f"“{one}” is not a capability we know{hint}")
        found.append(code)
    return tuple(dict.fromkeys(found))


def scope_of(value: Any) -> tuple[str, ...]:
    """What a cost covers: any of licence, support, hosting, staff and change, in that order.

    Raises:
        Unreadable: another word.
    """
    words = set(re.split(r"[;,+&/\n]| and ", str(value).casefold())) if value is not None else set()
    said = {_text(word).removesuffix("s").replace("license", "licence").replace("maintenance", "support") for word in words if _text(word)}
    said = set(SCOPES) if said & {"all", "everything", "whole cost", "total cost of ownership"} else said
    if strange := sorted(said - set(SCOPES)):
        raise Unreadable(f"“{strange[0]}” is none of {', '.join(SCOPES)}")
    return tuple(one for one in SCOPES if one in said)


def interfaces_of(value: Any) -> tuple[Interface, ...]:
    """`PNC (receives; fallback: bureau by phone); ANPR (sends)` as interfaces."""
    found = []
    for part in re.findall(r"(?:[^;\n(]|\([^)]*\))+", str(value)) if value is not None else []:
        other, _, rest = part.partition("(")
        if not _text(other):
            continue
        said = {"direction": "both", "standard": "", "fallback": ""}
        for one in re.split(r"[;,]", rest.rstrip(" )")):
            key, colon, words = one.partition(":")
            if colon and key.strip().casefold() in said:
                said[key.strip().casefold()] = _text(words)
            elif one.strip().casefold() in ("receives", "sends", "both"):
                said["direction"] = one.strip().casefold()
        found.append(Interface(_text(other), said["direction"], said["standard"], said["fallback"]))
    return tuple(found)
