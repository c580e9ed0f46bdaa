"""What a new password must not be: words that belong to this place or person, or one that is known from a breach elsewhere. Pure.

Source: NIST SP 800-63B, section 5.1.1.2 (memorised secrets: context words, breached lists); ASVS 5, 6.2. The form of breached lists is that of
Have I Been Pwned's downloads and range interface: SHA-1 in hex, a colon, how often it was seen.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

SHORTEST_WORD = 4  # shorter parts of a name, such as Lee, stand in too many words that are not it
EVERYBODYS = ("beatbook", "police", "constable", "sergeant", "inspector", "password", "welcome", "officer")
PREFIX = 5  # of 40 hex digits: what a range interface is told, shared by hundreds of passwords
LONGEST_LINE = 80
_LOOKS_LIKE = str.maketrans("0134578@$!", "oieastbasi")


def context_words(*texts: str) -> set[str]:
    """The words of a force's name, a user name and a person's own, lower-case, that are long enough to tell of them; and everybody's guesses."""
    found = {word for text in texts for word in re.split(r"[^a-z]+", text.casefold()) if len(word) >= SHORTEST_WORD}
    return found | set(EVERYBODYS)


def context_word_in(password: str, words: Iterable[str]) -> str | None:
    """The first of these words that makes up a good part of a password, with digits read as the letters they stand for; None when there is none.

    A word counts when what is left beside it is shorter than twelve signs: “beatbook2026!!” falls, a long sentence that mentions police does not.
    """
    plain = password.casefold()
    for written in (plain, plain.translate(_LOOKS_LIKE)):
        for word in sorted(words):
            if word in written and len(written.replace(word, "")) < 12:
                return word
    return None


def sha1_of(password: str) -> str:
    """Forty hex digits in upper case, as breached lists write them. SHA-1 is their key here, and protects nothing."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def stands_in_range(answer: str, digits: str) -> bool:
    """Is this hash among the lines of a range, which give the digits after the first five? Lines with a count of nought are padding."""
    wanted = digits[PREFIX:]
    for line in answer.splitlines():
        rest, _, seen = line.strip().partition(":")
        if rest.upper() == wanted:
            return seen.strip() != "0"
    return False


def stands_in_file(path: Path, digits: str) -> bool:
    """Is this hash in a file of lines `SHA1:count` in rising order? Found by halving, so that a file of 40 gigabytes takes some forty reads.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while high - low > LONGEST_LINE:
            middle = (low + high) // 2
            file.seek(middle)
            file.readline()
            if file.tell() >= high or file.readline()[:40].decode("ascii", "replace").upper() > digits:
                high = middle
            else:
                low = middle
        file.seek(low)
        lines = file.read(high - low + 3 * LONGEST_LINE).splitlines()
    return any(line[:40].decode("ascii", "replace").upper() == digits for line in lines)
