"""Names as people write them, folded to tokens that can be compared: case, accents, hyphens, apostrophes and particles apart.

Invariant: folding is idempotent, and a token never holds a space.
"""

import re
import unicodedata
from functools import cache, lru_cache

import jellyfish

MAX_NAME_LENGTH = 200
MAX_TOKENS = 8
_NOT_DECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
    }
)
_APOSTROPHES = re.compile("['’‘`´ʼʻ]")
_NOT_WORD = re.compile(r"[\W_]+")
_JOINED_PREFIXES = frozenset({"mc", "mac", "o"})


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, without accents and apostrophes, every other sign a single space; letters of other scripts are kept."""
    # Twice: a capital may appear only once a sign is decomposed, and folding case may compose again.
    lower = unicodedata.normalize("NFKD", text[:MAX_NAME_LENGTH]).casefold()
    decomposed = unicodedata.normalize("NFKD", lower).casefold().translate(_NOT_DECOMPOSED)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain))[:MAX_NAME_LENGTH].strip()


@lru_cache(maxsize=200_000)
def tokens_of(name: str) -> tuple[str, ...]:
    """Tokens of a name in the order written, at most eight; `Mc Donald` and `O Brien` are one token each."""
    tokens: list[str] = []
    for token in fold(name).split():
        if tokens and tokens[-1] in _JOINED_PREFIXES and len(token) > 1:
            tokens[-1] += token
        else:
            tokens.append(token)
    return tuple(tokens[:MAX_TOKENS])


@lru_cache(maxsize=200_000)
def sound_of(token: str) -> str:
    """How a token sounds (metaphone); a token in another script sounds as it is written."""
    if not token.isascii():
        return token
    return jellyfish.metaphone(token) or token


# Nicknames of these islands that the table, which is American, does not know.
_BRITISH_NICKNAMES = {
    "chris": ("christopher", "christine"), "ste": ("stephen", "steven"), "baz": ("barry",), "bazza": ("barry",), "caz": ("caroline",),
    "chaz": ("charles",), "daz": ("darren",), "dazza": ("darren",), "gaz": ("gary", "gareth"), "gazza": ("gary", "gareth"),
    "jaz": ("jasmine", "jaspreet"), "jez": ("jeremy", "jeremiah"), "kaz": ("karen",), "kev": ("kevin",), "loz": ("lauren", "laurence"),
    "maz": ("martin", "mariam"), "mo": ("mohammed", "muhammad", "maureen"), "mohd": ("mohammed", "muhammad"),
    "md": ("mohammed", "muhammad"), "nige": ("nigel",), "saz": ("sarah",), "shaz": ("sharon",), "stu": ("stuart", "stewart"),
    "tel": ("terence", "terry"), "tez": ("terence", "terry"), "trace": ("tracey", "tracy"), "wayney": ("wayne",), "deano": ("dean",),
    "jonno": ("jonathan", "john"), "robbo": ("robert",), "stevo": ("steven", "stephen"), "lou": ("louise", "louis"), "gem": ("gemma",),
    "kel": ("kelly",), "hev": ("heather",), "charl": ("charlotte",), "nat": ("natalie", "nathan", "natasha"),
}  # fmt: skip


@cache
def _nicknamer():  # type: ignore[no-untyped-def]
    """Named loader: the nickname table is read from a file at first use (about 10 ms)."""
    from nicknames import NickNamer  # noqa: PLC0415 - named loader

    return NickNamer()


@lru_cache(maxsize=200_000)
def formal_names(token: str) -> tuple[str, ...]:
    """Formal names for which this token is a nickname, at most six: `bill` gives robert, will, william, willis."""
    british = _BRITISH_NICKNAMES.get(token, ())
    others = sorted(_nicknamer().canonicals_of(token) - {token}, key=lambda name: (not name.startswith(token), name))
    return tuple(dict.fromkeys((*british, *others)))[:6]


@lru_cache(maxsize=200_000)
def nicknames_for(token: str) -> tuple[str, ...]:
    """Nicknames of this formal name, sorted."""
    return tuple(sorted(_nicknamer().nicknames_of(token) - {token}))


@lru_cache(maxsize=200_000)
def deletions_of(token: str) -> tuple[str, ...]:
    """The token with each one letter left out: two tokens one slip apart share one of these or the token itself."""
    return tuple(sorted({token[:place] + token[place + 1 :] for place in range(len(token))}))
