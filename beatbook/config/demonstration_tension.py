"""The demonstration's watch over Millshire, and what its people say of their ward: made up, and written by the same actions as anybody's."""

from datetime import date, timedelta

from django.utils import timezone

from beatbook.access.actions import sign_in, sign_out
from beatbook.tension.actions import look_out, set_watch, take_reports, write_assessment
from beatbook.tension.queries import assessments
from beatbook.vocabulary.viewer import Viewer

FEEDS, OWNER = ("millshire-crime", "millshire-command"), "analyst"
LOOKED_BACK_WEEKS = 12
HOLDS_DAYS = 28
GRADED = {"source_grade": "1", "information_grade": "A", "handling": "P"}
SAID = (
    {
        "aspect": "experienced",
        "level": "3",
        "theme": "Traders of the market",
        "reason": "Four stallholders say that groups of young people gather after school and that they close early because of it. (Invented.)",
        "action": "Patrol at closing time until the end of term; the council moves the bins behind which they meet.",
    },
    {
        "aspect": "potential",
        "level": "2",
        "theme": "Switching on of the Christmas lights",
        "reason": "A crowd of about 2,000 is expected, and last year’s ended without trouble. (Invented.)",
        "action": "Two officers walk with the stewards.",
    },
)


def watch_millshire(*, ends: date) -> None:
    """Takes the reports in, watches two feeds as of each of the last weeks of the made-up world, and says what is known of the officer's ward, once."""
    take_reports(today=ends)
    for feed in FEEDS:
        set_watch(feed, owner=OWNER)
    for back in range(LOOKED_BACK_WEEKS, -1, -1):
        look_out(today=ends - timedelta(weeks=back))
    officer = sign_in("neighbourhood", hours=1)
    try:
        _say(officer)
    finally:
        sign_out(officer)


def _say(officer: Viewer) -> None:
    area, today = officer.area or "", timezone.localdate()
    if not assessments(area, viewer=officer):
        for one in SAID:
            write_assessment(
                area, {**GRADED, **one, "until": f"{today + timedelta(days=HOLDS_DAYS):%d/%m/%Y}"}, today=today, viewer=officer
            )
