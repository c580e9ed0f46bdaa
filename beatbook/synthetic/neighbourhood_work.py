"""What a made-up team of Millshire does and learns, and what made-up teams of other forces learnt: words, days and counts, invented like the county."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

BEFORE, AFTER = 12, 9  # months
VISITS = (
    ("Walked and talked to people", "60", "Market Street and the arcade"),
    ("Called on a repeat victim", "30", ""),
    ("Looked at a repeat place", "15", "Car park behind the library"),
    ("Visited a business", "15", "Late shop on Foundry Row"),
    ("School or youth club", "60", "Canal Side youth club"),
    ("Meeting or surgery", "120", "Monthly surgery"),
)
TASKS = (
    ("Mend the lamps in the passage behind the arcade", "Council street lighting", -6, True),
    ("Move the bottle bank away from the flats", "Council waste team", 20, True),
    ("Evening visits to the car park, two a shift for four weeks", "Neighbourhood team", 12, False),
)
DONE = "Lamps replaced and tested after dark."
HARM = "Cannot sleep, keeps the children from the yard, has been off work twice."
PROBLEM = "Theft from cars in the town centre car parks"
SCANNED = "Cars are broken into in three car parks, mostly on weekday evenings, for what lies on the seats. Made-up problem."
ANALYSED = (
    "Drivers leave bags in sight; the lowest deck is dark and seen by nobody; the barrier has been up since spring. Made-up analysis."
)
ANSWERED = "Lighting and the barrier mended by the owner, signs at the pay machine, two short visits a shift. Made-up response."
ASSESSED = "The owner kept the barrier mended. Drivers still leave bags. Made-up assessment."
OPEN_PROBLEM = "Shop staff threatened on the market"
OPEN_WORDS = "Staff of six shops are threatened by people who steal to sell on, most days between four and seven. Made-up problem."
TAUGHT = "Get the owner to the table first: lamps and a barrier did more than visits, and last. Made-up lesson."


@dataclass(frozen=True, slots=True)
class MadeUpLesson:
    """A lesson of a made-up team: `counts` are months before and after at the places, near them and elsewhere."""

    force: str
    title: str
    kinds: tuple[str, ...]
    response: str
    words: str
    begins: date
    counts: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


# Force, title, kinds, response, words, crimes a month at the places, ratio at the places, ratio near them.
_STORIES = (
    ("Wolds Police (made up)", "Bicycles taken at two stations", ("Bicycle theft",), "Change to the place: lighting, locks, layout",
     "Stands moved into sight of the ticket office.", 11.0, 0.55, 1.05),
    ("Wolds Police (made up)", "Noise and litter at the skate park", ("Anti-social behaviour",), "Work with young people and schools",
     "They asked for a bin and a shelter, and got both.", 14.0, 0.75, 0.95),
    ("Eastmarch Police (made up)", "Burglary in terraces with alleys", ("Burglary",), "Change to the place: lighting, locks, layout",
     "Gates only worked where every household had a key.", 9.0, 0.7, 0.9),
    ("Eastmarch Police (made up)", "Fights at closing time", ("Violence and sexual offences", "Public order"), "Work with owners, licensees or landlords",
     "Six premises staggered their closing hours.", 26.0, 0.82, 1.0),
    ("Fenshire Constabulary (made up)", "Robbery near the bus station", ("Robbery", "Theft from the person"), "Visible patrol at the places",
     "Fifteen minutes at a time; it faded when the visits stopped.", 8.0, 0.68, 1.1),
    ("Fenshire Constabulary (made up)", "Shoplifting by a few", ("Shoplifting",), "Warnings and support to those who do it",
     "No change that we could tell. Places in treatment took months.", 31.0, 1.0, 1.0),
)  # fmt: skip


def made_up_lessons(begins: date, seed: int) -> Iterator[MadeUpLesson]:
    """Lessons of forces that do not exist, their counts drawn by chance about what the story says."""
    rng = np.random.default_rng([seed, 96])
    for force, title, kinds, response, words, rate, here, near in _STORIES:
        grounds = ((rate, here), (rate * 1.5, near), (rate * 6, 1.0))
        counts = tuple(
            (tuple(rng.poisson(level, BEFORE).tolist()), tuple(rng.poisson(level * ratio, AFTER).tolist())) for level, ratio in grounds
        )
        yield MadeUpLesson(force, title, kinds, response, f"{words} Made-up lesson.", begins, counts)


def complaints_before(day: date) -> list[tuple[date, date, str, str]]:
    """Three complaints that count towards a review asked for on this day: happened, reported, to whom, number."""
    return [
        (day - timedelta(days=ago + 2), day - timedelta(days=ago), to, number)
        for ago, to, number in ((90, "Council", "ASB/1190"), (47, "Police", "20261003-44"), (12, "Landlord", ""))
    ]
