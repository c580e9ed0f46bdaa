"""Ours, Splink and GoldenMatch side by side on this machine: JSON lines on stdout, a table on stderr. `make bench-linkage [ARGS=--quick]`.

Invariant: each engine is a process of its own, alone on the machine; CPU-seconds and most memory are what the system says of that process. A job that
fails, or is not done in its time, says so in a line of its own, and the others go on.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from functools import cache
from threading import Timer
from typing import Any

from rich.console import Console

from benchmarks.linkage.figures import versions
from benchmarks.linkage.jobs import FORM, OURS, PEERS, Job, all_jobs, missing, quick_jobs
from benchmarks.linkage.people import CACHE, LEARNT_FROM, ROOT, people_file
from benchmarks.linkage.report import wide_table
from benchmarks.linkage.sets import FEBRL_NUMBERS, SETS

MINUTES = 20.0
LEAST_SECONDS = 5.0
GRACE_SECONDS = 15.0


def main() -> None:
    """Runs every job, or those of --only."""
    parser = argparse.ArgumentParser(prog="make bench-linkage", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small tables and small sets, 80 seconds")
    parser.add_argument("--force", action="store_true", help="add the made-up county of a million mentions")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="no job starts or runs on after so many (%(default)s)")
    parser.add_argument("--only", action="append", metavar="WORD", help="jobs whose engine, task or data is WORD; again for more")
    arguments = parser.parse_args()
    until = time.monotonic() + 60 * arguments.minutes
    _prepare(arguments.quick)
    jobs = quick_jobs() if arguments.quick else all_jobs(arguments.force)
    chosen = [job for job in jobs if not arguments.only or job.words & set(arguments.only)]
    lines = [line for job in chosen for line in _run(job, until)]
    Console(stderr=True, width=150).print(wide_table(lines))
    sys.exit(any("failed" in line for line in lines))


def _prepare(quick: bool) -> None:
    """Makes what jobs of two engines share: sets that a peer ships, and the settings of the table of people."""
    CACHE.mkdir(exist_ok=True)
    people_file(LEARNT_FROM)
    if not quick and not all(SETS[f"febrl{number}"].path.exists() for number in FEBRL_NUMBERS):
        subprocess.run([PEERS, "-m", "benchmarks.linkage.febrl"], cwd=ROOT, check=False)
    subprocess.run([PEERS, "-m", "benchmarks.linkage.splink_engine", "settings"], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)


def _run(job: Job, until: float) -> list[dict[str, Any]]:
    common: dict[str, Any] = {"engine": job.engine, "task": job.task, "data": job.on}
    seconds = min(job.limit, until - time.monotonic())
    reason = missing(job) or (None if seconds > LEAST_SECONDS else "not started: out of time")
    if reason:
        lines = [common | {"figure": job.task, "failed": reason, "process_cpu_s": 0.0, "process_peak_mb": 0}]
    else:
        print(f"{job.engine}: {job.task} {job.data}", file=sys.stderr)
        lines = _ended(job, common, seconds)
    for line in lines:
        print(json.dumps(line | {"versions": _versions(job.engine)}), flush=True)
    return lines


def _ended(job: Job, common: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """The lines of a job's process, and one more where it failed. A line that a process said before it was ended counts."""
    log, out, started = CACHE / f"{job.engine}-{job.task}-{job.data}.log", CACHE / "said.jsonl", time.monotonic()
    with log.open("w") as errors, out.open("w") as said:
        process = subprocess.Popen(job.command(), cwd=ROOT, stdout=said, stderr=errors, start_new_session=True, env=_environment())
        timers = [Timer(seconds, _end, (process.pid, signal.SIGTERM)), Timer(seconds + GRACE_SECONDS, _end, (process.pid, signal.SIGKILL))]
        for timer in timers:
            timer.start()
        _, status, used = os.wait4(process.pid, 0)
        for timer in timers:
            timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    common["process_cpu_s"] = round(used.ru_utime + used.ru_stime, 2)
    common["process_peak_mb"] = round(used.ru_maxrss / 1024)
    common["process_wall_s"] = round(time.monotonic() - started, 2)
    lines = [json.loads(line) | common for line in out.read_text().splitlines() if line.startswith("{")]
    if process.returncode:
        late = time.monotonic() - started >= seconds
        why = f"not done in {seconds:.0f} s" if late else f"exit {process.returncode}"
        lines.append(common | {"figure": job.task, "failed": f"{why}, see {log.name} in {CACHE.name}"})
    return lines


def _end(pid: int, how: signal.Signals) -> None:
    try:
        os.killpg(pid, how)
    except ProcessLookupError:
        return


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@cache
def _versions(engine: str) -> dict[str, str]:
    if engine in (OURS, FORM):
        return versions("beatbook", "numpy", "numba", "pyarrow") | {"python": platform.python_version()}
    asked = "import json; from benchmarks.linkage.figures import versions; print(json.dumps(versions('splink', 'duckdb', 'goldenmatch')))"
    found = subprocess.run([PEERS, "-c", asked], cwd=ROOT, check=False, capture_output=True, text=True).stdout
    return json.loads(found) if found else {}


if __name__ == "__main__":
    main()
