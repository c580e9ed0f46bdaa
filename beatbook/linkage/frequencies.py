"""Frozen frequencies of values: how much an agreement on a name, a date or a place says depends on how common the value is.

Invariant: frequencies are counted once, over records that every viewer may see, and never change within a model version.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from math import log2

from beatbook.linkage.evidence import Evidence
from beatbook.vocabulary.identifiers import is_landline


def hash_of(text: str) -> int:
    """A 63-bit hash of a string, the same on every machine; never 0."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") >> 1 or 1


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Counts by value. Phones and places are held as hashes, and only where they are shared; the rest of the mass is unseen values.

    `n_names` counts tokens, the other totals count records that give the field. `circles` are names that go together (circles.py). `landlines`:
    numbers of a place are told from those of a person; models of before that was so do not.
    """

    n_records: int
    tokens: dict[str, int] = field(repr=False)
    years: dict[int, int] = field(repr=False)
    days: dict[int, int] = field(repr=False)
    places: dict[int, int] = field(repr=False)
    phones: dict[int, int] = field(repr=False)
    occupations: dict[int, int] = field(repr=False)
    n_names: int = 0
    n_born: int = 0
    n_postcodes: int = 0
    n_places: int = 0
    n_phones: int = 0
    n_occupations: int = 0
    circle_sizes: tuple[float, ...] = field(default=(), repr=False)
    circles: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    landlines: bool = True

    def token_shares(self) -> list[float]:
        """Share of records whose name holds each token, in the order of `tokens`."""
        return [count / max(1, self.n_names) for count in self.tokens.values()]

    def is_default_day(self, month: int, day: int) -> bool:
        """Is this day of the year given so often that it stands for "not known", as 1 January does?"""
        count = self.days.get(month * 100 + day, 0)
        usual = sorted(self.days.values())[len(self.days) // 2] if self.days else 0
        return count > 0.02 * self.n_born and count > 8 * usual and self.n_born >= 200

    def default_days(self) -> frozenset[int]:
        """All days of the year that stand for "not known", as month * 100 + day."""
        return frozenset(day for day in self.days if self.is_default_day(day // 100, day % 100))

    def year_bits(self, year: int) -> float:
        """Surprise of a year of birth, in bits."""
        return bits_of(self.years.get(year, 0), self.n_born)

    def day_bits(self, month: int, day: int) -> float:
        """Surprise of a day of the year, in bits; smoothed by one 366th."""
        return -log2((self.days.get(month * 100 + day, 0) + 4) / (self.n_born + 4 * 366))

    def postcode_bits(self, postcode: str) -> float:
        """Surprise of a postcode, in bits."""
        return bits_of(self.places.get(hash_of("postcode:" + postcode), 0), self.n_postcodes)

    def place_bits(self, place: str) -> float:
        """Surprise of an address or named place, in bits."""
        return bits_of(self.places.get(hash_of("place:" + place), 0), self.n_places)

    def phone_number(self, phone: str) -> int:
        """A phone number as a number: below nought for that of a place, where this model tells those apart."""
        return -int(phone) if self.landlines and is_landline(phone) else int(phone)

    def phone_bits(self, phone: str) -> float:
        """Surprise of a phone number, in bits."""
        return bits_of(self.phones.get(hash_of("phone:" + phone), 0), self.n_phones)

    def occupation_bits(self, occupation: str) -> float:
        """Surprise of an occupation, in bits."""
        return bits_of(
            self.occupations.get(hash_of("occupation:" + occupation), 0),
            self.n_occupations,
        )


def bits_of(count: int, total: int) -> float:
    """-log2 of a share; a value not seen, or seen once, counts as seen one and a half times."""
    return -log2(max(count, 1.5) / max(total, 2)) if total else 0.0


def signature(record: Evidence) -> object:
    """Stands for a person until we know better: the first name and the date of birth, or without that the postcode, or the phones."""
    tokens = record.names[0].tokens if record.names else ()
    return frozenset(tokens[:1] + tokens[-1:]), record.born or record.postcode or record.phones


def count_frequencies(records: Iterable[Evidence]) -> Frequencies:
    """Count values over records, one person who is mentioned often in the same words once.

    Single postcodes, places and phones are dropped, since unseen values have the same surprise.
    """
    n = Counter[str]()
    tokens, years, days = Counter[str](), Counter[int](), Counter[int]()
    places, phones, occupations = Counter[int](), Counter[int](), Counter[int]()
    seen: set[object] = set()
    for record in records:
        n["records"] += 1
        if signature(record) in seen:
            continue
        seen.add(signature(record))
        names = {token for name in record.names for token in name.tokens}
        n["names"] += bool(names)
        tokens.update(names)
        if record.born:
            n["born"] += 1
            years[record.born[0]] += 1
            days[record.born[1] * 100 + record.born[2]] += bool(record.born[2])
        if record.postcode:
            n["postcodes"] += 1
            places[hash_of("postcode:" + record.postcode)] += 1
        if record.place:
            n["places"] += 1
            places[hash_of("place:" + record.place)] += 1
        n["phones"] += bool(record.phones)
        phones.update(hash_of("phone:" + phone) for phone in record.phones)
        if record.occupation:
            n["occupations"] += 1
            occupations[hash_of("occupation:" + record.occupation)] += 1
    return Frequencies(
        n_records=n["records"],
        tokens=dict(sorted(tokens.items())),
        years=dict(sorted(years.items())),
        days=dict(sorted(days.items())),
        places={value: count for value, count in sorted(places.items()) if count > 1},
        phones={value: count for value, count in sorted(phones.items()) if count > 1},
        occupations={value: count for value, count in sorted(occupations.items()) if count > 1},
        n_names=n["names"],
        n_born=n["born"],
        n_postcodes=n["postcodes"],
        n_places=n["places"],
        n_phones=n["phones"],
        n_occupations=n["occupations"],
    )
