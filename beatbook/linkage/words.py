"""Words of free text as keys: what a record says in words, folded, without the words that say nothing, each in one form for singular and plural.

Invariant: the same words give the same keys whether they stand in a record or were typed, and a record has at most MOST_WORDS of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from beatbook.vocabulary.identifiers import address_key
from beatbook.vocabulary.names import fold

MOST_WORDS = 60
SHORTEST = 3
SAID_IN_WORDS = (
    "title",
    "offence",
    "summary",
    "outcome",
    "description",
    "premises_name",
    "object_of_search",
    "operation",
    "make",
    "model",
    "colour",
)
SAYING_NOTHING = frozenset(
    "a about after all also an and any are as at away be been before being but by can could did do does for from get got had has have he her him his"
    " how i if in into is it its just like made may me more my no not now of off on one or other our out over own said same she should so some such"
    " than that the their them then there these they this those to too two under until up very was we were what when where which while who will with"
    " would you your".split()
)


def words_of(text: str) -> list[str]:
    """The telling words of a text in their one form, in the order in which they stand, each once."""
    folded = (word for part in range(0, min(len(text), 4_000), 190) for word in fold(text[part : part + 190]).split())
    return list(
        dict.fromkeys(one_form(word) for word in folded if len(word) >= SHORTEST and word not in SAYING_NOTHING and not word.isdigit())
    )


def one_form(word: str) -> str:
    """Singular and plural alike: `burglaries` and `burglary`, `knives` and `knive`, `houses` and `house`."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def word_keys(content: Mapping[str, Any]) -> Iterable[str]:
    """Keys `word:` of all that a record says in words, and of the town in its address; the street has a key of its own."""
    said = [text for name in SAID_IN_WORDS if isinstance(text := content.get(name), str)]
    said += [tag for tag in content.get("tags") or () if isinstance(tag, str)]
    found = dict.fromkeys(word for text in said for word in words_of(text))
    if isinstance(line := content.get("address"), str):
        found = dict.fromkeys((*town_words(line), *found))
    return [f"word:{word}" for word in list(found)[:MOST_WORDS]]


def town_words(line: str) -> list[str]:
    """The words of an address line that follow its street."""
    street = set((address_key(line) or "").split())
    return [word for word in words_of(line) if word not in street and word.isalpha()]
