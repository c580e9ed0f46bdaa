"""What the profile says in words. Pure."""

from collections.abc import Sequence

from beatbook.measures.figures import Figure
from beatbook.neighbourhoods.profile.happenings import Happening
from beatbook.neighbourhoods.profile.hot_times import DAYS, PEAK_HOURS, HotTimes
from beatbook.neighbourhoods.profile.knox import NearRepeats
from beatbook.web.phrases import counted, long_date, number

SURE = 0.05


def profile_sentence(name: str, happenings: int, places: int, problems: int) -> str:
    """What the page adds up to."""
    return (
        f"In twelve months {counted(happenings, 'crime, call or council case', 'crimes, calls and council cases')} that you may see happened in {name};"
        f" {counted(places, 'place') if places else 'no place'} met more than one."
        f" {counted(problems, 'problem is', 'problems are')} being worked on."
    )


def victims_sentence(name: str, people: int) -> str:
    """How many people were victims more than once."""
    who = counted(people, "person that you may see was", "people that you may see were") if people else "Nobody that you may see was"
    return f"{who} a victim more than once in {name} in twelve months."


def peak_words(times: HotTimes) -> str:
    """The busiest four hours of the week."""
    peak = times.peak()
    if peak is None:
        return "Nothing with a time is recorded."
    day, hour = peak
    until = (hour + PEAK_HOURS) % 24
    left = f" {counted(times.left_out, 'has', 'have')} no time, or one too wide to tell." if times.left_out else ""
    return f"The busiest four hours of the week begin on {DAYS[day]} at {hour:02d}:00 and end at {until:02d}:00.{left}"


def near_words(found: NearRepeats | None) -> str:
    """Whether one is followed by others near by."""
    if found is None:
        return "Too few to tell"
    return "Yes, more than chance" if is_followed(found) else "No more than chance"


def is_followed(found: NearRepeats) -> bool:
    """Whether one of this kind is followed by others near by more often than chance lets expect."""
    return found.p_value <= SURE and found.pairs > found.expected


def followed_words(kinds: Sequence[str]) -> str:
    """The answer in one sentence."""
    return f"More than chance: {', '.join(kinds)}." if kinds else "No kind is followed by others more than chance lets expect."


def what_words(happenings: Sequence[Happening]) -> str:
    """Kinds with their numbers: `Burglary 2, Vehicle crime 1`."""
    kinds = [one.lead.kind or "Not said" for one in happenings]
    return ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds), key=lambda one: (-kinds.count(one), one)))


def newest_words(happenings: Sequence[Happening]) -> str:
    """The day of the newest."""
    at = max((one.lead.at for one in happenings if one.lead.at), default=None)
    return long_date(at.date()) if at else "not known"


def figure_words(figure: Figure) -> str:
    """A rate with its interval, or why there is none."""
    if figure.value is None:
        return figure.why_not or "not known"
    if figure.interval is None:
        return number(figure.value, 1)
    return f"{number(figure.value, 1)} ({number(figure.interval.low, 1)} to {number(figure.interval.high, 1)})"


def chance_words(tests: int) -> str:
    """How many of so many tests chance alone would call out."""
    return f"Of {counted(tests, 'test')} at one in twenty, chance alone calls out {number(tests * SURE, 1)}." if tests else ""


def expected_words(low: float, high: float) -> str:
    """`3 to 9`."""
    return f"{low:.0f} to {high:.0f}"


def deprivation_words(tenth: int | None) -> str:
    """Where it stands among the neighbourhoods of England."""
    ends = {1: "the most deprived tenth", 10: "the least deprived tenth"}
    return (
        "not given" if tenth is None else f"{ends.get(tenth, f'tenth {tenth}, where 1 is the most deprived')} of England’s neighbourhoods"
    )
