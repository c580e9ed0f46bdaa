"""How figures, series and definitions are said in plain English. Pure."""

from beatbook.measures.definition import Kind, Measure
from beatbook.measures.expressions import Always, in_words
from beatbook.measures.figures import Figure
from beatbook.measures.series import HIGHER, LOWER, UNTOLD, USUAL, Series
from beatbook.measures.where import Period

KIND_WORDS = {
    Kind.COUNT: "a number of records",
    Kind.RATE: "a rate: records a year for every 1,000 people",
    Kind.SHARE: "a share: some of the records, of all of them",
    Kind.WEIGHTED: "a weighted rate: records times their weights, a year for every 1,000 people",
    Kind.MEDIAN: "a median: the months until half of the records have reached their end",
    Kind.RATIO: "a comparison of the rates of groups of people",
}
INTERVAL_WORDS = {
    "wilson": "Wilson's interval of a share", "poisson": "the exact Poisson interval of a count",
    "dobson": "Dobson's interval of a weighted count", "brookmeyer-crowley": "Brookmeyer and Crowley's interval of a median",
    "log": "the interval of a ratio on the log scale",
}  # fmt: skip
DIRECTION_WORDS = {
    "higher": "Higher is better, if its pair does not get worse.",
    "lower": "Lower is better, if its pair does not get worse.",
    "neutral": "Neither higher nor lower is better in itself.",
}
VERDICT_WORDS = {USUAL: "as usual", HIGHER: "higher than usual", LOWER: "lower than usual"}


def amount(value: float, kind: Kind) -> str:
    """A value of this kind, without unit: `18.3%`, `82.4`, `1,240`."""
    if kind is Kind.SHARE:
        return f"{value:.1%}"
    if value == float("inf"):
        return "not known"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def value_words(figure: Figure) -> str:
    """The value, or that it is not told."""
    return "not told" if figure.value is None else amount(figure.value, figure.kind)


def interval_words(figure: Figure) -> str:
    """`17.4% to 19.1%`, or nothing."""
    if figure.interval is None or figure.value is None:
        return ""
    return f"{amount(figure.interval.low, figure.kind)} to {amount(figure.interval.high, figure.kind)}"


def records_words(figure: Figure, measure: Measure) -> str:
    """How many records: `12 of 340 crime records`, or `340 crime records`."""
    if figure.kind is Kind.SHARE:
        return f"{figure.numerator:,} of {figure.denominator:,} {measure.grain.plural}"
    return f"{figure.numerator:,} {measure.grain.singular if figure.numerator == 1 else measure.grain.plural}"


def unit_of(figure: Figure, measure: Measure) -> str:
    """What a value of this figure is of, or nothing for a share."""
    return measure.grain.plural if figure.kind is Kind.COUNT else measure.unit


def figure_sentence(figure: Figure, measure: Measure) -> str:
    """The figure in one sentence, with its interval, its period and its records."""
    what = records_words(figure, measure)
    if figure.value is None:
        return f"{figure.name}, {figure.period.words()}: {what}. {figure.why_not}"
    unit = f" {unit_of(figure, measure)}" if unit_of(figure, measure) else ""
    origin = "" if figure.kind is Kind.COUNT else f", from {what}"
    said = (
        f"{figure.name}, {figure.period.words()}: {value_words(figure)}{unit} ({interval_words(figure)} with chance allowed for){origin}."
    )
    return f"{said} {figure.why_not}".strip()


def series_sentence(series: Series) -> tuple[str, str]:
    """What the newest month says, and the tone: usual, higher, lower or none."""
    latest = series.latest
    if latest is None:
        return f"{series.name}: nothing that can be told yet.", ""
    month = Period(latest.month, latest.month).words()
    unit = unit_of(latest.figure, series.measure) if latest.figure.value is not None else ""
    value = f"{value_words(latest.figure)} {unit}".strip()
    if series.verdict == UNTOLD:
        return f"{series.name}, {month}: {value}. {series.why}", ""
    limits = latest.limits
    usual = f" Usual here is {amount(limits.low, latest.figure.kind)} to {amount(limits.high, latest.figure.kind)}." if limits else ""
    because = f": {series.why}" if series.why else ""
    return f"{series.name}, {month}: {value}, {VERDICT_WORDS[series.verdict]}{because}.{usual}", series.verdict


def false_alarms(series_count: int) -> str:
    """How many of so many charts would mark their newest month by chance alone. Source: simulated, 1.4 % where the mean is 10 or more."""
    return f"Of {series_count:,} charts in which nothing changed, about {series_count * 0.014:.1f} would mark their newest month by chance."


def definition_rows(measure: Measure) -> list[tuple[str, str]]:
    """The definition as questions and answers in plain English."""
    grain, where = measure.grain, in_words(measure.where, measure.grain)
    counted = f"Each {grain.singular} of {' and '.join(measure.feeds)}" + (f", where {where}" if where else "")
    rows = [
        ("The question", measure.question),
        ("What it is", f"It is {KIND_WORDS[measure.kind]}."),
        ("What is counted", f"{counted}."),
        *_part_rows(measure),
        ("When", _when(measure)),
        ("Where", "By the point of the record, on the boundaries of that day. Records without a known area are counted and shown as such."),
        ("Levels", f"{', '.join(measure.levels).capitalize()}. Below that there are only the records."),
        ("Chance", f"Shown with {INTERVAL_WORDS[measure.interval]}, at 95%."),
        ("Direction", DIRECTION_WORDS[measure.direction]),
        ("How not to use it", measure.misuse),
        ("Beside it", f"Always read with {' and '.join(measure.pair)}."),
        ("The public sees", public_words(measure)),
    ]
    rows += [("Note", measure.note)] if measure.note else []
    rows += [("Source", measure.source)] if measure.source else []
    rows += [(f"Break in {one.month:%B %Y}", one.why) for one in measure.breaks]
    rows += [("Also known as", ", ".join(measure.also_known_as))] if measure.also_known_as else []
    return rows


def _part_rows(measure: Measure) -> list[tuple[str, str]]:
    grain = measure.grain
    if measure.kind is Kind.MEDIAN:
        return [("What is measured", f"{grain.fields[measure.months_field].words.capitalize()}; those not yet there count as waiting.")]
    rows = []
    if measure.numerator != Always():
        rows.append(("Of those", f"The ones where {in_words(measure.numerator, grain)}."))
    if measure.denominator is not None and measure.denominator != Always():
        rows.append(("Out of", f"The ones where {in_words(measure.denominator, grain)}."))
    if measure.weights:
        rows.append(("Weights", "; ".join(f"{name} {weight:g}" for name, weight in measure.weights.items())))
    if measure.groups:
        rows.append(("Groups", f"{', '.join(measure.groups)}, each beside {measure.baseline}."))
    if measure.unknown is not None:
        rows.append(("Not known", f"Where {in_words(measure.unknown, grain)}; they are counted and shown."))
    return rows


def _when(measure: Measure) -> str:
    lag = f" A month is shown once outcomes of the {measure.lag_months} months after it are published." if measure.lag_months else ""
    return f"By month: the record's own.{lag} Nothing known only to the month is ever shown by day."


def public_words(measure: Measure) -> str:
    """What everybody may see of it."""
    if measure.public.open_rows:
        return "The same figures: the records are published one by one."
    return (
        f"Counts of less than {measure.public.min_count} are held back, with as many others as are needed so that none can be worked out, and the"
        f" rest are rounded to {measure.public.round_to}."
    )
