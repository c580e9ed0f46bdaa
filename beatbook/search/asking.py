"""A question to the one box with its filters, as it stands in an address: the same by page, API and command.

Invariant: `read_asked(asked.query())` is `asked`, so that every search can be kept, sent and repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from beatbook.search.typed import MAX_TYPED, NOMINALS
from beatbook.vocabulary.names import tokens_of


class Kind(StrEnum):
    """Kinds of record, as they are stored."""

    PERSON = "person"
    EVENT = "event"
    OBJECT = "object"
    LOCATION = "location"


class Sort(StrEnum):
    """Orders of results."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and what was chosen beside it; an empty choice narrows nothing."""

    typed: str
    kind: str = ""
    system: str = ""
    area: str = ""
    year: int = 0
    sort: Sort = Sort.BEST
    page: int = 1

    def query(self) -> str:
        """The question as the query of an address, without what was left as it is."""
        parts = {"q": self.typed, "kind": self.kind, "system": self.system, "area": self.area, "year": self.year or ""}
        parts |= {"sort": "" if self.sort == Sort.BEST else self.sort.value, "page": "" if self.page == 1 else self.page}
        return urlencode({name: value for name, value in parts.items() if value})

    def narrowed(self, **choice: str | int) -> "Asked":
        """The same question with one choice made or, by an empty value, taken back; it begins at the first page again."""
        return replace(self, **{"page": 1, **choice})  # type: ignore[arg-type]

    @property
    def kind_meant(self) -> str:
        """The kind chosen or, when somebody typed “nominal”, person."""
        return self.kind or (Kind.PERSON if NOMINALS & set(tokens_of(self.typed)) else "")

    @property
    def cut(self) -> bool:
        """Was more typed than is read?"""
        return len(self.typed) >= MAX_TYPED


def read_asked(given: Mapping[str, str]) -> Asked:
    """The question in an address's query; what cannot be one of the choices is no choice."""
    kind, sort = given.get("kind", ""), given.get("sort", "")
    return Asked(
        typed=" ".join(given.get("q", "")[: 4 * MAX_TYPED].split())[:MAX_TYPED].strip(),
        kind=kind if kind in list(Kind) else "",
        system=given.get("system", "")[:100],
        area=given.get("area", "")[:20],
        year=_whole(given.get("year", ""), 9999),
        sort=Sort(sort) if sort in list(Sort) else Sort.BEST,
        page=_whole(given.get("page", ""), 1000) or 1,
    )


def _whole(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else 0
