"""A thread of the worker that works out plans of pooled demand, which may take a minute: live messages must never wait for one."""

import logging
import threading
import time

from django.db import OperationalError, connections

log = logging.getLogger("beatbook.planner")
LOOK_AGAIN_S = 1.0


def start_planner() -> threading.Thread:
    """Starts the thread; it ends with the process. HiGHS lets the other threads run while it searches."""
    thread = threading.Thread(target=_plan_for_ever, name="planner", daemon=True)
    thread.start()
    return thread


def _plan_for_ever() -> None:
    from beatbook.pooling.tasks import make_plans  # noqa: PLC0415  named loader: only the worker plans

    while True:
        try:
            make_plans()
        except OperationalError:
            connections.close_all()
        except Exception as error:  # the outermost face of this thread: a plan that fails must not stop the next
            log.error("a plan failed with %s", type(error).__name__)
        time.sleep(LOOK_AGAIN_S)
