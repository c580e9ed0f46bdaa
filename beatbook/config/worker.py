"""The worker: takes live messages as they come, links what changed, and delivers what goes back to the owning systems."""

import logging
import signal
import time
from types import FrameType

import psycopg

from beatbook.config.start import open_beatbook

log = logging.getLogger("beatbook.worker")
DELIVER_EVERY_S = 5.0
LOOK_AGAIN_S = 2.0


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

    from beatbook.linkage.actions import LiveLinker
    from beatbook.sources.actions import deliver_outbox, take_inbox

    linker = LiveLinker()
    linker.link()
    delivered = 0.0
    while True:
        try:
            parameters = connections["ingest"].get_connection_params()
            wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
            with psycopg.connect(**wanted, autocommit=True) as listening:
                listening.execute("LISTEN beatbook_inbox")
                listening.execute("LISTEN beatbook_changed")
                while True:
                    take_inbox()
                    if linker.link().records:
                        listening.execute("NOTIFY beatbook_changed")  # open pages ask again, now that the records are linked
                    if time.monotonic() - delivered >= DELIVER_EVERY_S:
                        deliver_outbox()
                        delivered = time.monotonic()
                    for _ in listening.notifies(timeout=LOOK_AGAIN_S, stop_after=1):
                        pass
        except (OperationalError, psycopg.OperationalError):
            log.warning("the database is away; trying again")
            connections.close_all()
            time.sleep(LOOK_AGAIN_S)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


if __name__ == "__main__":
    main()
