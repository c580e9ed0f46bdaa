"""The two years of Millshire before anybody wrote them down: who lives there and every crime, with its victim and its suspect."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from beatbook.synthetic.accounts import Account, describe, draws_for
from beatbook.synthetic.geography import Geography, build_geography
from beatbook.synthetic.happenings import draw_moments, joined
from beatbook.synthetic.offences import OFFENCES
from beatbook.synthetic.population import Population, build_population
from beatbook.synthetic.rates import RESIDENTS, WARDS, WORLD_BEGINS, WORLD_ENDS, Habits, Rates

_MIDNIGHT = datetime(WORLD_BEGINS.year, WORLD_BEGINS.month, WORLD_BEGINS.day)
BATCH = 20_000


@dataclass(slots=True)
class Crime:
    """One crime as it was: `victim`, `suspect` and `witness` are persons, or -1."""

    number: str
    offence: int
    happened: datetime
    reported: datetime
    street: int
    house: int
    longitude: float
    latitude: float
    victim: int
    suspect: int
    witness: int
    domestic: bool
    convicted: bool
    log: str


@dataclass
class County:
    """Everything the exporters write from."""

    size: str
    seed: int
    rates: Rates
    land: Geography
    people: Population
    adults: np.ndarray
    offenders: np.ndarray
    offender_weights: np.ndarray
    members: dict[int, list[int]]
    crimes: list[Crime] = field(default_factory=list)

    def rng(self, label: str) -> np.random.Generator:
        """A generator of random numbers of its own for each named part, so that one part never changes another."""
        return rng_for(self.seed, self.size, label)

    def count(self, per_thousand: float) -> int:
        """How many of something, by its rate for 1,000 residents."""
        return max(1, round(per_thousand * len(self.people) / 1000))

    def draw_offenders(self, rng: np.random.Generator, count: int) -> list[int]:
        """Persons who come to notice, a few of them often."""
        places = np.searchsorted(self.offender_weights, rng.random(count) * self.offender_weights[-1])
        result: list[int] = self.offenders[places].tolist()
        return result

    def draw_adults(self, rng: np.random.Generator, count: int) -> list[int]:
        """Persons of 16 and over, each as likely as another."""
        result: list[int] = self.adults[rng.integers(0, len(self.adults), count)].tolist()
        return result

    def describer(self, rng: np.random.Generator, habits: Habits) -> "Describer":
        """What writes persons down by one system's habits."""
        return Describer(self, rng, habits)

    def associate_of(self, person: int, chance: float) -> int:
        """Somebody that an offender goes about with: the same few again and again."""
        near = (person * 2_654_435_761 + int(chance * 3)) % len(self.offenders)
        other = int(self.offenders[near])
        return other if other != person else int(self.offenders[(near + 1) % len(self.offenders)])

    def place_line(self, street: int, house: int) -> str:
        """An address line: `12 Foundry Row`."""
        return f"{house} {self.land.street_names[street]}"


class Describer:
    """Accounts of persons one after another, with random numbers drawn in batches."""

    def __init__(self, county: County, rng: np.random.Generator, habits: Habits) -> None:
        self.county, self.habits = county, habits
        self.draws = self._stream(rng)

    @staticmethod
    def _stream(rng: np.random.Generator) -> Iterator[list[float]]:
        while True:
            yield from draws_for(rng, 4096)

    def __call__(self, person: int, moment: datetime) -> Account:
        county = self.county
        return describe(county.land, county.people, person, moment.toordinal(), next(self.draws), self.habits)


def rng_for(seed: int, size: str, label: str) -> np.random.Generator:
    """The random numbers of one named part of one world."""
    return np.random.default_rng([seed, zlib.crc32(f"{size} {label}".encode())])


def moment_at(day: int, minute: int) -> datetime:
    """London clock time of a minute of a day of the world, not after its end."""
    moment = _MIDNIGHT + timedelta(days=day, minutes=minute)
    return min(moment, WORLD_ENDS - timedelta(minutes=30))


def build_county(size: str, seed: int, rates: Rates) -> County:
    """The county of a size and seed, with its crimes in order of reporting."""
    residents = RESIDENTS[size]
    land = build_geography(rng_for(seed, size, "land"), wards=WARDS[size], streets=max(64, residents // 52))
    people = build_population(rng_for(seed, size, "people"), land, residents, rates)
    born = np.array(people.born)
    today = WORLD_ENDS.toordinal()
    ages = (today - born) / 365.25
    rng = rng_for(seed, size, "offenders")
    liable = np.flatnonzero((ages >= 14) & (ages < 72))
    males = np.array([people.sexes[person] == "M" for person in liable.tolist()])
    weight = np.exp(-np.abs(ages[liable] - 24) / 14) * np.where(males, 3.0, 1.0)
    chosen = rng.choice(liable, size=max(8, int(len(people) * rates.adults_with_record)), replace=False, p=weight / weight.sum())
    members: dict[int, list[int]] = {}
    for person, house in enumerate(people.households):
        members.setdefault(house, []).append(person)
    county = County(
        size, seed, rates, land, people, np.flatnonzero(ages >= 16), chosen, np.cumsum(rng.gamma(0.55, 1.0, len(chosen)) + 0.02), members
    )
    county.crimes = _crimes(county)
    return county


def _partner(county: County, person: int, when: datetime) -> int:
    for other in county.members[county.people.households[person]]:
        if other != person and when.toordinal() - county.people.born[other] > 6000:
            return other
    return -1


def _crimes(county: County) -> list[Crime]:
    rng, rates = county.rng("crimes"), county.rates
    total = county.count(rates.crimes)
    counts = rng.multinomial(total, np.array([o.weight for o in OFFENCES]) / sum(o.weight for o in OFFENCES)).tolist()
    parts = [
        draw_moments(
            rng, county.land, count, rhythm=o.rhythm, setting=o.setting, near_repeat=rates.burglary_near_repeat if o.code == "28E" else 0.0
        )
        for o, count in zip(OFFENCES, counts, strict=True)
    ]
    offences = np.repeat(np.arange(len(OFFENCES)), counts).tolist()
    all_moments = joined(parts)
    draws = rng.random((total, 8)).tolist()
    lags = np.minimum(rng.lognormal(4.2, 1.6, total), 60 * 24 * 40).astype(int).tolist()
    suspects, victims = county.draw_offenders(rng, total), county.draw_adults(rng, total)
    witnesses = county.draw_adults(rng, total)
    days, minutes, streets = all_moments.days.tolist(), all_moments.minutes.tolist(), all_moments.streets.tolist()
    longitudes, latitudes = all_moments.longitudes.tolist(), all_moments.latitudes.tolist()
    crimes = []
    for i in range(total):
        offence, chance = OFFENCES[offences[i]], draws[i]
        happened = moment_at(days[i], minutes[i])
        reported = min(happened + timedelta(minutes=5 + lags[i]), WORLD_ENDS - timedelta(minutes=20))
        named = chance[0] < (rates.crime_named_suspect if offence.code != "28E" else 0.18)
        suspect = suspects[i] if named else -1
        victim = victims[i] if chance[1] < offence.has_victim else -1
        domestic = False
        if offence.domestic and named and chance[2] < rates.crime_domestic * 2.2:
            partner = _partner(county, suspect, happened)
            domestic, victim = partner >= 0, partner if partner >= 0 else victim
        street = county.people.streets[victim] if domestic else streets[i]
        crimes.append(
            Crime(
                "",
                offences[i],
                happened,
                reported,
                street,
                1 + int(chance[3] * 40),
                longitudes[i],
                latitudes[i],
                victim,
                suspect,
                witnesses[i] if chance[4] < rates.crime_witness else -1,
                domestic,
                suspect >= 0 and not domestic and chance[5] < rates.suspect_convicted,
                "log" if chance[6] < rates.crime_from_log else "",
            )
        )
        if domestic:
            crimes[-1].longitude, crimes[-1].latitude = (
                round(float(county.land.street_longitudes[street]), 6), round(float(county.land.street_latitudes[street]), 6),
            )  # fmt: skip
    crimes.sort(key=lambda crime: (crime.reported, crime.happened, crime.street))
    serials: dict[int, int] = {}
    for crime in crimes:
        year = crime.reported.year
        serials[year] = serials.get(year, 0) + 1
        crime.number = f"44/{serials[year]:07}/{year % 100:02}"
    return crimes
