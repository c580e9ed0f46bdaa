"""How fast the log takes events durably, seals them and is checked: one JSON line per figure. Usage: python -m benchmarks.audit_log [events].

BEATBOOK_BENCHMARK_HOME names a home to be thrown away afterwards: the events stay in its log. `make bench` makes one.
"""

import json
import os
import sys
import threading
import time

from beatbook.config.start import open_beatbook

WRITERS = 4
IN_BULK = 100_000


def main() -> None:
    """Writes events one commit each from four connections, seals them, adds many more in bulk, and checks the whole log."""
    if "BEATBOOK_BENCHMARK_HOME" not in os.environ:
        sys.exit("audit_log: set BEATBOOK_BENCHMARK_HOME to a home to be thrown away; `make bench` makes one.")
    os.environ["BEATBOOK_HOME"] = os.environ["BEATBOOK_BENCHMARK_HOME"]
    open_beatbook()
    from django.conf import settings  # noqa: PLC0415 - named loader: needs Django to be set up
    from django.db import connections  # noqa: PLC0415 - named loader: as above

    from beatbook.audit.queries import verify_log  # noqa: PLC0415 - named loader: as above
    from beatbook.audit.signing import signing_key  # noqa: PLC0415 - named loader: as above
    from beatbook.audit.tasks import seal  # noqa: PLC0415 - named loader: as above

    key = signing_key(settings.BEATBOOK_AUDIT_KEY)
    seal(key)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    seconds, taken = _write(wanted)
    _tell("durable_events_per_s", len(taken) / seconds)
    _tell("event_p50_ms", 1000 * taken[len(taken) // 2])
    _tell("event_p99_ms", 1000 * taken[len(taken) * 99 // 100])
    started = time.perf_counter()
    seal(key)
    _tell("seal_s", time.perf_counter() - started)
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (id, kind, role, purpose, reference, route, record_ids, detail)"
            " SELECT gen_random_uuid(), 'search', 'response', 'Investigating a crime', '44/' || n, 'search', ARRAY[gen_random_uuid()],"
            " jsonb_build_object('typed', 'name ' || n, 'status', 200) FROM generate_series(1, %s) n",
            [IN_BULK],
        )
    seal(key)
    started = time.perf_counter()
    found = verify_log([], key.public_key())
    seconds = time.perf_counter() - started
    _tell("verified_events", found.events)
    _tell("verified_per_s", found.events / seconds)
    _tell("faults", len(found.faults))


def _write(wanted: int) -> tuple[float, list[float]]:
    # Seconds for all, and for each, sorted.
    from beatbook.access.actions import public_viewer  # noqa: PLC0415 - named loader: needs Django to be set up
    from beatbook.audit.actions import record_event  # noqa: PLC0415 - named loader: as above

    viewer = public_viewer()
    taken: list[float] = []

    def one() -> None:
        for number in range(wanted // WRITERS):
            started = time.perf_counter()
            record_event(
                viewer=viewer, kind="search", route="search", detail={"typed": f"name {number}", "status": 200}, alias="audit_writer"
            )
            taken.append(time.perf_counter() - started)

    threads = [threading.Thread(target=one) for _ in range(WRITERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started, sorted(taken)


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "audit_log", "figure": figure, "value": round(value, 4)}))


if __name__ == "__main__":
    main()
