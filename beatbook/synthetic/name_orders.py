"""How clerks who expect a first and a last name write the names of those who have others: turned round, run together, shortened or filled up."""

SURNAME_FIRST = frozenset({"chinese", "polish", "romanian", "west_african", "eastern_slavic", "hindu", "turkish", "portuguese"})
_PROPHETS = frozenset({"Mohammed", "Muhammad", "Mohamed", "Mohammad", "Abdul", "Ghulam", "Syed"})
_HEARD = (
    ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "y"), ("ough", "o"), ("gh", "g"), ("ll", "l"), ("tt", "t"), ("ss", "s"), ("ey", "y"), ("ai", "ay"),
    ("nn", "n"), ("au", "or"), ("oo", "u"), ("kh", "k"), ("cz", "ch"), ("sz", "sh"), ("w", "v"), ("c", "k"), ("y", "i"), ("s", "z"), ("i", "e"),
)  # fmt: skip


def in_another_order(code: str, first: str, last: str, middle: str, chance: float) -> tuple[str, str]:
    """(forenames, surname) as a clerk may write them who does not know the order of that naming tradition."""
    turn = int(chance * 1e6) % 4
    if not last:
        return (("", first), (first, "Unknown"), (first, first), (first, ""))[turn]
    if "-" in first and turn < 2:
        joined = first.replace("-", " ") if turn else first.replace("-", "").capitalize()
        return joined, last
    if "-" in last and turn < 3:
        parts = last.split("-")
        return first, (" ".join(parts), "".join(parts).capitalize(), parts[-1])[turn]
    if first in _PROPHETS and middle and turn < 3:
        return (middle, last) if turn else (f"{first[0]} {middle}", last)
    if code == "sikh" and turn < 3:
        return first, "Singh" if middle == "Singh" else "Kaur" if middle == "Kaur" else last
    if code == "muslim_south_asian" and turn == 0:
        return last, first
    if code == "polish" and last.endswith("ska"):
        return first, last[:-1] + "i"
    if code in SURNAME_FIRST and turn < 2:
        return last, first
    return first, last


def as_heard(name: str, chance: float) -> str:
    """The name as somebody spells it who has only heard it."""
    start = int(chance * 1e6) % len(_HEARD)
    low = name.lower()
    for step in range(len(_HEARD)):
        sound, spelt = _HEARD[(start + step) % len(_HEARD)]
        at = low.find(sound, 1)
        if at > 0:
            return name[:at] + spelt + name[at + len(sound) :]
    return name
