"""What a figure's page holds: a sentence, pictures, tables. Builders make it once; pages, files and the API show the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from beatbook.organisations.dated import Register
from beatbook.organisations.queries import register
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.svg.marks import Svg

Row = Sequence[Mapping[str, Any]]
NAMES_SHORT = (" Police Service", " Police", " Constabulary", " (made up)")
NARROW = 358.0  # of a phone: 390 without its margins


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, for what, and on which day."""

    viewer: Viewer
    query: Mapping[str, str]
    today: date


@dataclass(slots=True)
class Section:
    """One part of a figure: words, a picture in two widths, and the table that says the same."""

    id: str
    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Row]
    caption: str
    words: str = ""
    wide: Svg | str = ""
    narrow: Svg | str = ""
    legend: Sequence[tuple[str, str]] = ()
    empty: str = "Nothing that you may see."
    more_words: str = ""
    most: int = 200

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Columns as the table wants them."""
        return [{"label": label, "numeric": numeric} for label, numeric in self.columns]

    @property
    def shown(self) -> Sequence[Row]:
        """The rows of the page; the file has all."""
        return self.rows[: self.most]

    @property
    def left(self) -> int:
        """How many rows only the file has."""
        return max(0, len(self.rows) - self.most)

    def texts(self) -> list[list[str]]:
        """Every row as plain texts, for a file or a program."""
        return [[_text(cell) for cell in row] for row in self.rows]


@dataclass(slots=True)
class Figure:
    """A page's worth: title, the one sentence that comes first, and its sections; `choices` are other views of the same."""

    name: str
    title: str
    sentence: str
    sections: list[Section]
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    back: tuple[str, str] | None = None
    notes: str = ""
    link: tuple[str, str] | None = None


def _text(cell: Mapping[str, Any]) -> str:
    tag = cell.get("tag")
    note = f" ({cell['note']})" if cell.get("note") else ""
    return str(cell["text"]) + (f" [{tag['text']}]" if tag else "") + note


def cell(text: object, href: str | None = None, **more: Any) -> dict[str, Any]:
    """One cell of a table."""
    return {"text": str(text), **({"href": href} if href else {}), **more}


def pounds(pence: float | None) -> str:
    """Whole pounds, as money is compared here; what is not said is said so."""
    return "not said" if pence is None else phrases.money(round(pence / 100) * 100)


def short_pounds(pence: float) -> str:
    """`£1.2m`, `£340k`: for the narrow room of a picture; the table has it whole."""
    amount = pence / 100
    if abs(amount) >= 999_500:
        return f"£{amount / 1e6:,.1f}m"
    return f"£{amount / 1e3:,.0f}k" if abs(amount) >= 1_000 else f"£{amount:,.0f}"


def counted(count: int | None) -> str:
    """A count with separators, or that it was not said."""
    return "not said" if count is None else f"{count:,}"


def short_name(name: str) -> str:
    """`Durham Constabulary` as `Durham`, where many stand side by side."""
    for ending in NAMES_SHORT:
        name = name.removesuffix(ending)
    return name


class Names:
    """Names of organisations on a day, whole and short; somebody unknown is called by the code."""

    def __init__(self, asking: Asking) -> None:
        self.register: Register = register(viewer=asking.viewer)
        self._today = asking.today

    def whole(self, code: str) -> str:
        """`Durham Constabulary`."""
        facts = self.register.organisations.get(code)
        return facts.name_on(self._today) if facts else code

    def short(self, code: str) -> str:
        """`Durham`."""
        return short_name(self.whole(code))

    @property
    def n_forces(self) -> int:
        """How many forces there are today, whatever the viewer may see: the register is public."""
        return len(self.register.on(self._today, ("force",)))


def application_url(identifier: object) -> str:
    """The page of an application."""
    return reverse("technology-application", args=[identifier])


def capability_url(code: str) -> str:
    """The page of a capability."""
    return reverse("technology-capability", args=[code])


def figure_url(name: str) -> str:
    """The page of a figure by its name."""
    return reverse("technology-figure", args=[name])


def own_force(asking: Asking, names: Names, owners: Sequence[str]) -> str:
    """Whose own pages these are: the viewer's force, or the force that their organisation oversees, or the one asked for, if it may be seen."""
    asked = asking.query.get("force", "")
    if asked in owners:
        return asked
    mine = asking.viewer.organisation
    overseen = [
        tie.other for tie in names.register.ties if tie.organisation == mine and tie.kind == "oversees" and tie.period.holds(asking.today)
    ]
    return next((one for one in (mine, *overseen) if one in owners), owners[0] if owners else mine)
