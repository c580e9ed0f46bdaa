"""What somebody typed into the one box, read as terms: each with the ways in which a record can answer it.

Invariant: the same words on the same day give the same terms by page, address or command; nothing here reads data.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beatbook.linkage.things import keys_of_plate
from beatbook.linkage.things_addresses import keys_of_address
from beatbook.linkage.words import one_form
from beatbook.search.spans import MONTHS, Span, read_spans
from beatbook.vocabulary.dates import NotADate, read_uk_date
from beatbook.vocabulary.identifiers import (
    STREET_ENDS,
    address_key,
    normalise_email,
    normalise_phone,
    normalise_plate,
    normalise_pnc_id,
    normalise_reference,
)
from beatbook.vocabulary.names import formal_names, nicknames_for, sound_of, tokens_of
from beatbook.vocabulary.postcodes import normalise_postcode

MAX_TYPED, MAX_TERMS = 200, 12
SHORTEST_PART = 2
LAST = chr(1114111)  # sorts after every sign that can follow
NOMINALS = frozenset({"nominal", "nominals"})
NO_NAME = frozenset({"the", "of", "and", "at", "in", "with", "from", "aka"})
_DATE = re.compile(
    r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}) (\d{4})\b", re.I
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b", re.I)
_PLATE = re.compile(r"\b[a-z]{2}\d{2} ?[a-z]{3}\b|\b[a-z]\d{1,3} ?[a-z]{3}\b", re.I)
_MAYBE_PLATE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z\d?*]{1,8}(?: [a-z\d?*]{1,5})?", re.I)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?<![\w/])\+?\d[\d ()]{8,16}\d(?![\w/])")
_REFERENCE = re.compile(r"(?<!\w)(?=[\w/\-]*\d)[\w]+(?:[/\-]\w+)+(?!\w)|\b[a-z]{1,4}\d{4,}\b|\b\d{5,9}\b", re.I)
_HOUSE = re.compile(r"^(?:flat \w+,? )?\d+[a-z]? [a-z]", re.I)
_HOUSE_WITHIN = re.compile(
    r"\b(?:flat \w+,? )?\d+[a-z]? (?:[a-z'.\-]+ ){1,3}?(?:" + "|".join(sorted(STREET_ENDS)) + r"|rd|st|ave|cl|dr|ln|rw|cres)\b", re.I
)


class How(StrEnum):
    """In what way a record answers a term, best first."""

    EXACT = "as typed"
    NICKNAME = "by a short or long form of the name"
    SPELLING = "by a spelling one slip apart"
    SOUND = "by a name that sounds alike"
    BEGINNING = "by a beginning"
    NEAR = "by one that is nearly the same"
    WORD = "by a word of what it says"
    STREET = "by the street"
    AREA = "by the area in which it lies"
    SPAN = "by a date in that time"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer: the lookup key `low`, or every key from `low` up to and without `high`."""

    low: str
    how: How = How.EXACT
    high: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing typed. `token` is a name or word that may be misspelt; a `span` narrows what other terms find, by birth or by when it happened."""

    words: str
    sort: str
    ways: tuple[Way, ...] = ()
    token: str = ""
    span: Span | None = None


def read_typed(text: str, today: date) -> list[Term]:
    """Terms of what was typed: dates, numbers and addresses first, then ages and years, and names and words from what is left."""
    rest = " ".join(text[:MAX_TYPED].replace("\0", " ").replace(",", " , ").split()).replace(" ,", ",")
    terms: list[Term] = []
    for sort, pattern, ways_for in _PATTERNS:
        for found in list(pattern.finditer(rest)):
            if ways := ways_for(found.group(0)):
                terms.append(Term(found.group(0).strip(), sort, ways))
                rest = rest.replace(found.group(0), " ", 1)
    rest = rest.strip(" ,")
    told = [span for span in read_spans(rest, today)[0] if not span.words.isdigit()]
    if not terms and not told and (plate := _plate_alone(rest)):
        return [plate]
    if _HOUSE.match(rest) and not read_spans(rest, today)[0] and (line := address_key(rest)):
        return [*terms, _address(rest, line)][:MAX_TERMS]
    spans, rest = read_spans(rest, today)
    terms += [Term(span.words, "time", (Way(f"born:{span.since}", How.SPAN, f"born:{span.until}"),), span=span) for span in spans]
    return (terms + _plain_terms(tokens_of_all(rest)))[:MAX_TERMS]


def tokens_of_all(text: str) -> list[str]:
    """Every token of a text, also beyond the eight that a name may have."""
    return list(dict.fromkeys(token for word in text.split() for token in tokens_of(word)))


def _plain_terms(tokens: list[str]) -> list[Term]:
    streets = _streets(tokens)
    terms = []
    for place, token in enumerate(tokens):
        if token in NOMINALS:
            continue  # every person is one: the word narrows to people (asking.kind_of)
        if place in streets and not streets[place]:
            continue  # the end of a street, which the word before it asks for
        if token.isdigit() or token in NO_NAME:
            continue
        terms.append(_token_term(token, streets.get(place, ())))
    return terms


def _streets(tokens: list[str]) -> dict[int, tuple[str, ...]]:
    """By the place of each token, the streets that may begin there: `foundry row` gives one for `foundry`, and none for `row` itself."""
    found: dict[int, tuple[str, ...]] = {}
    for end, token in enumerate(tokens):
        whole = (address_key(f"x {token}") or "").rpartition(" ")[2]
        if end == 0 or whole not in STREET_ENDS:
            continue
        for start in range(max(0, end - 3), end):
            street = address_key(" ".join(tokens[start : end + 1]))
            if street and " " in street:
                found[start] = (*found.get(start, ()), street)
        found[end] = ()
    return found


def _token_term(token: str, streets: tuple[str, ...]) -> Term:
    ways = [Way(f"name:{token}")]
    ways += [Way(f"name:{other}", How.NICKNAME) for other in (*formal_names(token), *nicknames_for(token))]
    if len(token) > 1 and not any(map(str.isdigit, token)):
        ways.append(Way(f"sound:{sound_of(token).lower()}", How.SOUND))
    if len(token) >= SHORTEST_PART:
        ways.append(Way(f"name:{token}\x01", How.BEGINNING, f"name:{token}{LAST}"))
        ways.append(Way(f"street:{token} ", How.STREET, f"street:{token} {LAST}"))
    ways += [Way(f"street:{street}", How.STREET) for street in streets]
    ways.append(Way(f"word:{one_form(token)}", How.WORD))
    if any(sign.isdigit() for sign in token):
        ways += _part_of_a_number(token)
    return Term(token, "street" if streets else "name or word", tuple(dict.fromkeys(ways)), token=token)


def _part_of_a_number(token: str) -> list[Way]:
    """Ways for letters and digits together: a plate or its beginning or end, a postcode district, the beginning of a reference."""
    signs = token.upper()
    ways = list(_plate_ways(signs)) if len(signs) >= 3 else []
    if len(signs) >= 2:
        ways.append(Way(f"postcode:{signs}", How.BEGINNING, f"postcode:{signs}{LAST}"))
    if len(signs) >= 4:
        ways += _reference_ways(token)
    return ways


def _address(words: str, line: str) -> Term:
    ways = [Way(f"address:{line}"), Way(f"address:{line} ", How.EXACT, f"address:{line} {LAST}")]
    ways += [Way(key, How.NEAR) for key in keys_of_address(line)]
    return Term(words, "address", tuple(ways))


def _plate_alone(text: str) -> Term | None:
    """A plate of an older form, one misread, or a part of one (`ZZ19 A??`), when it is all that was typed; a name and a number may be meant as well."""
    if not _MAYBE_PLATE.fullmatch(text) or re.search(r"\b(19|20)\d{2}\b", text):
        return None
    plate = normalise_plate(text)
    return Term(text, "plate", tuple(_plate_ways(plate))) if plate and len(plate) >= 3 else None


def _plate_ways(plate: str) -> Iterable[Way]:
    yield Way(f"plate:{plate}")
    yield from (Way(key, How.NEAR) for key in keys_of_plate(plate) if key.startswith("platenear:"))
    if len(plate) <= 5:
        yield Way(f"plate:{plate}\x01", How.BEGINNING, f"plate:{plate}{LAST}")
        yield Way(f"plateend:{plate[-3:]}", How.BEGINNING)


def _date_ways(text: str) -> tuple[Way, ...]:
    found = _DATE.fullmatch(text)
    if not found:
        return ()
    day, month, year, y, m, d, day_w, month_w, year_w = found.groups()
    if month_w:
        months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(month_w.lower()[:3])]
        day, month, year = day_w, str(months[0]) if months else "0", year_w
    if y:
        day, month, year = d, m, y
    try:
        return (Way(f"born:{read_uk_date(f'{int(day):02d}/{int(month):02d}/{year}').isoformat()}"),)
    except NotADate:
        return ()


def _reference_ways(text: str) -> tuple[Way, ...]:
    if re.fullmatch(r"(?:19|20)\d{2}(?:-(?:19|20)\d{2})?|\d{1,2}-\d{1,2}", text):
        return ()
    reference, pnc = normalise_reference(text), normalise_pnc_id(text)
    ways = [Way(f"ref:{reference}"), Way(f"ref:{reference}\x01", How.BEGINNING, f"ref:{reference}{LAST}")] if reference else []
    return tuple(ways + ([Way(f"pnc:{pnc}")] if pnc else []))


def _keyed(prefix: str, normalise: Callable[[str], str | None]) -> Callable[[str], tuple[Way, ...]]:
    def ways_for(text: str) -> tuple[Way, ...]:
        value = normalise(text)
        return (Way(f"{prefix}:{value}"),) if value else ()

    return ways_for


def _house_ways(text: str) -> tuple[Way, ...]:
    line = address_key(text)
    return _address(text, line).ways if line else ()


_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], tuple[Way, ...]]], ...] = (
    ("date of birth", _DATE, _date_ways),
    ("email", _EMAIL, _keyed("email", normalise_email)),
    ("postcode", _POSTCODE, _keyed("postcode", normalise_postcode)),
    ("address", _HOUSE_WITHIN, _house_ways),
    ("plate", _PLATE, lambda text: tuple(_plate_ways(plate)) if (plate := normalise_plate(text)) else ()),
    ("phone", _PHONE, _keyed("phone", normalise_phone)),
    ("reference", _REFERENCE, _reference_ways),
)
