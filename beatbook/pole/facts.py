"""Details of a person with the source of each value; where systems disagree, every value is shown and the disagreement is said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from beatbook.pole.saying import Saying, address_line, own_words, person_name
from beatbook.vocabulary.dates import NotADate, age_years, read_iso_date
from beatbook.vocabulary.identifiers import normalise_phone
from beatbook.vocabulary.names import tokens_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was said: system and date."""

    system: str
    said_at: datetime
    record_id: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a detail, with everyone who said it, newest first."""

    text: str
    sources: tuple[Source, ...]
    search: str = ""
    key: str = ""

    @property
    def latest(self) -> datetime:
        """When it was last said."""
        return max(source.said_at for source in self.sources)


@dataclass(frozen=True, slots=True)
class Choice:
    """That somebody chose which of several stated values of a detail is shown first, and why. No system is told, and no value is hidden."""

    label: str
    key: str
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """One detail: its values, the best first. `disagree` when a person can have only one and systems name several; `choice` put the first one first."""

    label: str
    values: tuple[Value, ...]
    disagree: bool
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class _Detail:
    label: str
    read: Callable[[Saying], Iterable[str]]
    same: Callable[[str], str]
    single: bool
    searchable: bool = False


def _one(name: str) -> Callable[[Saying], Iterable[str]]:
    return lambda saying: [str(saying.content[name])] if saying.content.get(name) else []


def _many(name: str) -> Callable[[Saying], Iterable[str]]:
    return lambda saying: [str(value) for value in saying.content.get(name, [])]


def _folded(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _name_key(text: str) -> str:
    return " ".join(sorted(tokens_of(text)))


def _names(saying: Saying) -> Iterable[str]:
    return [person_name(saying.content), *map(str, saying.content.get("other_names", []))]


SEX = {"M": "Male", "F": "Female", "X": "Other"}
DETAILS = (
    _Detail("Names", _names, _name_key, single=False),
    _Detail("Date of birth", _one("date_of_birth"), str, single=True),
    _Detail("Sex", lambda saying: [SEX.get(str(v), str(v)) for v in _one("sex")(saying)], _folded, single=True),
    _Detail("Address", lambda saying: filter(None, [address_line(saying.content)]), _folded, single=True, searchable=True),
    _Detail("Phone", _many("phones"), lambda text: normalise_phone(text) or _folded(text), single=False, searchable=True),
    _Detail("E-mail", _many("emails"), str.casefold, single=False, searchable=True),
    _Detail("PNC number", _one("pnc_id"), _folded, single=True, searchable=True),
    _Detail("Occupation", _one("occupation"), _folded, single=False),
    _Detail("Description", _one("description"), _folded, single=False),
)


def facts_of(sayings: Sequence[Saying], choices: Mapping[str, Choice] | None = None) -> list[Fact]:
    """Details of one person from all visible records about them; a detail that nobody states is left out."""
    facts = [fact for detail in DETAILS if (fact := _fact(detail, own_words(sayings))).values]
    return [_chosen(fact, (choices or {}).get(fact.label)) for fact in facts]


def _chosen(fact: Fact, choice: Choice | None) -> Fact:
    """The chosen value first, as long as a visible record still states it; else as if nobody had chosen."""
    chosen = [value for value in fact.values if choice and fact.disagree and value.key == choice.key]
    if not chosen:
        return fact
    return replace(fact, values=(*chosen, *(value for value in fact.values if value not in chosen)), choice=choice)


def _fact(detail: _Detail, sayings: Sequence[Saying]) -> Fact:
    texts: dict[str, dict[str, list[Source]]] = {}
    for saying in sayings:
        source = Source(saying.system, saying.said_at, str(saying.id))
        for text in dict.fromkeys(detail.read(saying)):
            if key := detail.same(text):
                texts.setdefault(key, {}).setdefault(text, []).append(source)
    values = [_value(detail, key, spellings) for key, spellings in texts.items()]
    values.sort(key=lambda value: (value.latest, len(value.sources), value.text), reverse=True)
    return Fact(detail.label, tuple(values), disagree=detail.single and len(values) > 1)


def _value(detail: _Detail, key: str, spellings: dict[str, list[Source]]) -> Value:
    best = max(spellings, key=lambda text: (len(spellings[text]), max(s.said_at for s in spellings[text]), text))
    sources = sorted((s for found in spellings.values() for s in found), key=lambda s: (s.said_at, s.system, s.record_id), reverse=True)
    kept = {(s.system): s for s in reversed(sources)}
    newest_each = sorted(kept.values(), key=lambda s: (s.said_at, s.system), reverse=True)
    return Value(best, tuple(newest_each), search=best if detail.searchable else "", key=key)


def main_name(sayings: Sequence[Saying]) -> str:
    """The name that most records use, then the longest, then the newest; the same whichever record was opened."""
    counted: dict[str, tuple[int, int, datetime, str]] = {}
    for saying in own_words(sayings):
        name = person_name(saying.content)
        count, length, said, _ = counted.get(name, (0, len(name), saying.said_at, name))
        counted[name] = (count + 1, length, max(said, saying.said_at), name)
    return max(counted.values())[3]


def born(sayings: Sequence[Saying], today: date) -> tuple[str, int | None]:
    """The date of birth most often stated, as ISO text (perhaps only a year), and the age today; ('', None) when nobody says."""
    counts: dict[str, tuple[int, datetime]] = {}
    for saying in own_words(sayings):
        if text := str(saying.content.get("date_of_birth") or ""):
            count, said = counts.get(text, (0, saying.said_at))
            counts[text] = (count + 1, max(said, saying.said_at))
    if not counts:
        return "", None
    days = {text: _day(text) for text in counts}
    best = max(counts, key=lambda text: (days[text] is not None, *counts[text], text))
    day = days[best]
    return best, age_years(day, today) if day else None


def _day(text: str) -> date | None:
    """The day, where the text is a whole one that a calendar has: a system may say the 32nd, and its record still opens."""
    try:
        return read_iso_date(text)
    except NotADate:
        return None


READING_ORDER = (
    *(
        "title",
        "reference",
        "other_references",
        "event_type",
        "offence",
        "offence_code",
        "summary",
        "status",
        "outcome",
        "grade",
        "grading",
    ),
    *(
        "handling_conditions",
        "forenames",
        "surname",
        "other_names",
        "date_of_birth",
        "sex",
        "address",
        "postcode",
        "premises_name",
        "phones",
    ),
    *("emails", "pnc_id", "custody_number", "warnings", "occupation", "ethnicity", "nationality", "object_type", "registration", "make"),
    *("model", "colour", "description", "serial_number", "value_pence"),
)


def in_reading_order(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The fields of a record as people read them, then any others by name: the database keeps no order of its own."""
    places = {name: place for place, name in enumerate(READING_ORDER)}
    return sorted(content.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))


def plain(content: Any) -> str:
    """A JSON value as words for the table of what a system said."""
    if isinstance(content, list | tuple):
        return "; ".join(plain(item) for item in content)
    if isinstance(content, dict):
        return ", ".join(f"{key}: {plain(value)}" for key, value in content.items() if value not in (None, ""))
    return str(content)
