"""What a before-and-after test says in words. Pure."""

from dataclasses import dataclass

from beatbook.measures.where import Period, month_plus
from beatbook.neighbourhoods.problems.before_after import Effect, Range, displacement_quotient, effect_of
from beatbook.neighbourhoods.problems.sara import Grounds
from beatbook.web.phrases import counted, number

CAVEATS = (
    "Only published records are counted, by whole months: the figure is the same for whoever asks, and may be shared.",
    "Published places are moved to the nearest map point, so a place stands for what is moved to it.",
    "The comparison areas were written down when the response began, before anybody knew how it would go.",
    "They stand for what would have happened anyway; nobody drew lots, so other things may have differed.",
    "The ring about the places shows whether crime moved near by or fell there too. Crime that moved further, or changed its kind, is not seen.",
    "Places are often chosen when they are at their worst, and then get better by themselves. The interval does not know of that.",
)
MOVED = -1.0


@dataclass(frozen=True, slots=True)
class Told:
    """Effects at the places and in the ring, each beside the comparison areas."""

    here: Effect
    near: Effect
    quotient: float | None
    grounds: Grounds

    @property
    def before(self) -> Period:
        """The months before."""
        return Period(self.grounds.first, month_plus(self.grounds.begins, -1))

    @property
    def after(self) -> Period:
        """The months after."""
        return Period(self.grounds.begins, self.grounds.last)


def told_of(grounds: Grounds) -> Told:
    """Everything that is said of these counts."""
    here, near = effect_of(grounds.here, grounds.elsewhere), effect_of(grounds.near, grounds.elsewhere)
    totals = (grounds.here.totals, grounds.near.totals, grounds.elsewhere.totals)
    return Told(here, near, displacement_quotient(*totals), grounds)


def effect_sentence(effect: Effect) -> str:
    """`31 % fewer than would be expected from the comparison areas (50 % fewer to 5 % fewer).`, or that it cannot be told."""
    if effect.ratio is None:
        return "Too few crimes to tell whether it changed more here than elsewhere."
    between = f"{change_words(effect.ratio.low)} to {change_words(effect.ratio.high)}"
    found = f"{change_words(effect.ratio.value)} than would be expected from the comparison areas ({between})."
    if effect.ratio.low <= 1 <= effect.ratio.high:
        return f"It cannot be told from no change: {found}"
    return found[:1].upper() + found[1:]


def change_words(ratio: float) -> str:
    """A ratio as a share: `31 % fewer`, `12 % more`, `as many`."""
    share = round(abs(1 - ratio) * 100)
    return "as many" if share == 0 else f"{share} % {'fewer' if ratio < 1 else 'more'}"


def ratio_words(found: Range | None) -> str:
    """`0.69 (0.50 to 0.95)`."""
    return "too few to tell" if found is None else f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def count_words(found: Range | None) -> str:
    """How many crimes more than expected, fewer below nought, with the interval."""
    return "too few to tell" if found is None else f"{number(found.value)} ({number(found.low)} to {number(found.high)})"


def moved_words(told: Told) -> str:
    """Whether crime moved near by."""
    if told.quotient is None:
        return "Nothing was gained at the places, so nothing can have moved from them."
    if told.quotient < MOVED:
        return "More came about near by than was gained at the places."
    if told.quotient < 0:
        return "Some came about near by, less than was gained at the places."
    return "It fell near by too, or stayed as it was."


def spread_words(effect: Effect) -> str:
    """Why the interval is as wide as it is."""
    return (
        "The months scatter as chance would have them."
        if effect.spread == 1
        else f"The months scatter {number(effect.spread, 1)} times more than chance; the interval is widened by that."
    )


def lessons_sentence(lessons: int, responses: int, typed: str) -> str:
    """What the library holds."""
    about = f" about “{typed}”" if typed else ""
    return (
        f"{counted(lessons, 'ended problem')}{about}, by {counted(responses, 'kind of response', 'kinds of response')}, each with its effect and how"
        " sure that is. The order says nothing: it is that of names."
    )
