"""A thread of the worker for what is done once a day: forecasts, the threat watch, and the past thinned. Live messages never wait for it.

A day's round is begun again after a restart; every step does a day once, however often it is asked.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone

log = logging.getLogger("beatbook.daily")
LOOK_AGAIN_S = 60.0


def start_daily() -> threading.Thread:
    """Starts the thread; it ends with the process."""
    thread = threading.Thread(target=_go_on, name="daily", daemon=True)
    thread.start()
    return thread


class Round:
    """The steps of a day. One that fails is tried again at the next look, and the others go on."""

    def __init__(self) -> None:
        from beatbook.forecasts.actions.refreshing import refresh_due  # noqa: PLC0415  named loader: numpy and scipy, in the worker alone
        from beatbook.stewardship.actions.thinning import thin_past  # noqa: PLC0415  named loader, as above
        from beatbook.tension.actions import look_out  # noqa: PLC0415  named loader, as above

        self.steps: dict[str, Callable[[date], object]] = {
            "forecasts": lambda today: refresh_due(today=today),
            "threat watch": lambda today: look_out(today=today),
            "thinning of the past": lambda today: thin_past(days=settings.BEATBOOK_PAST_DAYS),
        }
        self.done: dict[str, date] = {}

    def once(self, today: date) -> None:
        """Does what has not yet been done on this day."""
        for name, step in self.steps.items():
            if self.done.get(name) == today:
                continue
            try:
                step(today)
                self.done[name] = today
            except OperationalError:
                raise
            except Exception as error:  # the outermost face of this thread: whatever failed, the other steps must go on
                log.error("%s failed with %s; trying again", name, type(error).__name__)


def _go_on() -> None:
    each_day = Round()
    while True:
        try:
            each_day.once(timezone.localdate())
        except OperationalError:
            connections.close_all()
        time.sleep(LOOK_AGAIN_S)
