"""A forecast in plain English."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from beatbook.forecasts.queries import ForecastRow, SquareRow
from beatbook.web import phrases

STATES = {
    "proposed": "Proposed: nobody may patrol by it",
    "on": "Switched on",
    "suspended": "Suspended by itself",
    "retired": "Ended",
}
AREA_COLUMNS = [
    {"label": "Neighbourhood"},
    {"label": "Offences expected", "numeric": True},
    {"label": "Nine times in ten", "numeric": True},
]
SHARE_COLUMNS = [
    {"label": "Neighbourhood"},
    {"label": "Share of offences", "numeric": True},
    {"label": "Share of visits", "numeric": True},
    {"label": "Minutes planned", "numeric": True},
    {"label": "Minutes spent", "numeric": True},
    {"label": "Not made, with a reason", "numeric": True},
]
BUDGET = "0.02"


def state_words(one: ForecastRow) -> str:
    """The state and why."""
    return one.why if one.state == "on" else f"{STATES[one.state]}. {one.why}".strip()


def index_sentence(found: Sequence[ForecastRow]) -> str:
    """How many forecasts there are, and how many may be used."""
    if not found:
        return "No forecast has been made of records that you may see."
    live = sum(one.state == "on" for one in found)
    return f"{phrases.counted(len(found), 'forecast')} of places, {live} of them switched on. None is of a person, and none can be."


def accuracy_words(one: ForecastRow) -> str:
    """Hit rate at 2 % beside a count of the last year."""
    maps = one.backtest["maps"]
    ours, count = maps["kernel mixture"][BUDGET], maps["count of 52 weeks"][BUDGET]
    return f"2% of the squares held {ours['hit_rate']:.0%} of what came; a count of the last year, {count['hit_rate']:.0%}"


def accuracy_sentence(one: ForecastRow) -> str:
    """The same as a sentence with its test."""
    length = one.backtest["weeks_a_period"]
    weeks = f"{one.backtest['periods']} weeks" if length == 1 else f"{one.backtest['periods']} times {length} weeks"
    return f"Replayed over the last {weeks}, each forecast made only from what came before: {accuracy_words(one)}."


def map_sentence(one: ForecastRow, squares: Sequence[SquareRow], names: Mapping[str, str], weight: str) -> str:
    """What the map says first."""
    if not squares:
        return f"{one.name} shows no map. {state_words(one)}"
    top = squares[0]
    what = (
        f"{top.harm:.1f} days of harm" if weight == "harm" else f"{top.expected:.1f} offences, most likely {top.low:.0f} to {top.high:.0f}"
    )
    where = names.get(top.area, "no neighbourhood")
    weeks = "week" if one.horizon == 1 else f"{one.horizon} weeks"
    return f"{one.name}, in the {weeks} from {phrases.long_date(one.as_of)}: most is expected in a square of {where}, {what}."


def parts_words(parts: Sequence[tuple[str, float]]) -> str:
    """What makes up a square's risk: `52% offences in this square, over all years; …`."""
    return "; ".join(f"{share:.0%} {words}" for words, share in parts) + "."


def plan_sentence(figures: Mapping[str, Any], week: date) -> str:
    """What the plan says first."""
    best = max(figures["baselines"].values(), default=0.0)
    gain = figures["prevented_days"] / best - 1 if best else 0.0
    more = f"{gain:.0%} more than by the best simple plan" if gain >= 0.005 else "as much as by the best simple plan"
    return (
        f"In the week from {phrases.long_date(week)}, {figures['visits']:,} visits to {figures['squares']:,} squares are likely to prevent"
        f" {figures['prevented_days']:.1f} days of harm, {more}."
    )


def plan_facts(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The settings of a plan."""
    dosage, rules = figures["dosage"], figures["rules"]
    returns = ", ".join(f"{value:.0%}" for value in dosage["returns"])
    caps = (
        f"At most {rules['most_a_week']} visits to a square in the week; at least {rules['least_an_area'] or 0} in every area;"
        f" no area above {rules['most_share']:g} times its share of offences"
    )
    facts = {
        "Hours": f"{figures['hours_a_shift']:g} officer hours in each shift",
        "A visit": f"{dosage['visit_minutes']} minutes; the first, second and third of a shift are worth {returns}",
        "Effect of a visit": f"The first prevents {dosage['prevented']:.0%} of what is expected in that shift: assumed until the hold-out says more",
        "Caps": caps,
        "Held out": f"{figures['held_out']} squares drawn by lot are not visited",
        "How exact": f"No plan is better by more than {figures['gap']:.2%}",
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def price_words(price: float, whole: float) -> str:
    """What a rule costs."""
    return (
        "Costs nothing this week"
        if price < 0.005 * max(whole, 1e-9)
        else f"Costs {price:.1f} days of harm prevented, {price / whole:.1%} of the plan"
    )


def share_rows(
    figures: Mapping[str, Any], names: Mapping[str, str], done: Mapping[str, tuple[int, int, int]]
) -> list[list[dict[str, Any]]]:
    """Each area's share of offences beside its share of visits, and what was done."""
    visits = max(1, figures["visits"])
    rows = []
    for area, count in sorted(figures["by_area"].items(), key=lambda one: names.get(one[0], one[0])):
        planned, spent, not_made = done.get(area, (0, 0, 0))
        texts = (f"{figures['area_share'].get(area, 0.0):.1%}", f"{count / visits:.1%}", f"{planned:,}", f"{spent:,}", f"{not_made:,}")
        rows.append([{"text": names.get(area, "Outside every neighbourhood")}, *({"text": text} for text in texts)])
    return rows
