"""The demonstration's forecast of Millshire: made-up offences, made-up decisions, and a plan for this week."""

from datetime import date, timedelta

from beatbook.forecasts.actions.covering import plan_cover
from beatbook.forecasts.actions.deciding import assess_equality, decide_hold_out, switch_on
from beatbook.forecasts.actions.planning import plan_patrols
from beatbook.forecasts.actions.publishing import publish
from beatbook.forecasts.actions.reading import NoForecast, newest
from beatbook.forecasts.actions.refreshing import refresh
from beatbook.forecasts.actions.registering import register
from beatbook.forecasts.cover_report import Travel
from beatbook.forecasts.safeguards import NotYet
from beatbook.forecasts.tasking import PlanImpossible
from beatbook.sources.actions import feed_named

CODE, FEED = "crime-in-public", "millshire-crime"
NAME = "Reported crime in Millshire (made up)"
SIDE_M = 500.0
HOURS_A_SHIFT = 8
UNITS = 6
LEFT_OUT = ("Harassment", "Stalking")  # mostly between people who know each other: a patrol in the street does not prevent them
CARD = {
    "purpose": "Deciding where officers are seen, fifteen minutes at a time. Demonstration: every offence is invented.",
    "not_for": "A ground to stop, search, arrest or watch anybody; a judgement of any person or group.",
    "owner": "Chief Superintendent of local policing, Millshire Police (invented)",
    "data": "Crimes that victims or the public reported in the last two years: when, where and of which kind, and nothing about whom.",
    "limits": "What is not reported is not seen. Few offences make wide ranges. Two years show little of a season.",
    "impact_assessment": "DPIA-2026-031 and EIA-2026-012 (invented)",
    "review_by": "20 May 2027",
}


def forecast_millshire(*, ends: date, today: date) -> None:
    """The forecast as of the day on which the made-up world ends, and the plan of the present week. Run again, it is only brought up to date."""
    try:
        newest(CODE)
    except NoForecast:
        _propose(ends)
    refresh(CODE, today=ends)
    try:
        if newest(CODE).state == "proposed":
            switch_on(CODE, by="Superintendent of operations (invented)", on=ends)
        plan_patrols(CODE, week=today - timedelta(days=today.weekday()), hours_a_shift=HOURS_A_SHIFT)
        plan_cover(CODE, units=UNITS, travel=Travel(minutes=10, speed_kmh=40), busy=0.35)
    except (NotYet, PlanImpossible):
        pass  # a made-up county that fails its own test shows a forecast that may not be used, as a real one would
    publish(CODE)


def _propose(ends: date) -> None:
    kinds = [kind for kind in feed_named(FEED).by_public if kind not in LEFT_OUT]
    register(CODE, name=NAME, feed=FEED, kinds=kinds, card=CARD, side_m=SIDE_M)
    words = (
        "Invented words: squares follow where offences are reported; no third of the areas is given visits far above its share of offences."
    )
    assess_equality(CODE, by="Equality officer (invented)", on=ends, words=words)
    decide_hold_out(
        CODE,
        by="Ruth Tanner (invented)",
        rank="Assistant Chief Constable",
        on=ends,
        share=0.10,
        until=ends + timedelta(days=182),
        reason="We want to know by May whether these patrols prevent anything.",
        seed=42,
    )
