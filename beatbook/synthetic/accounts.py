"""How a system writes a person down: the truth put through a clerk's habits."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from beatbook.synthetic.address_styles import line_as_written
from beatbook.synthetic.geography import UNIT_LETTERS, Geography
from beatbook.synthetic.name_orders import as_heard, in_another_order
from beatbook.synthetic.names import TRADITIONS, other_spellings, plain, short_names
from beatbook.synthetic.population import Population
from beatbook.synthetic.rates import WORLD_BEGINS, Habits

N_DRAWS = 20
_SLIPS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "m": "n", "s": "a", "t": "r", "l": "k", "r": "t"}
_LOOKALIKES = str.maketrans("O0I1S5B8", "0O1I5S8B")
_CODES = tuple(TRADITIONS)
_FIRST_DAY = WORLD_BEGINS.toordinal()


@dataclass(slots=True)
class Account:
    """One mention of a person as a system holds it. `broken` means that its row must be refused;

    `details_of` is whose details were given; `home` is (street, number) of the address in truth.
    """

    person: int
    forenames: str = ""
    surname: str = ""
    other_names: str = ""
    sex: str = ""
    born: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    broken: bool = False
    details_of: int = -1
    home: tuple[int, str] | None = None


def slip(text: str, chance: float) -> str:
    """The text with one typing error: two letters exchanged, one lost, doubled or struck beside."""
    if len(text) < 3:
        return text
    at = 1 + int(chance * 1e6) % (len(text) - 2)
    which = int(chance * 1e8) % 4
    if which == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if which == 1:
        return text[:at] + text[at + 1 :]
    if which == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + _SLIPS.get(text[at], "e") + text[at + 1 :]


def mistyped(code: str, chance: float) -> str:
    """A plate or postcode with two neighbours exchanged, or a letter taken for the figure that looks like it."""
    swapped = code.translate(_LOOKALIKES)
    if swapped != code and int(chance * 1e6) % 2:
        return swapped
    at = len(code) - 2
    return (
        code[:at] + code[at + 1] + code[at] if code[at] != code[at + 1] else code[:at] + UNIT_LETTERS[int(chance * 1e6) % 20] + code[at + 1]
    )


def _born(born: int, draws: list[float], habits: Habits) -> tuple[str, bool]:
    """ISO date of birth as written, empty when it was not asked for; and whether it is no date at all."""
    if draws[6] < habits.no_birth:
        return "", False
    day = date.fromordinal(born)
    chance = draws[7]
    if chance < habits.impossible_birth:
        return f"{day.year}-02-31", True
    chance -= habits.impossible_birth
    if chance < habits.first_of_january:
        return f"{day.year}-01-01", False
    chance -= habits.first_of_january
    if chance < habits.day_and_month_swapped:
        return (f"{day.year}-{day.day:02}-{day.month:02}" if day.day <= 12 else day.isoformat()), False
    chance -= habits.day_and_month_swapped
    if chance < habits.birth_digit_wrong:
        figure = int(chance * 1e7) % 3
        if figure == 0:
            return f"{day.year - 1 - int(chance * 1e8) % 9}-{day.month:02}-{day.day:02}".replace("-02-29", "-02-28"), False
        if figure == 1:
            return f"{day.year}-{day.month % 12 + 1:02}-{min(day.day, 28):02}" if day.year < 2024 else day.isoformat(), False
        return f"{day.year}-{day.month:02}-{max(1, (day.day + 10) % 28):02}" if day.year < 2024 else day.isoformat(), False
    return day.isoformat(), False


def _names(people: Population, person: int, draws: list[float], habits: Habits) -> tuple[str, str, str]:
    first, last, other = people.forenames[person], people.surnames[person], ""
    if draws[1] < habits.alias:
        other, first = first, people.aliases[person]
    elif draws[0] < habits.short_name and first in short_names():
        choices = short_names()[first]
        first = choices[int(draws[0] * 1e6) % len(choices)]
    elif draws[2] < habits.other_spelling * 2 and first in other_spellings():
        choices = other_spellings()[first]
        first = choices[int(draws[2] * 1e6) % len(choices)]
    if draws[3] < habits.former_name and people.former_surnames[person]:
        last = people.former_surnames[person]
    elif draws[4] < habits.other_spelling * 0.5 and last in other_spellings():
        last = other_spellings()[last][0]
    if draws[5] < habits.typing_error:
        first, last = (first, slip(last, draws[5])) if int(draws[5] * 1e9) % 2 else (slip(first, draws[5]), last)
    if draws[14] < habits.heard_wrong:
        first, last = (as_heard(first, draws[14]), last) if int(draws[14] * 1e7) % 2 else (first, as_heard(last, draws[14]))
    if draws[17] < habits.another_name_order or not last:
        first, last = in_another_order(_CODES[people.traditions[person]], first, last, people.middles[person], draws[17])
    elif draws[15] < habits.names_in_wrong_order:
        first, last = last, first
    if draws[16] < habits.middle_name and people.middles[person]:
        first = f"{first} {people.middles[person]}"
    return first, last, other


def _home(
    land: Geography, people: Population, person: int, day: int, draws: list[float], habits: Habits
) -> tuple[str, str, str, tuple[int, str] | None]:
    """(line, town, postcode, place) of the home as known on a day: a move may not have reached the system yet."""
    moved = people.former_streets[person]
    street, number = people.streets[person], people.numbers[person]
    if moved >= 0 and (day - _FIRST_DAY < people.moved_days[person] or draws[10] < habits.old_address * 5):
        street, number = moved, people.former_numbers[person]
    if draws[11] < habits.no_address:
        return "", "", "", None
    postcode = land.street_postcodes[street]
    if draws[12] < habits.no_postcode:
        postcode = ""
    elif draws[12] > 1 - habits.postcode_wrong:
        postcode = mistyped(postcode, draws[12])
    name = land.street_names[street]
    line = line_as_written(number, name, draws[18]) if draws[18] < habits.another_address_style else f"{number} {name}"
    return line, land.street_towns[street], postcode, (street, number)


def describe(land: Geography, people: Population, person: int, day: int, draws: list[float], habits: Habits) -> Account:
    """One mention of a person on a day (ordinal); `draws` are `N_DRAWS` numbers between 0 and 1."""
    first, last, other = _names(people, person, draws, habits)
    born, broken = _born(people.born[person], draws, habits)
    phone = ""
    if draws[8] >= habits.no_phone:
        phone = (
            people.landline(person)
            if draws[9] < habits.shared_phone or day - people.born[person] < 4400
            else people.mobile_on(person, day - _FIRST_DAY if draws[19] >= habits.old_phone else -1)
        )
    email = people.email(person) if draws[13] >= habits.no_email else ""
    line, town, postcode, home = _home(land, people, person, day, draws, habits)
    if habits.plain_letters:
        first, last, other = plain(first), plain(last), plain(other)
    if habits.capitals:
        first, last, other, line, town = first.upper(), last.upper(), other.upper(), line.upper(), town.upper()
    return Account(person, first, last, other, people.sexes[person], born, phone, email, line, town, postcode, broken, -1, home)


def draws_for(rng: np.random.Generator, count: int) -> list[list[float]]:
    """Numbers between 0 and 1 for `describe`, one list for each mention."""
    result: list[list[float]] = rng.random((count, N_DRAWS)).tolist()
    return result
