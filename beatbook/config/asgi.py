"""The web process's entry point: `uvicorn beatbook.config.asgi:application`."""

import gc
import os
import threading
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beatbook.config.settings")
# WhiteNoise streams files from disk by a plain iterator, which Django reads whole; our files are small.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
django_application = get_asgi_application()

from beatbook.access.actions import public_viewer  # noqa: E402
from beatbook.linkage.queries import current_model  # noqa: E402
from beatbook.opendata.api import publication_now  # noqa: E402
from beatbook.opendata.middleware import ShortWay  # noqa: E402

application = ShortWay(django_application, shared=settings.BEATBOOK_HOME / "requests-counted")


def warm_up() -> None:
    """Loads every view, and with them the libraries that the first page would otherwise wait for; then reads what is public, and explains a join:
    the compiled kernel and the model in use took the first reader of a person three to five seconds of CPU.

    What is loaded by then stays, so that the collector need not walk it again: one request in three of the matrix took 225 ms of CPU where others took 85.
    """
    _ = get_resolver().url_patterns
    publication_now()
    if model := current_model(viewer=public_viewer()):
        from beatbook.linkage.explanation import explain  # noqa: PLC0415 - a second to import

        explain({"surname": "Marsh"}, {"surname": "March"}, model)
    gc.collect()
    gc.freeze()


threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
