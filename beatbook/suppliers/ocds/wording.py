"""Text as publishers' exports break it: line breaks and tabs that lost their backslash, letters read in the wrong encoding, contacts inside prose."""

import html
import re
from collections.abc import Callable

Mending = tuple[str, Callable[[str], str]]

# English words and place names end in these; before any other "rn" stood a line break.
_ENDING = (
    r"(?:burn|bourn|thorn|horn|turn|corn|born|worn|torn|sworn|\Alearn|\Arelearn|\Aearn|warn|barn|yarn|cairn|rthern|uthern|eastern|western|pattern|modern|concern|"
    r"govern|severn|malvern|cavern|tavern|intern|lantern|stern|fern|discern|mourn|adjourn)"
)
_GENUINE = re.compile(rf"{_ENDING}\Z", re.IGNORECASE)
_DOUBLED = re.compile(r"(?:rn){2,}[ ]?(?=[^a-z]|\Z)")
_AFTER_MARK = re.compile(r"(?<=[^A-Za-z\s])rn(?=[^a-z]|\Z)[ ]?")
_ALONE = re.compile(r"(?<=\s)rn(?=\s|\Z)[ ]?")
_AFTER_WORD = re.compile(r"\b([A-Za-z]*[a-z])rn(?:[ ]?(?=[A-Z0-9(•*\-–])|\Z)")
_TABS = re.compile(r"((?:^|(?<=\s))(?:[•\-*–]|\d+(?:\.\d+)*\.?))t(?=[A-Z])", re.MULTILINE)
_MISREAD = re.compile(
    "[ÂÃÄÅ][\u0080-\uffff]|â[\u0080-\uffff]{2}"
)  # the first bytes of accented letters, quotes, dashes and bullets in UTF-8
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|pound|#\d{1,5}|#x[0-9a-fA-F]{1,4});")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TELEPHONE = re.compile(r"(?<![\w/=-])(?:\+44[ ]?(?:\(0\)[ ]?)?|\(?0)\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\w-])")


def with_line_breaks(text: str) -> str:
    """A stray "rn" becomes the line break it was, a stray "t" after a bullet a space; "modern ICT" and "Blackburn Road" stay."""
    if "rn" not in text and "t" not in text:
        return text
    broken = _DOUBLED.sub("\n\n", text)
    broken = _ALONE.sub("\n", _AFTER_MARK.sub("\n", broken))
    broken = _AFTER_WORD.sub(lambda found: found[0] if _GENUINE.search(f"{found[1]}rn") else f"{found[1]}\n", broken)
    return _TABS.sub(r"\1 ", broken)


def _read_again(found: re.Match[str]) -> str:
    signs = b"".join(_as_byte(sign) for sign in found[0])
    try:
        return signs.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _as_byte(sign: str) -> bytes:
    """The byte that Windows-1252 showed as this sign; five bytes have no sign there and came through as they were."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1") if ord(sign) < 256 else b"\xff"  # no UTF-8 holds ff, so that the run stays as it is


def in_right_letters(text: str) -> str:
    """UTF-8 that was read as Windows-1252, once or twice, read again: "â€™" is an apostrophe, "Â£" a pound sign."""
    once = _MISREAD.sub(_read_again, text)
    return once if once == text else _MISREAD.sub(_read_again, once)


def in_whole_signs(text: str) -> str:
    """Halves of signs, which no file can hold, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def without_entities(text: str) -> str:
    """`&amp;` and its like as the signs they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def without_contacts(text: str) -> str:
    """E-mail addresses and telephone numbers taken out of prose: they are named officers'."""
    return _TELEPHONE.sub("[telephone removed]", _EMAIL.sub("[e-mail removed]", text))


MENDINGS: tuple[Mending, ...] = (
    ("a sign that is no letter was replaced", in_whole_signs),
    ("letters were in the wrong encoding", in_right_letters),
    ("signs were written as HTML", without_entities),
    ("“rn” or “t” stood for line breaks or tabs", with_line_breaks),
    ("an e-mail address or telephone number was taken out", without_contacts),
)
