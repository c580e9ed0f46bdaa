"""Vehicles as they are and as somebody reads them: a plate in the dark, a colour from memory, a model that nobody wrote down.

Registrations are of forms that no authority issues: they begin ZZ or ZY (today's form), Z with figures (1983 to 2001), end in Z (1963 to 1983),
or bear the Northern Irish letters ZI.
"""

from typing import NamedTuple

from beatbook.synthetic.offences import COLOURS, MAKES
from beatbook.synthetic.population import PLATE_LETTERS, Population

_CONFUSED = {
    "0": "OD", "O": "0Q", "1": "I7", "I": "1L", "8": "B3", "B": "8R", "5": "S6", "S": "5", "2": "Z", "Z": "2", "D": "0O", "Q": "O", "G": "C6", "C": "G",
    "V": "YU", "Y": "V", "U": "V", "M": "N", "N": "M", "P": "R", "R": "P", "E": "F", "F": "E", "6": "G8", "7": "1T", "T": "7", "3": "8", "L": "I",
    "4": "A", "A": "4", "9": "0", "H": "N", "K": "X", "X": "K", "W": "V", "J": "1",
}  # fmt: skip
_COLOURS_NEAR = {
    "BLACK": "GREY",
    "GREY": "SILVER",
    "SILVER": "GREY",
    "BLUE": "BLACK",
    "RED": "ORANGE",
    "WHITE": "SILVER",
    "GREEN": "BLUE",
    "ORANGE": "RED",
}


class Sighting(NamedTuple):
    """A vehicle as one system wrote it down; `number` is the vehicle in truth, -1 for one of the story."""

    plate: str
    make: str
    model: str
    colour: str
    number: int = -1


def plate_of(people: Population, number: int) -> str:
    """The registration of a vehicle, as `ZZ19 ABC`; one in fifteen is of an older form or from Northern Ireland."""
    if number in people.own_plates:
        return people.own_plates[number]
    a, b, c = (PLATE_LETTERS[number // step % 23] for step in (529, 23, 1))
    older = number * 2_654_435_761 % 2**32 % 60
    if older < 4 and number < 121_670:
        figures = 1 + number // 12_167 + 10 * (number % 90)
        return (f"Z{figures} {a}{b}{c}", f"{a}{b}{c} {figures}Z", f"{a}ZI {1000 + number % 9000}", f"{a}{b}Z {figures}")[older]
    turn, place = divmod(number * 31 + 7, 23**3 * 44)
    year, letters = divmod(place, 23**3)
    a, b, c = (PLATE_LETTERS[letters // step % 23] for step in (529, 23, 1))
    return f"Z{'ZYXWV'[turn % 5]}{4 + year % 22 + 50 * (year // 22):02} {a}{b}{c}"


def as_it_is(people: Population, person: int) -> Sighting:
    """The vehicle that a person drives."""
    number = people.vehicle(person)
    return Sighting(plate_of(people, number), *MAKES[number * 11 % len(MAKES)], COLOURS[number * 5 % len(COLOURS)], number)


def sighting(people: Population, person: int, chance: float, wrong: float) -> Sighting:
    """The vehicle that a person drives, as written down; with the chance `wrong` its plate is misread, and less often other things."""
    plate, make, model, colour, number = as_it_is(people, person)
    turn = chance * 1e4 % 1
    if turn < wrong:
        plate = misread(plate, chance * 1e7 % 1)
    about = chance * 1e5 % 1
    if about < 0.06:
        colour = _COLOURS_NEAR[colour]
    elif about < 0.16:
        model = ""
    elif about < 0.22:
        make, model, colour = ("", "", colour) if about < 0.19 else (make, model, "")
    return Sighting(plate, make, model, colour, number)


def misread(plate: str, chance: float) -> str:
    """The plate read wrongly: one sign for one that looks like it, two neighbours exchanged, one sign wrong or lost, or only a part of it read."""
    at = int(chance * 1e6) % len(plate)
    while plate[at] == " ":
        at = (at + 1) % len(plate)
    turn = chance * 1e3 % 1
    if turn < 0.5:
        while plate[at] not in _CONFUSED:
            at = (at + 1) % len(plate)
        others = _CONFUSED[plate[at]]
        return plate[:at] + others[int(chance * 1e8) % len(others)] + plate[at + 1 :]
    if turn < 0.68:
        signs = plate.replace(" ", "")
        place = int(chance * 1e6) % (len(signs) - 1)
        while signs[place] == signs[place + 1]:
            place = (place + 1) % (len(signs) - 1)
        return signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    if turn < 0.8:
        letters = PLATE_LETTERS if plate[at].isalpha() else "0123456789"
        other = letters[int(chance * 1e8) % len(letters)]
        return plate[:at] + (other if other != plate[at] else letters[int(chance * 1e8 + 1) % len(letters)]) + plate[at + 1 :]
    if turn < 0.9:
        return plate[:at] + plate[at + 1 :]
    signs = plate.replace(" ", "")
    return signs[:4] if turn < 0.96 else signs[-4:]
