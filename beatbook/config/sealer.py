"""The sealer: seals the log each second, and each minute carries the signed head to every anchor."""

import logging
import signal
import threading
import time
from types import FrameType

import psycopg

from beatbook.config.start import open_beatbook

log = logging.getLogger("beatbook.sealer")
SEAL_EVERY_S = 1.0
ANCHOR_EVERY_S = 60.0


def main() -> None:
    """Runs until told to stop; the last events are sealed and anchored on the way out."""
    open_beatbook()
    from django.conf import settings  # named loaders: Django is set up by now
    from django.db import OperationalError, connections

    from beatbook.audit.signing import signing_key
    from beatbook.audit.tasks import anchor, seal

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    key = signing_key(settings.BEATBOOK_AUDIT_KEY)
    anchored = -ANCHOR_EVERY_S
    last_round = False
    while not last_round:
        last_round = stopping.wait(SEAL_EVERY_S)
        try:
            seal(key)
            if last_round or time.monotonic() - anchored >= ANCHOR_EVERY_S:
                anchored = time.monotonic()
                anchor(settings.BEATBOOK_AUDIT_ANCHORS, key)
        except (OperationalError, psycopg.OperationalError):
            log.warning("the database is away; trying again")
            connections.close_all()


if __name__ == "__main__":
    main()
