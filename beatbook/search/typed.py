"""What somebody typed into the one box, read as terms: each with the keys that would answer it and how well each key does.

Invariant: the same words give the same terms by page, address or command; nothing here reads data.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from beatbook.vocabulary.dates import NotADate, read_uk_date
from beatbook.vocabulary.identifiers import address_key, normalise_email, normalise_phone, normalise_plate, normalise_reference
from beatbook.vocabulary.names import formal_names, nicknames_for, sound_of, tokens_of
from beatbook.vocabulary.postcodes import normalise_postcode

MAX_TYPED = 200
MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(
    r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}) (\d{4})\b", re.I
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b", re.I)
_PLATE = re.compile(r"\b[a-z]{2}\d{2} ?[a-z]{3}\b|\b[a-z]\d{1,3} ?[a-z]{3}\b", re.I)
_MAYBE_PLATE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z\d?*]{1,8}(?: [a-z\d?*]{1,5})?", re.I)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?<![\w/])\+?\d[\d ()]{8,16}\d(?![\w/])")
_REFERENCE = re.compile(r"(?<!\w)(?=[\w/\-]*\d)[\w]+(?:[/\-]\w+)+(?!\w)|\b[a-z]{1,4}\d{4,}\b|\b\d{5,9}\b", re.I)
_YEAR = re.compile(r"\b(19|20)\d{2}\b")
_HOUSE = re.compile(r"^(?:flat \w+,? )?\d+[a-z]? [a-z]", re.I)

EXACT, NICKNAME, TYPO, SOUND, PREFIX = 1.0, 0.8, 0.7, 0.6, 0.5
"""How good each way of answering a name is; the order matters, the sizes only rank."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing typed. `keys` maps each index key that answers it to how well; `prefix` is a name still being typed."""

    words: str
    sort: str
    keys: tuple[tuple[str, float], ...]
    token: str = ""
    year: str = ""


def read_typed(text: str) -> list[Term]:
    """Terms of what was typed: dates, postcodes, plates, e-mails, phones, references and addresses first, names from what is left."""
    rest = " ".join(text[:MAX_TYPED].replace(",", " , ").split()).replace(" ,", ",")
    terms: list[Term] = []
    for sort, pattern, keys_for in _PATTERNS:
        for found in list(pattern.finditer(rest)):
            if keys := keys_for(found.group(0)):
                terms.append(Term(found.group(0).strip(), sort, tuple((key, EXACT) for key in keys)))
                rest = rest.replace(found.group(0), " ", 1)
    if not terms and (plate := _plate_alone(rest)):
        terms.append(plate)
    if _HOUSE.match(rest.strip()) and (line := address_key(rest)):
        return [*terms, Term(rest.strip(), "address", ((f"address:{line}", EXACT),))]
    for found in _YEAR.finditer(rest):
        terms.append(Term(found.group(0), "year", (), year=found.group(0)))
    return terms + [_name_term(token) for token in tokens_of(_YEAR.sub(" ", rest)) if not token.isdigit()]


def _plate_alone(text: str) -> Term | None:
    """A plate of an older form, one misread, or a part of one (`ZZ19 A??`), when it is all that was typed; a name and a number may be meant as well."""
    if not _MAYBE_PLATE.fullmatch(text.strip()) or _YEAR.search(text):
        return None
    plate = normalise_plate(text)
    return Term(text.strip(), "plate", ((f"plate:{plate}", EXACT),)) if plate and len(plate) >= 3 else None


def _name_term(token: str) -> Term:
    keys = {f"sound:{sound_of(token)}": SOUND}
    keys |= {f"name:{other}": NICKNAME for other in (*formal_names(token), *nicknames_for(token))}
    keys[f"name:{token}"] = EXACT
    return Term(token, "name", tuple(keys.items()), token=token)


def _date_keys(text: str) -> Iterable[str]:
    found = _DATE.fullmatch(text)
    if not found:
        return []
    day, month, year, y, m, d, day_w, month_w, year_w = found.groups()
    if month_w:
        months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(month_w.lower()[:3])]
        day, month, year = day_w, str(months[0]) if months else "0", year_w
    if y:
        day, month, year = d, m, y
    try:
        return [f"born:{read_uk_date(f'{int(day):02d}/{int(month):02d}/{year}').isoformat()}"]
    except NotADate:
        return []


def _keyed(prefix: str, value: str | None) -> Iterable[str]:
    return [f"{prefix}:{value}"] if value else []


_PATTERNS = (
    ("date of birth", _DATE, _date_keys),
    ("email", _EMAIL, lambda text: _keyed("email", normalise_email(text))),
    ("postcode", _POSTCODE, lambda text: _keyed("postcode", (normalise_postcode(text) or "").replace(" ", "") or None)),
    ("plate", _PLATE, lambda text: _keyed("plate", normalise_plate(text))),
    ("phone", _PHONE, lambda text: _keyed("phone", normalise_phone(text))),
    ("reference", _REFERENCE, lambda text: _keyed("ref", normalise_reference(text)) if not _YEAR.fullmatch(text) else []),
)
