"""How dates, numbers and lists are said on a page: GOV.UK's style, Europe/London, British English."""

import datetime
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})\Z")
FIELD_WORDS = {
    "pnc_id": "PNC number",
    "emails": "E-mail addresses",
    "phones": "Phone numbers",
    "value_pence": "Value in pence",
    "object_type": "Sort of thing",
    "event_type": "Sort of event",
}
MINUTE, HOUR, DAY = 60, 3600, 86_400
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def long_date(value: datetime.date | str | None) -> str:
    """`18 November 2026`; a partial ISO date says what it knows (`November 2026`, `2026`); text that is no date stays as it is."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = in_london(value).date()
    if isinstance(value, datetime.date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    found = PARTIAL_DATE.match(value)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return value
    words = [str(int(found[3]))] if found[3] else []
    words += [MONTHS[int(found[2]) - 1]] if found[2] else []
    return " ".join([*words, found[1]])


def clock(value: datetime.datetime) -> str:
    """`10:41pm` in London; `midnight` and `midday` by name."""
    local = in_london(value)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    return f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def date_time(value: datetime.datetime | datetime.date | str | None) -> str:
    """`18 November 2026 at 10:41pm`; a date without a time has no time said."""
    if isinstance(value, datetime.datetime):
        return f"{long_date(value)} at {clock(value)}"
    return long_date(value)


def in_london(value: datetime.datetime) -> datetime.datetime:
    """The same instant on a London clock; a time without a zone is taken as London's."""
    return value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)


def machine_time(value: datetime.datetime | datetime.date | str | None) -> str:
    """For `<time datetime>`: ISO 8601 with offset."""
    if isinstance(value, datetime.datetime):
        return in_london(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value or ""


def ago(value: datetime.datetime | None, now: datetime.datetime) -> str:
    """`14 minutes ago`; a clock slightly ahead counts as just now; None is `never`."""
    if value is None:
        return "never"
    seconds = (in_london(now) - in_london(value)).total_seconds()
    if seconds < MINUTE:
        return "just now"
    for unit, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE)):
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    raise AssertionError("unreachable")


def age_on(born: str | None, today: datetime.date) -> int | None:
    """Whole years since a full ISO date of birth; None when it is partial or no date."""
    try:
        birth = datetime.date.fromisoformat(born or "")
    except ValueError:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def born_and_age(born: str | None, today: datetime.date) -> str:
    """`14 March 1994 (32)`."""
    age = age_on(born, today)
    return long_date(born) if age is None else f"{long_date(born)} ({age})"


def number(value: float | None, places: int = 0) -> str:
    """`1,234` or `1,234.5`; a true minus sign, so that signs line up and are read out."""
    if value is None:
        return "not known"
    rounded = round(value, places)
    return ("−" if rounded < 0 else "") + f"{abs(rounded):,.{places}f}"


def signed(value: float, places: int = 1) -> str:
    """`+3.1`, `−2.6`, `0.0`."""
    text = number(value, places)
    return f"+{text}" if round(value, places) > 0 else text


def money(pence: int | None) -> str:
    """`£1,234` or `£12.50` from integer pence."""
    if pence is None:
        return "not known"
    pounds, rest = divmod(abs(pence), 100)
    return ("−" if pence < 0 else "") + f"£{pounds:,}" + (f".{rest:02d}" if rest else "")


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """`1 record`, `5 records`."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def sentence_list(items: Iterable[object]) -> str:
    """`a, b and c`."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def upper_first(text: str) -> str:
    """`white Toyota Yaris` as `White Toyota Yaris`; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def field_words(name: str) -> str:
    """The name of a field of a record in plain words: `date_of_birth` as `Date of birth`."""
    return FIELD_WORDS.get(name) or upper_first(name.replace("_", " "))


def spoken(text: str) -> str:
    """A date or a moment as a system writes it, said as people say it; any other text as it is."""
    if ISO_MOMENT.match(text):
        try:
            return date_time(datetime.datetime.fromisoformat(text))
        except ValueError:
            return text
    return long_date(text) if len(text) == len("2000-01-01") else text
