"""How far a figure of an organisation is seen, said as a marking, so that the one policy template enforces it in the database.

Invariant: a figure opens by codes that say whose it is. Who holds a code changes with dates; the figure's marking never has to.
"""

from enum import StrEnum

from beatbook.vocabulary.markings import Classification, Marking

PREFIX = "figures:"
NATIONAL = f"{PREFIX}national"


class Visibility(StrEnum):
    """Who sees a figure besides its owner: nobody, the owner's peers, every police body, everybody."""

    OWNER = "owner"
    PEERS = "peers"
    NATIONAL = "national"
    PUBLIC = "public"

    @property
    def words(self) -> str:
        """The choice as a page says it."""
        return _WORDS[self]


_WORDS = {
    Visibility.OWNER: "Only us and those who hold us to account",
    Visibility.PEERS: "Also our region and most similar forces",
    Visibility.NATIONAL: "Every force, commissioner and national body",
    Visibility.PUBLIC: "Everybody, as open data",
}


def owner_code(organisation: str) -> str:
    """The code held by an organisation's own people, by those who oversee it and by its successors'."""
    return f"{PREFIX}{organisation}"


def peers_code(organisation: str) -> str:
    """The code held by the people of an organisation's peers."""
    return f"{PREFIX}peers:{organisation}"


def figure_marking(owner: str, visibility: Visibility) -> Marking:
    """The marking of a figure that `owner` (an organisation's code) lets be seen as far as `visibility`.

    The codes alone open it: the level is the lowest, so that whoever works with figures needs no clearance, which could open a record of a person.
    """
    if visibility is Visibility.PUBLIC:
        return Marking(Classification.PUBLIC)
    codes = {owner_code(owner)}
    if visibility is Visibility.PEERS:
        codes.add(peers_code(owner))
    if visibility is Visibility.NATIONAL:
        codes.add(NATIONAL)
    return Marking(Classification.PUBLIC, frozenset(codes))


def visibility_of(marking: Marking) -> Visibility | None:
    """How far a figure with this marking is seen; None when it is not the marking of a figure."""
    if marking == Marking(Classification.PUBLIC):
        return Visibility.PUBLIC
    if not marking.agreements or not all(code.startswith(PREFIX) for code in marking.agreements):
        return None
    if NATIONAL in marking.agreements:
        return Visibility.NATIONAL
    return Visibility.PEERS if len(marking.agreements) > 1 else Visibility.OWNER
