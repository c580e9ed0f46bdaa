"""What the web processes serve: Django behind its queue, and before it the short way of what is public. `config.web` warms it up and serves it."""

import fcntl
import gc
import os
import warnings

import django
from django.conf import settings
from django.core import signals
from django.db import close_old_connections, connections, reset_queries
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beatbook.config.settings")
# WhiteNoise streams files from disk by a plain iterator, which Django reads whole; our files are small.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
django.setup(set_prefix=False)
# InTurn gives connections back on the thread that used them; Django would look for them on another, and start one for that, twice a request.
signals.request_started.disconnect(reset_queries)
signals.request_started.disconnect(close_old_connections)
signals.request_finished.disconnect(close_old_connections)

from beatbook.access.actions import public_viewer  # noqa: E402
from beatbook.config.in_turn import InTurn  # noqa: E402
from beatbook.linkage.queries import current_model  # noqa: E402
from beatbook.opendata.api import publication_now  # noqa: E402
from beatbook.opendata.middleware import ShortWay  # noqa: E402
from beatbook.web.bounds import BoundedBodies  # noqa: E402

AT_ONCE = 4  # of one process: some wait for the database while another draws; of fifty readers, eight cost a tenth more processor than two
application = BoundedBodies(ShortWay(InTurn(AT_ONCE), shared=settings.BEATBOOK_HOME / "requests-counted"))


def warm_up() -> None:
    """Loads every view, and with them the libraries that the first page would otherwise wait for; then reads what is public, and explains a join:
    the compiled kernel and the model in use took the first reader of a person three to five seconds of CPU.

    Several processes that start together take turns at the kernel, so that where a machine has not yet compiled it one does, and the others load it.
    What is loaded by then stays, so that the collector need not walk it again: one request in three of the matrix took 225 ms of CPU where others took 85.
    """
    _ = get_resolver().url_patterns
    publication_now()
    if model := current_model(viewer=public_viewer()):
        from beatbook.linkage.explanation import explain  # noqa: PLC0415 - a second to import

        with (settings.BEATBOOK_HOME / "warming-up").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            explain({"surname": "Marsh"}, {"surname": "March"}, model)
    connections.close_all()
    gc.collect()
    gc.freeze()
