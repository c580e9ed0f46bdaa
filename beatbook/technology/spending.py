"""Run, mandated and innovation: one definition, as rules in their order, applied to every line of a ledger alike.

Invariant: each line is in exactly one class; what no rule names is unclassified and is shown so; shares of a ledger sum to one.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beatbook.technology.facts import folded


class Spend(StrEnum):
    """What a pound is for."""

    RUN = "run"
    MANDATED = "mandated"
    INNOVATION = "innovation"
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ledger. A credit is negative. `kind` is actual, budget or forecast."""

    owner: str
    year: int
    kind: str
    account: str
    account_name: str
    supplier: str
    description: str
    project: str
    pence: int
    on: date | None = None

    def text_of(self, field: str) -> str:
        """A field for a rule to look at."""
        return str(getattr(self, field))


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines whose `field` holds one of these words (as whole words) or begins with one of these account codes are of this class."""

    code: str
    spend: Spend
    field: str
    words: tuple[str, ...]
    begins: tuple[str, ...]
    why: str

    def holds(self, line: Line) -> bool:
        """Is the rule about this line?"""
        text = line.text_of(self.field)
        padded = f" {folded(text)} "
        return any(f" {word} " in padded for word in self.words) or any(text.strip().startswith(code) for code in self.begins)


@dataclass(frozen=True, slots=True)
class Definition:
    """The rules in their order, with the version that is printed beside every share."""

    version: str
    rules: tuple[Rule, ...]

    def classify(self, line: Line) -> tuple[Spend, str]:
        """The class of a line, and the code of the first rule that is about it."""
        for rule in self.rules:
            if rule.holds(line):
                return rule.spend, rule.code
        return Spend.UNCLASSIFIED, ""


class DefinitionFaulty(ValueError):
    """The file of rules has a fault; the message says in which rule."""


def read_definition(text: str) -> Definition:
    """The definition out of its TOML file.

    Raises:
        DefinitionFaulty: two rules of one code, an unknown class or field, a rule without words, or no TOML at all.
    """
    try:
        found = tomllib.loads(text)
        rules = tuple(_rule(one) for one in found["rule"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DefinitionFaulty(f"the rules cannot be read: {error}") from error
    codes = [rule.code for rule in rules]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise DefinitionFaulty(f"two rules are called {twice[0]}")
    return Definition(str(found["version"]), rules)


def _rule(facts: Mapping[str, object]) -> Rule:
    code = str(facts["code"])
    words, begins = (tuple(str(one) for one in _listed(facts.get(name, []))) for name in ("words", "begins"))
    if facts["spend"] not in [*Spend][:3] or facts["field"] not in ("account", "account_name", "supplier", "description", "project"):
        raise DefinitionFaulty(f"rule {code}: unknown class or field")
    if not words and not begins:
        raise DefinitionFaulty(f"rule {code}: neither words nor account codes")
    return Rule(code, Spend(str(facts["spend"])), str(facts["field"]), tuple(folded(one) for one in words), begins, str(facts["why"]))


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class Shares:
    """Pence by class, and the shares of what is classified and of all."""

    pence: Mapping[Spend, int]

    @property
    def total(self) -> int:
        """All of it, credits taken off."""
        return sum(self.pence.values())

    def share(self, spend: Spend) -> float | None:
        """The share of all; None of nothing."""
        return self.pence.get(spend, 0) / self.total if self.total else None


def shares_of(lines: Iterable[tuple[Spend, int]]) -> Shares:
    """Shares of lines given as (class, pence)."""
    found: dict[Spend, int] = dict.fromkeys(Spend, 0)
    for spend, pence in lines:
        found[spend] += pence
    return Shares(found)


def year_words(year: int) -> str:
    """The financial year that begins in April of `year`: `2026/27`."""
    return f"{year}/{(year + 1) % 100:02d}"


def financial_year(day: date) -> int:
    """The year in whose April the financial year of this day begins."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True, slots=True)
class YearAhead:
    """One year: what is spent if nothing changes, the savings that must be found and those that are planned; all in pence."""

    year: int
    unchanged: int
    target: int
    planned: int

    @property
    def gap(self) -> int:
        """What is still to be found; negative when more is planned than must be."""
        return self.target - self.planned


def years_ahead(
    last_year: int, last_spend: int, *, years: int, uplift: float, targets: Mapping[int, int], plans: Sequence[tuple[int, int]]
) -> list[YearAhead]:
    """The years after `last_year`. Spend grows by `uplift` a year (0.03 is 3 %); a plan is (first year, pence a year) and lasts."""
    saved: dict[int, int] = defaultdict(int)
    for first, pence in plans:
        for year in range(max(first, last_year + 1), last_year + years + 1):
            saved[year] += pence
    return [
        YearAhead(year, round(last_spend * (1 + uplift) ** (year - last_year)), targets.get(year, 0), saved[year])
        for year in range(last_year + 1, last_year + years + 1)
    ]
