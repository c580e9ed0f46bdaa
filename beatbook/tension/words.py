"""Words of free text that could tell of something new. Names of people are never among them. Pure.

A word is left out when it is short, bears a digit, stands with a capital within a sentence, is a name that a record of the same marking bears, or is
one that sentences are made of.
"""

import re
from collections.abc import Collection, Iterator

FEWEST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:;]\s+)")
COMMON = frozenset(
    "about above after again against also another around away back because been before behind being below beside between both came "
    "cannot come could does done down during each either else even every first found from gave given goes going gone have having "
    "here into itself just known last left like made make many more most much near never next none nothing only onto other over "
    "same seen several since some still such taken than that their them then there these they this those through told took under "
    "until upon used using very want went were what when where which while whom whose will with within without would your".split()
)

OF_PEOPLE = frozenset(
    "african aged arab asian beard bearded black blonde brown build caribbean caucasian chinese dark ethnic ethnicity european eyes female "
    "foreign gypsy hair height indian lady ladies male males muslim jewish christian sikh hindu pakistani polish roma romanian skin "
    "slim stocky suspect suspects tall traveller travellers victim white woman women years".split()
)


def words_of(text: str, names: Collection[str] = ()) -> set[str]:
    """The telling words of one text, in small letters, each once; `names` in small letters are left out."""
    return {word for word in _small_words(text) if len(word) >= FEWEST_LETTERS and word not in COMMON | OF_PEOPLE and word not in names}


def _small_words(text: str) -> Iterator[str]:
    starts = {found.end() for found in _SENTENCE.finditer(text)}
    for found in _WORD.finditer(text):
        bordered = text[max(0, found.start() - 1) : found.end() + 1]
        if any(sign.isdigit() for sign in bordered) or (found[0] != found[0].lower() and found.start() not in starts):
            continue
        yield found[0].lower()
