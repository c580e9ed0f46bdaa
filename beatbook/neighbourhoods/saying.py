"""What the public pages say in words: what was recorded, and whether that is usual. Pure."""

from beatbook.measures.figures import Figure
from beatbook.measures.series import HIGHER, LOWER, USUAL, Series
from beatbook.web.phrases import counted, number

CAVEATS = (
    "Only what was reported to the police or found by them is counted. Much crime is never reported.",
    "Places are moved to the nearest of a list of map points before they are published, so a point says only “on or near”.",
    "What became of a crime is known as of the month in which the figures were published; results in court after June 2019 are not published.",
    "Nothing here ranks one neighbourhood above another: more recorded crime may mean more people, more visitors or more trust in the police.",
)
VERDICTS = {USUAL: "That is usual for this neighbourhood.", HIGHER: "That is more than usual here:", LOWER: "That is less than usual here:"}
PLACES = {0: "Within chance", 1: "Above chance", 2: "Well above chance", -1: "Below chance", -2: "Well below chance"}


def month_sentence(series: Series) -> str:
    """`72 crimes were recorded in Market Quarter in October 2026.`"""
    if series.latest is None:
        return f"No crime of {series.name} is counted yet."
    figure = series.latest.figure
    return f"{counted(figure.numerator, 'crime was', 'crimes were')} recorded in {series.name} in {figure.period.words()}."


def usual_sentence(series: Series) -> str:
    """`That is usual for this neighbourhood.`, or why it is not, or why it cannot be told."""
    if series.latest is None:
        return ""
    if series.verdict not in VERDICTS:
        return series.why
    return VERDICTS[series.verdict] + (f" {series.why}." if series.why else "")


def usual_count(limit: float, figure: Figure) -> float:
    """A limit of a yearly rate for every 1,000 people, as the number of crimes in the figure's months."""
    return limit * (figure.people or 0.0) / 1000 * figure.period.months / 12


def force_sentence(name: str, total: int, areas: int, period: str) -> str:
    """What a whole force recorded, and over how many neighbourhoods."""
    return f"{counted(total, 'crime was', 'crimes were')} recorded by {name}, with its {counted(areas, 'neighbourhood')}, in {period}."


def rate_words(figure: Figure) -> str:
    """`84 (79 to 90)`: a year's crimes for every 1,000 people, with the interval of chance."""
    if figure.value is None or figure.interval is None:
        return "not known"
    return f"{number(figure.value, 1)} ({number(figure.interval.low, 1)} to {number(figure.interval.high, 1)})"


def share_words(part: int, whole: int) -> str:
    """`31 %`, or `none` of nothing."""
    return f"{100 * part / whole:.0f} %" if whole else "none"


def interval_words(figure: Figure) -> str:
    """`26 % (chance alone: 19 to 34 %)`."""
    if figure.value is None or figure.interval is None:
        return "not known"
    return f"{100 * figure.value:.0f} % (by chance {100 * figure.interval.low:.0f} to {100 * figure.interval.high:.0f} %)"
