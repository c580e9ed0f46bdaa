"""The people of Millshire: households, families, moves, telephones and vehicles, as columns.

A person is a row number. Telephone numbers are in ranges that ring nowhere: 07700 900xxx and 01632 960xxx, which Ofcom keeps for drama, and
beyond those thousands 07000 and 01632 0, which no mobile and no exchange answers. Registrations begin ZZ, a region that has none.
"""

from dataclasses import dataclass, field

import numpy as np

from beatbook.synthetic.geography import Geography
from beatbook.synthetic.names import TRADITIONS, plain, surname_for, traditions
from beatbook.synthetic.rates import DAYS, WORLD_ENDS, Rates

PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXY"
_CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_KINDS = ("single", "couple", "family", "lone parent", "shared", "older parent")
_KIND_SHARES = (0.29, 0.26, 0.26, 0.10, 0.05, 0.04)
_OWN_SURNAMES = ("Begum", "Bibi", "Akhtar", "Khatun", "Sultana", "Kausar")
_ONE_NAME = frozenset({"muslim_south_asian", "hindu", "arabic"})
_TWO_NAMES = frozenset({"british", "caribbean", "portuguese"})
_MAIL = ("example.org", "example.com", "millshire.example")
_OCCUPATIONS = (
    "Warehouse operative", "Care worker", "Student", "Unemployed", "Retired", "Delivery driver", "Nurse", "Electrician", "Teacher", "Chef",
    "Shop assistant", "Plasterer", "Taxi driver", "Office administrator", "Scaffolder", "Farm worker", "Security officer", "Self-employed",
)  # fmt: skip


@dataclass
class Population:
    """Residents as columns of one length, and the habits of the county; `former_street` -1 means no move within the two years."""

    rates: Rates = field(default_factory=Rates)
    forenames: list[str] = field(default_factory=list)
    middles: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    former_surnames: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    sexes: list[str] = field(default_factory=list)
    born: list[int] = field(default_factory=list)
    traditions: list[int] = field(default_factory=list)
    households: list[int] = field(default_factory=list)
    streets: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    former_streets: list[int] = field(default_factory=list)
    former_numbers: list[str] = field(default_factory=list)
    moved_days: list[int] = field(default_factory=list)
    own_phones: dict[int, str] = field(default_factory=dict)
    own_plates: dict[int, str] = field(default_factory=dict)
    own_pncs: dict[int, str] = field(default_factory=dict)
    twins: dict[int, list[int]] = field(default_factory=dict)
    namesake_children: dict[int, list[int]] = field(default_factory=dict)
    namesake_parents: dict[int, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.forenames)

    def mobile(self, person: int) -> str:
        """The person's own mobile telephone."""
        own = self.own_phones.get(person)
        if own:
            return own
        scattered = person * 7919 % 999_983
        return f"07700 900{person:03}" if person < 600 else f"07000 {scattered:06}"

    def mobile_on(self, person: int, day: int) -> str:
        """The mobile on a day of the world: one in four changes it within two years, and some old numbers are given to others."""
        if person in self.own_phones or person * 2_246_822_519 % 2**32 / 2**32 > self.rates.new_phone_within_two_years:
            return self.mobile(person)
        if day >= person * 37 % DAYS:
            return self.mobile(person)
        if person % 4 == 0:
            return self.mobile((person * 48_271 + 11) % len(self))
        return f"07000 {(999_982 - person % 430_000) * 7919 % 999_983:06}"  # of those whom no resident has

    def vehicle(self, person: int) -> int:
        """The vehicle that a person drives: their own, or that of the first of their household."""
        if person in self.own_plates or person * 3_266_489_917 % 2**32 / 2**32 < self.rates.adults_with_vehicle:
            return person
        while person > 0 and self.households[person - 1] == self.households[person]:
            person -= 1
        return person

    def landline(self, person: int) -> str:
        """The telephone of the person's household, which all in it share."""
        house = self.households[person]
        return f"01632 960{house:03}" if house < 1000 else f"01632 0{house % 100_000:05}"

    def email(self, person: int) -> str:
        """An e-mail address made of the name."""
        name = plain(f"{self.forenames[person]}.{self.surnames[person]}").lower().replace("'", "").replace(" ", "")
        return f"{name}{person % 97 if person % 3 else ''}@{_MAIL[person % 3]}"

    def pnc_id(self, person: int) -> str:
        """A Police National Computer number of the right shape, with its check letter."""
        if person in self.own_pncs:
            return self.own_pncs[person]
        year, serial = 26 - person % 17, 100_000 + person
        return f"{year:02}/{serial}{_CHECK_LETTERS[(year * 10_000_000 + serial) % 23]}"

    def occupation(self, person: int, age: int) -> str:
        """What the person says they do."""
        return "School pupil" if age < 17 else "Retired" if age > 67 else _OCCUPATIONS[person * 13 % len(_OCCUPATIONS)]

    def are_twins(self, one: int, other: int) -> None:
        """These two were born together."""
        self.twins.setdefault(one, []).append(other)
        self.twins.setdefault(other, []).append(one)

    def are_namesakes(self, parent: int, child: int) -> None:
        """This child bears the first and last name of this parent."""
        self.namesake_children.setdefault(parent, []).append(child)
        self.namesake_parents.setdefault(child, []).append(parent)

    def add(self, **values: object) -> int:
        """Append one person; every column has a value here or an empty one. Returns the person."""
        empty: dict[str, object] = {
            "middles": "", "former_surnames": "", "aliases": "", "former_streets": -1, "former_numbers": "", "moved_days": 0, "traditions": 0,
        }  # fmt: skip
        for name, value in {**empty, **values}.items():
            getattr(self, name).append(value)
        return len(self.forenames) - 1


def _household_members(rng: np.random.Generator, kind: str) -> list[tuple[str, int]]:
    """(part, age in days) of each member: part is head, partner, child or lodger."""
    year = 365.25

    def adult(low: float, mode: float, high: float) -> float:
        return float(rng.triangular(low, mode, high))

    if kind == "single":
        return [("head", int(adult(19, 58, 96) * year))]
    if kind == "shared":
        return [("lodger", int(adult(18, 23, 50) * year)) for _ in range(int(rng.integers(2, 5)))]
    head = adult(21, 55, 92) if kind == "couple" else adult(66, 74, 94) if kind == "older parent" else adult(22, 40, 62)
    members = [("head", int(head * year))]
    if kind in ("couple", "family"):
        members.append(("partner", int(max(18.5, head + rng.normal(0, 3.5)) * year)))
    if kind == "older parent":
        return [*members, ("child", int((head - adult(20, 28, 38)) * year))]
    if kind in ("family", "lone parent"):
        eldest = min(min(days for _, days in members) / year - 17, adult(0, 12, 27))
        for place in range(int(rng.choice((1, 2, 3, 4), p=(0.42, 0.38, 0.15, 0.05)))):
            age = eldest - place * float(rng.uniform(1.2, 3.6))
            if age > 0:
                members.append(("child", int(age * year)))
    return members


def build_population(rng: np.random.Generator, land: Geography, size: int, rates: Rates) -> Population:
    """About `size` residents in whole households, living on the streets of the land."""
    people = Population(rates)
    codes = list(TRADITIONS)
    shares = np.cumsum(list(TRADITIONS.values()))
    weights = np.cumsum(rng.gamma(4.0, 1.0, len(land.street_names)))
    next_number = [1] * len(land.street_names)
    today = WORLD_ENDS.date().toordinal()
    house = 0
    while len(people) < size:
        draws = rng.random(8).tolist()
        tradition = min(int(np.searchsorted(shares, draws[0] * shares[-1])), len(codes) - 1)
        street = int(np.searchsorted(weights, draws[1] * weights[-1]))
        number = next_number[street]
        next_number[street] = number + 1 + (draws[2] < 0.1)
        flat = f"Flat {1 + int(draws[3] * 8)}, " if draws[2] > 0.9 else ""
        kind = _KINDS[int(np.searchsorted(np.cumsum(_KIND_SHARES), draws[4] * 0.999))]
        former = int(draws[6] * len(land.street_names)) if draws[5] < rates.moved_within_two_years else -1
        home = {
            "households": house, "streets": street, "numbers": f"{flat}{number}", "traditions": tradition, "former_streets": former,
            "former_numbers": str(1 + int(draws[7] * 60)) if former >= 0 else "", "moved_days": int(draws[7] * 700),
        }  # fmt: skip
        _add_household(rng, people, codes[tradition], tradition, _household_members(rng, kind), home, today, rates)
        house += 1
    return people


def _add_household(
    rng: np.random.Generator,
    people: Population,
    code: str,
    tradition: int,
    members: list[tuple[str, int]],
    home: dict[str, object],
    today: int,
    rates: Rates,
) -> None:
    names = traditions()[tradition]
    draws = rng.random((len(members), 8))
    family = names.surnames.draw(draws[:1, 0])[0]
    first_here = len(people)
    fathers: list[int] = []
    last_child = 0
    for (part, age), row in zip(members, draws.tolist(), strict=True):
        sex = ("M" if row[1] < 0.5 else "F") if part != "partner" else ("F" if people.sexes[-1] == "M" else "M")
        born = today - age
        if part == "child":
            if last_child and row[6] < rates.twins:
                born = last_child
            last_child = born
        listed = names.forenames(sex, 1 + born // 365)
        first, middle, *others = listed.draw(np.array([row[2], row[3], *((row[2] + step * 0.371) % 1 for step in range(1, 5))]))
        given = set(people.forenames[first_here:])
        if first in given:
            first = next((other for other in others if other not in given), first)
        if part == "child" and sex == "M" and fathers and row[7] < rates.son_named_after_father:
            first = people.forenames[fathers[0]]
        surname, former = family, ""
        own = names.surnames.draw(np.array([row[4]]))[0]
        if part == "lodger" or (part == "partner" and row[5] < rates.wife_keeps_name):
            surname = own
        elif part == "partner" and sex == "F" and code not in ("sikh", "muslim_south_asian"):
            former = surname_for(own, code, sex)
        if code == "muslim_south_asian" and sex == "F" and row[5] > 0.45:
            surname = _OWN_SURNAMES[int(row[4] * len(_OWN_SURNAMES))]
        if code == "sikh":
            middle = "Singh" if sex == "M" else "Kaur"
            surname, middle = (middle, "") if row[4] < 0.5 else (surname, middle)
        if code in _ONE_NAME and row[5] < rates.one_name_only:
            surname, former, middle = "", "", ""
        elif code in _TWO_NAMES and row[4] < rates.two_surnames and own != surname:
            surname = f"{surname}-{own}"
        person = people.add(
            **home, forenames=first, middles="" if middle == first else middle, surnames=surname_for(surname, code, sex),
            former_surnames=former, sexes=sex, born=born, aliases=names.forenames(sex, 1980).draw(np.array([row[0]]))[0],
        )  # fmt: skip
        if sex == "M" and part in ("head", "partner"):
            fathers.append(person)
        if part == "child":
            _note_relatives(people, range(first_here, person), fathers, person)


def _note_relatives(people: Population, elder: range, fathers: list[int], child: int) -> None:
    """Twins among the elder children, and the father whose name the child bears."""
    for other in elder:
        if people.born[other] == people.born[child]:
            people.are_twins(other, child)
    for father in fathers:
        if (people.forenames[father], people.surnames[father]) == (people.forenames[child], people.surnames[child]):
            people.are_namesakes(father, child)
