"""Names of several naming traditions, most frequent first with a long tail, from the plain word lists beside this module."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

_FOLDER = Path(__file__).parent / "names"
_CAPITALS = str.maketrans("łŁøØßđĐıİ", "lLoOsdDiI")
TRADITIONS = {
    "british": 0.700, "irish": 0.035, "welsh": 0.025, "muslim_south_asian": 0.062, "sikh": 0.014, "hindu": 0.018, "polish": 0.040,
    "romanian": 0.018, "west_african": 0.020, "chinese": 0.009, "arabic": 0.014, "portuguese": 0.011, "turkish": 0.007,
    "caribbean": 0.019, "eastern_slavic": 0.008,
}  # fmt: skip
ETHNICITIES = {
    "british": "W1", "irish": "W2", "welsh": "W1", "muslim_south_asian": "A2", "sikh": "A1", "hindu": "A1", "polish": "W9",
    "romanian": "W9", "west_african": "B2", "chinese": "O1", "arabic": "O9", "portuguese": "W9", "turkish": "W9",
    "caribbean": "B1", "eastern_slavic": "W9",
}  # fmt: skip
NATIONALITIES = {"irish": "IRL", "polish": "POL", "romanian": "ROU", "portuguese": "PRT", "eastern_slavic": "UKR", "west_african": "NGA"}


def sections(file_name: str) -> dict[str, list[str]]:
    """Words of a list by its `[section]`; `~` stands for a space, `+` divides first parts from second parts of made words."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_FOLDER / file_name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current += [word.replace("~", " ") for word in line.split()]
    return found


def made_words(words: list[str]) -> list[str]:
    """Every first part with every second part, in an order that mixes them."""
    split = words.index("+")
    firsts, seconds = words[:split], words[split + 1 :]
    return [firsts[(i * 7 + j) % len(firsts)] + seconds[j % len(seconds)] for j in range(len(seconds)) for i in range(len(firsts))]


@dataclass(frozen=True)
class NameList:
    """Words with the running total of their shares, for drawing many at once."""

    words: list[str]
    shares: np.ndarray

    def draw(self, uniform: np.ndarray) -> list[str]:
        """A word for each number between 0 and 1."""
        words = self.words
        return [words[i] for i in np.searchsorted(self.shares, uniform).tolist()]


def zipf(words: list[str], steepness: float = 0.75, shift: float = 4.0) -> NameList:
    """Shares that fall with rank as (rank + shift) ** -steepness, repeats left out."""
    words = list(dict.fromkeys(words))
    weights = (np.arange(len(words)) + shift) ** -steepness
    shares = np.cumsum(weights / weights.sum())
    shares[-1] = 1.0
    return NameList(words, shares)


@dataclass(frozen=True)
class Tradition:
    """One naming tradition: forenames by sex and era, and surnames."""

    name: str
    female: tuple[NameList, ...]
    male: tuple[NameList, ...]
    surnames: NameList

    def forenames(self, sex: str, year: int) -> NameList:
        """The list from which parents of that year chose."""
        lists = self.female if sex == "F" else self.male
        return lists[0] if len(lists) == 1 else lists[0 if year < 1965 else 1 if year < 1995 else 2]


@cache
def traditions() -> tuple[Tradition, ...]:
    """Every tradition, in the order of `TRADITIONS`."""
    british = sections("british.txt")
    eras = ("before 1965", "1965 to 1994", "after 1994")
    result = []
    for name in TRADITIONS:
        words = british if name == "british" else sections(f"{name}.txt")
        if name == "british":
            female = tuple(zipf(words[f"female {era}"]) for era in eras)
            male = tuple(zipf(words[f"male {era}"]) for era in eras)
            surnames = zipf(words["surname"] + made_words(words["surname tail"]), 0.7, 6.0)
        else:
            female, male = (zipf(words["female"]),), (zipf(words["male"]),)
            tail = british["surname"][:60] if name in ("irish", "welsh", "caribbean") else []
            surnames = zipf(words["surname"] + tail, 0.8, 2.0)
        result.append(Tradition(name, female, male, surnames))
    return tuple(result)


@cache
def other_spellings() -> dict[str, list[str]]:
    """For each name, the other spellings of it."""
    result: dict[str, list[str]] = {}
    for line in (_FOLDER / "variants.txt").read_text(encoding="utf-8").splitlines():
        words = [] if line.startswith("#") else line.split()
        for word in words:
            result.setdefault(word, []).extend(other for other in words if other != word)
    return result


@cache
def short_names() -> dict[str, list[str]]:
    """For each forename, what friends say."""
    lines = (_FOLDER / "nicknames.txt").read_text(encoding="utf-8").splitlines()
    return {words[0]: words[1:] for line in lines if not line.startswith("#") and (words := line.split())}


@cache
def plain(text: str) -> str:
    """The text in unaccented letters, as a system writes it that has no others."""
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFD", text.translate(_CAPITALS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def surname_for(surname: str, tradition: str, sex: str) -> str:
    """The surname as a person of that sex bears it: Polish -ski is -ska for a woman."""
    if tradition == "polish" and sex == "F" and surname.endswith(("ski", "cki")):
        return surname[:-1] + "a"
    return surname
