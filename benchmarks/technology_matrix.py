"""Milliseconds of the figures of 43 forces and 60 capabilities, as one viewer may see them: the matrix first, through the whole request.

Beside each stands the time on this process's processor, which other work on the machine does not stretch as much.

A home of its own is made and removed. The portfolio is the made-up one at 60 capabilities, 2,580 applications, of which the viewer sees the most.
"""

import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

HOME = Path(tempfile.mkdtemp(prefix="beatbook-benchmark-", dir="/tmp"))
HOME.chmod(0o755)
os.environ |= {
    "BEATBOOK_DEMONSTRATION": "1",
    "BEATBOOK_HOME": str(HOME),
    "DJANGO_SETTINGS_MODULE": "beatbook.config.settings",
    "BEATBOOK_LOG_LEVEL": "ERROR",
}
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from beatbook.access.actions import add_people, sign_in  # noqa: E402
from beatbook.config.demonstration_people import demonstration_people  # noqa: E402
from beatbook.db import embedded  # noqa: E402
from beatbook.db.prepare import prepare  # noqa: E402
from beatbook.organisations.actions import CARRIED, load_register  # noqa: E402
from beatbook.technology.actions import take_file  # noqa: E402
from beatbook.technology.queries import applications  # noqa: E402
from beatbook.technology.synthetic_portfolio import made_up_forces  # noqa: E402
from benchmarks.technology.figures import tell  # noqa: E402

TIMES = 20
TARGET_MS = 300.0
PAGES = ("/technology/matrix", "/technology/same-job", "/technology/contracts", "/technology/services")


def main() -> None:
    """Loads, measures, and leaves nothing behind."""
    times = 5 if "--quick" in sys.argv[1:] else TIMES
    try:
        prepare()
        load()
        measure(times)
    finally:
        connections.close_all()
        embedded.stop(HOME)
        shutil.rmtree(HOME)


def load() -> None:
    """The register, the people of the demonstration, and every force's portfolio."""
    add_people(demonstration_people("nowhere"), demonstration=True)
    for folder in ("england-and-wales", "millshire"):
        load_register(CARRIED / folder, today=timezone.localdate())
    with transaction.atomic(using="ingest"):
        for files in made_up_forces(n_capabilities=60):
            take_file("portfolio", files.force, f"{files.force}.csv", files.portfolio.encode(), {"visibility": files.visibility})
            if files.public:
                take_file("portfolio", files.force, f"{files.force}-public.csv", files.public.encode(), {"visibility": "public"})
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(times: int) -> None:
    """The middle of so many requests to each page, after one that warms it; and how much the viewer sees."""
    viewer = sign_in("technology")
    tell("applications_seen", len(applications(viewer=viewer)), "applications", None, None)
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    for path in PAGES:
        client.get(path)
        freeze()
        taken, worked = [], []
        for _ in range(times):
            started, before = time.perf_counter(), time.process_time()
            assert client.get(path).status_code == 200
            taken.append((time.perf_counter() - started) * 1_000)
            worked.append((time.process_time() - before) * 1_000)
        middle, first, name = round(statistics.median(taken), 1), path == PAGES[0], path.replace("/", "_").replace("-", "_")
        tell(f"processor_of_page{name}", round(statistics.median(worked), 1), "ms", None, None)
        tell(
            f"page{name}",
            middle,
            "ms",
            TARGET_MS if first else None,
            middle <= TARGET_MS if first else None,
        )


def freeze() -> None:
    """As the web process does once it is warm: see beatbook/config/asgi.py."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
