"""What about a look deserves a question: one's own name, a colleague's, a shared surname, or far more looks than is usual for that person.

Invariant: a flag is a reason to ask, never a finding; each says in words what it rests on.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from beatbook.vocabulary.names import tokens_of

USUAL_DAYS = 28
TIMES_USUAL, MORE_THAN_USUAL = 3, 10  # a day counts as unusual above three times the median of a person's days, and ten looks more


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to ask: what it is, and why it was raised."""

    label: str
    why: str


def name_flags(looker: str, names: Sequence[str], colleagues: Mapping[str, str]) -> tuple[Flag, ...]:
    """Flags from the names of the people who were looked at. `colleagues` maps the folded name of everybody with an account to how it is written."""
    own = tokens_of(_without_rank(looker))
    found: dict[str, Flag] = {}
    for name in names:
        tokens = tokens_of(name)
        if not tokens or not own:
            continue
        if folded(name) == folded(looker):
            found.setdefault("own", Flag("Own name", f"{name} has the name of the person who looked."))
        elif folded(name) in colleagues:
            found.setdefault("colleague", Flag("Colleague’s name", f"{name} has the name of {colleagues[folded(name)]}, who works here."))
        elif tokens[-1] == own[-1]:
            found.setdefault("surname", Flag("Same surname", f"{name} shares a surname with the person who looked."))
    return tuple(found.values())


def folded(name: str) -> str:
    """First and last name of somebody as one comparable text, without rank and number: `PC 1142 Amira Hale` is `amira hale`."""
    tokens = tokens_of(_without_rank(name))
    return " ".join((tokens[0], tokens[-1])) if len(tokens) > 1 else " ".join(tokens)


def unusual_days(days: Mapping[UUID, Sequence[date]], *, most: int | None = None) -> dict[tuple[UUID, date], Flag]:
    """Days on which somebody looked far more often than is usual for them; `days` gives for each person the day of each look.

    Where only `most` of a day were read, a day of as many says “or more”.
    """
    found = {}
    for person, seen in days.items():
        counts = Counter(seen)
        usual = median(counts.values()) if counts else 0
        for day, count in counts.items():
            if len(counts) > 1 and count > TIMES_USUAL * usual and count > usual + MORE_THAN_USUAL:
                found[person, day] = Flag("Unusual number", f"{_counted(count, most)} on this day; {usual:g} is usual for this person.")
    return found


def _counted(count: int, most: int | None) -> str:
    return f"{count} looks or more" if most is not None and count >= most else f"{count} looks"


def _without_rank(name: str) -> str:
    """The name after the collar number, where there is one; else without a rank in front."""
    words = name.split()
    numbered = [place for place, word in enumerate(words) if word.isdecimal()]
    if numbered:
        return " ".join(words[numbered[-1] + 1 :])
    return " ".join(word for word in words if word.casefold() not in _RANKS)


_RANKS = {"pc", "dc", "ps", "ds", "insp", "di", "ci", "dci", "supt", "pcso", "operator"}
