"""The worker: takes live messages as they come, links what changed, and delivers what goes back to the owning systems."""

import logging
import signal
import time
import traceback
from collections.abc import Callable
from functools import partial
from types import FrameType

import psycopg
from django.utils import timezone

from beatbook.config.start import open_beatbook

log = logging.getLogger("beatbook.worker")
COUNT_EVERY_S = 60.0
DELIVER_EVERY_S = 5.0
LOOK_AGAIN_S = 2.0
WATCH_EVERY_S = 60.0


class Stop(Exception):
    """The process was told to end."""


def main() -> None:
    """Runs until told to stop. A message that fails is kept; the worker goes on."""
    open_beatbook()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        _work()
    except Stop:
        log.info("stopped")


def _work() -> None:
    from django.db import OperationalError, connections  # named loaders: Django is set up by now

    from beatbook.config.daily import start_daily  # named loader, as above
    from beatbook.config.planner import start_planner  # named loader, as above

    away = (OperationalError, psycopg.OperationalError)
    start_planner()
    start_daily()
    worker = Worker(away)
    while True:
        try:
            parameters = connections["ingest"].get_connection_params()
            wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
            with psycopg.connect(**wanted, autocommit=True) as listening:
                listening.execute("LISTEN beatbook_inbox")
                listening.execute("LISTEN beatbook_changed")
                while True:
                    worker.once(listening)
                    for _ in listening.notifies(timeout=LOOK_AGAIN_S, stop_after=1):
                        pass
        except away:
            log.warning("the database is away; trying again")
            connections.close_all()
            time.sleep(LOOK_AGAIN_S)


class Worker:
    """Does what there is to do, one step after another. A step that fails is logged and tried again; the others go on."""

    def __init__(self, away: tuple[type[Exception], ...]) -> None:
        from beatbook.linkage.actions import LiveLinker  # named loader, as above

        self.counted = 0.0
        self.away, self.make_linker = away, partial(LiveLinker, lasting=True)
        self.linker = self.make_linker()
        self.delivered = self.watched = 0.0

    def once(self, listening: psycopg.Connection[tuple[object, ...]]) -> None:
        """Inbox, links, every few seconds the outbox, and every minute the searches that tell of new results."""
        from beatbook.search.saved.actions import forget_recent, tell_of_new_results  # named loader, as above
        from beatbook.sources.actions import deliver_outbox, take_inbox  # named loader, as above
        from beatbook.stewardship.actions.carrying_out import carry_out_agreed  # named loader, as above
        from beatbook.technology.actions import take_submissions  # named loader, as above

        self._try("inbox", take_inbox)
        self._count()
        self._try("submissions", take_submissions)
        if not self._try("links", lambda: self._link(listening)):
            self.linker = self.make_linker()
        if time.monotonic() - self.delivered >= DELIVER_EVERY_S:
            self.delivered = time.monotonic()
            self._try("outbox", deliver_outbox)
        if time.monotonic() - self.watched >= WATCH_EVERY_S:
            self.watched = time.monotonic()
            self._try("watching searches", tell_of_new_results)
            self._try("recent searches", forget_recent)
            self._try("removals", carry_out_agreed)

    def _count(self) -> None:
        """Counts measures and tension, once a minute: what is taken back or re-marked leaves them at once, without the worker."""
        from beatbook.measures.actions import refresh_measures  # named loader, as above
        from beatbook.tension.actions import take_reports  # named loader, as above

        if time.monotonic() - self.counted >= COUNT_EVERY_S:
            self.counted = time.monotonic()
            self._try("measures", refresh_measures)
            self._try("tension", lambda: take_reports(today=timezone.localdate()))

    def _link(self, listening: psycopg.Connection[tuple[object, ...]]) -> None:
        if self.linker.link().records:
            listening.execute("NOTIFY beatbook_changed")  # open pages ask again, now that the records are linked

    def _try(self, step: str, work: Callable[[], object]) -> bool:
        try:
            work()
        except Stop:
            raise
        except self.away:
            raise
        except Exception as error:  # the outermost face of this process: whatever failed, the other steps must go on
            where = "".join(traceback.format_tb(error.__traceback__))  # without the message, which may hold what a record says
            log.error("%s failed with %s; trying again\n%s", step, type(error).__name__, where)
            return False
        return True


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


if __name__ == "__main__":
    main()
