"""Ours, Splink and GoldenMatch side by side on this machine: JSON lines on stdout, a table on stderr. `make bench-linkage [ARGS=--quick]`.

Invariant: each engine is a process of its own, alone on the machine; CPU-seconds and most memory are what the system says of that process.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.linkage.figures import versions
from benchmarks.linkage.people import CACHE, people_file
from benchmarks.linkage.sets import SETS, present

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
MODULES = {"Beatbook": "ours", "Splink": "splink_engine", "GoldenMatch": "goldenmatch_engine"}
ROWS, QUICK_ROWS = 1_000_000, 5_000


@dataclass(frozen=True, slots=True)
class Job:
    """One process: an engine, a task and what it is run on."""

    engine: str
    task: str
    data: str


def main() -> None:
    """Runs every job, or those of --only."""
    parser = argparse.ArgumentParser(prog="make bench-linkage", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small tables and small sets, under a minute")
    parser.add_argument("--only", action="append", metavar="WORD", help="jobs whose engine, task or data is WORD; again for more")
    arguments = parser.parse_args()
    CACHE.mkdir(exist_ok=True)
    subprocess.run([PEERS, "-m", "benchmarks.linkage.febrl"], cwd=ROOT, check=True)
    jobs = [job for job in _jobs(arguments.quick) if not arguments.only or {job.engine, job.task, job.data} & set(arguments.only)]
    lines = [line for job in jobs for line in _run(job)]
    _print(lines)
    sys.exit(any("failed" in line for line in lines))


def _jobs(quick: bool) -> Iterator[Job]:
    rows = QUICK_ROWS if quick else ROWS
    yield Job("Beatbook", "warm", "2000")
    for name in ("fake_1000", "febrl1") if quick else SETS:
        yield Job("Beatbook", "accuracy", name)
        if not quick:
            yield Job("GoldenMatch", "accuracy", name)
        if name in ("historical_50k", "fake_1000"):
            yield Job("Splink", "accuracy", name)
    for task, engines in (("table", ("Splink", "Beatbook")), ("dense", ("Splink",)), ("new", ("Splink", "Beatbook"))):
        yield from (Job(engine, task, str(rows)) for engine in engines)
    if not quick:
        yield Job("Beatbook", "table", str(3 * rows))


def _run(job: Job) -> list[dict[str, object]]:
    if job.task == "accuracy" and not present(job.data):
        print(f"{job.data}: skipped, {SETS[job.data].path.name} is not in ../shared/data", file=sys.stderr)
        return []
    if job.task in ("table", "dense", "new"):
        people_file(int(job.data))
    print(f"{job.engine}: {job.task} {job.data}", file=sys.stderr)
    python = sys.executable if job.engine == "Beatbook" else PEERS
    arguments = [job.task] if job.task == "warm" else [job.task, job.data]
    command = [str(python), "-m", f"benchmarks.linkage.{MODULES[job.engine]}", *arguments]
    log = CACHE / f"{job.engine}-{job.task}-{job.data}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        said = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    common = {
        "engine": job.engine,
        "task": job.task,
        "data": job.data if job.task == "accuracy" else f"people_{job.data}",
        "process_cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "process_peak_mb": round(used.ru_maxrss / 1024),
        "versions": _versions(job.engine),
    }
    lines = [json.loads(line) | common for line in said.splitlines() if line.startswith("{")]
    if process.returncode:
        lines.append(common | {"figure": job.task, "failed": f"exit {process.returncode}, see {log.name} in {CACHE.name}"})
    for line in lines:
        print(json.dumps(line), flush=True)
    return lines


def _versions(engine: str) -> dict[str, str]:
    if engine == "Beatbook":
        return versions("beatbook", "numpy", "numba", "pyarrow") | {"python": platform.python_version()}
    asked = "import json; from benchmarks.linkage.figures import versions; print(json.dumps(versions('splink', 'duckdb', 'goldenmatch')))"
    return json.loads(subprocess.run([PEERS, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _print(lines: list[dict[str, object]]) -> None:
    table = Table(title="Linkage beside its peers")
    for heading in ("Data", "Figure", "Engine", "Value", "Unit", "Process CPU-s", "Process peak MB"):
        table.add_column(heading, justify="right" if heading in ("Value", "Process CPU-s", "Process peak MB") else "left")
    for line in sorted(lines, key=lambda line: (str(line["data"]), str(line["figure"]))):
        value = line.get("failed") or f"{line['value']:,}"
        cells = (line["data"], line["figure"], line["engine"], value, line.get("unit", ""), line["process_cpu_s"], line["process_peak_mb"])
        table.add_row(*map(str, cells))
    Console(stderr=True, width=150).print(table)


if __name__ == "__main__":
    main()
