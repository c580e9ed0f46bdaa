"""One new record, and a thousand, linked and committed in a database of its own: python -m benchmarks.linkage.durable ROWS.

So many made-up records are stored and linked first; `benchmarks/link_one.py` does the work and this puts its figures into the run's words.
"""

import json
import os
import shutil
import signal
import subprocess
import sys

from benchmarks.linkage.figures import tell
from benchmarks.linkage.people import CACHE, ROOT

N_ONE = "200"
FIGURES = {"p50_ms": "one new record, p50", "p99_ms": "one new record, p99", "thousand_ms": "1,000 new records, p50"}


def main() -> None:
    """Starts a database, measures, and throws it away, whatever happens."""
    rows = sys.argv[1]
    home = CACHE / "durable"
    ours = os.environ | {"BEATBOOK_HOME": str(home), "BEATBOOK_BENCHMARK_HOME": str(home)}
    beatbook = [str(ROOT / ".venv" / "bin" / "beatbook"), "db"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("out of time"))
    try:
        subprocess.run([*beatbook, "start"], env=ours, check=True, stdout=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.link_one", N_ONE, "--add", rows]
        said = subprocess.run(command, env=ours, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        tell_all({line["figure"]: line["value"] for line in map(json.loads, said.splitlines())})
    finally:
        subprocess.run([*beatbook, "stop"], env=ours, check=False, stdout=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)


def tell_all(found: dict[str, float]) -> None:
    """The figures of `link_one` under the names that the run uses."""
    where = f"durable, {round(found['records_before']):,} records before"
    for name, figure in FIGURES.items():
        tell(figure, round(found[name], 2), "ms", where=where)
    tell("link what is stored", round(found["warm_up_cpu_s"], 2), "CPU-s", where=where)
    tell("most memory", round(found["most_memory_mb"]), "MB", where=where)


if __name__ == "__main__":
    main()
