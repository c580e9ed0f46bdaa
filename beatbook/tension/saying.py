"""How counts, levels and alerts are said in plain words. Pure: rows come from the queries."""

from collections.abc import Mapping, Sequence
from datetime import date

from beatbook.tension.assessing import Said, level_on
from beatbook.tension.rises import FALSE_ALARMS, THRESHOLD
from beatbook.tension.signals import NAMES
from beatbook.tension.tracks import Track, Week

AS_USUAL, TOO_FEW = "as usual", "too few to tell"


def how_it_stands(*, told: bool, raised: bool) -> str:
    """A signal in two or three words."""
    return TOO_FEW if not told else "above usual" if raised else AS_USUAL


def week_words(week: Week) -> str:
    """`11, where 3 to 9 is usual`."""
    return f"{week.came}" if week.low is None or week.high is None else f"{week.came}, where {week.low:.0f} to {week.high:.0f} is usual"


def explained(track: Track) -> str:
    """Why a signal is said to stand as it does: the count, what was usual, and by which rule."""
    words, last = NAMES[track.signal].capitalize(), track.last
    if not track.told or last.usual is None or last.standing is None:
        few = "too little came before" if last.usual is None else f"about {last.usual:.1f} a week is usual"
        return f"{words}: {last.came} last week; {few}, so a rise could not be told from chance."
    usual = f"about {last.usual:.1f} is usual at this time of year ({last.low:.0f} to {last.high:.0f} in nine weeks of ten)"
    came = f"{words}: {last.came} last week, where {usual}."
    side = "above" if last.standing >= 0 else "below"
    rule = (
        f" The last weeks together stand {abs(last.standing):.1f} standard deviations {side} usual; a rise is said from {THRESHOLD:g} on."
    )
    return came + rule + (" So it is said to have risen." if track.raised else "")


def by_chance(tracks: int) -> str:
    """How often a count in which nothing changed is said to have risen: of one, and of so many."""
    one = f"A count in which nothing changed is marked by chance in about one week in {1 / FALSE_ALARMS:.0f}"
    return f"{one}: of the {tracks:,} here, about {tracks * FALSE_ALARMS:.1f} a week." if tracks * FALSE_ALARMS >= 0.1 else f"{one}."


def place_sentence(tracks: Mapping[str, Track], said: Sequence[Said], day: date) -> str:
    """What the counts of a place say, and what people say of it that stands on the day; it follows the name of the place."""
    raised = [NAMES[code] for code, track in tracks.items() if track.raised]
    told = any(track.told for track in tracks.values())
    counts = f"reports of {listed(raised)} are above usual." if raised else "no count of reports is above usual."
    if not told:
        counts = "there are too few reports to tell a rise from chance."
    levels = {one: level_on(said, one, day).level for one in ("experienced", "potential")}
    known = [f"{aspect} tension at {level} of 6" for aspect, level in levels.items() if level]
    return f"{counts} People put {listed(known)}." if known else f"{counts} Nobody has said anything of it that still stands."


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def subject(*, sort: str, kind: str, area: str, word: str, names: Mapping[str, str]) -> str:
    """What an alert is about."""
    place = names.get(area, area)
    if sort == "word":
        return f"Reports with the word “{word}”"
    if sort == "area":
        return f"Reports of all kinds in {place}"
    return f"{kind} in {place}" if area else f"{kind} in all areas"


def alert_sentence(what: str, *, came: int, usual: float, weeks: int, week: date, chance: float, series: int) -> str:
    """What broke out, and how rarely chance alone would do it."""
    stretch = "In the week" if weeks == 1 else f"In the {weeks} weeks"
    often = 1 / max(chance, 1e-12)
    rare = f"1 week in {often:,.0f}" if often < 1e6 else "less than 1 week in a million"
    return (
        f"{what}: {came} {stretch[0].lower()}{stretch[1:]} to {_sunday(week)}, where about {usual:.1f} were usual."
        f" Chance alone would bring this in about {rare} in one series; {series:,} are watched."
    )


def _sunday(monday: date) -> str:
    day = date.fromordinal(monday.toordinal() + 6)
    return f"{day.day} {day:%B %Y}"
