"""What a run of the benchmark consists of: one process for each engine, task and size, with the seconds that it may take.

Invariant: jobs stand in the order in which they are wanted, so that a run that is out of time lacks the last of them. A job that reads what Splink
found comes after Splink's.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.linkage.people import CACHE, ROOT, people_path
from benchmarks.linkage.sets import SETS, present

PEERS = ROOT / ".venv-peers" / "bin" / "python"
OURS, FORM, SPLINK, GOLDENMATCH = "Beatbook", "Beatbook, Splink's form", "Splink", "GoldenMatch"
MODULES = {OURS: "ours", FORM: "splink_form", SPLINK: "splink_engine", GOLDENMATCH: "goldenmatch_engine"}
TUTORIALS = ("historical_50k", "fake_1000")
ON_PEOPLE = ("table", "dense", "grow", "new", "warm")
ROWS, MEMORY_ROWS, QUICK_ROWS = 1_000_000, 100_000, 60_000
A_THIRD = ROWS // 3  # growth of Beatbook's own model is told from here to a million: three millions take longer than a run may
DURABLE_ROWS = (20_000, 100_000)  # the larger last: where it is not done in its time, the smaller stands


@dataclass(frozen=True, slots=True)
class Job:
    """One process: an engine, a task, what it is run on, and the seconds after which it is ended."""

    engine: str
    task: str
    data: str
    limit: int = 60

    @property
    def words(self) -> set[str]:
        """What `--only` may call it by."""
        return {self.engine, self.task, self.data}

    @property
    def on(self) -> str:
        """Name of the data, for the line."""
        return f"people_{self.data}" if self.task in ON_PEOPLE else self.data

    def command(self) -> list[str]:
        """The process to start; its data are made first where they are made up."""
        if self.task in ON_PEOPLE and not people_path(int(self.data)).exists():
            # In a process of its own: the most memory of one that is started counts that of who started it.
            subprocess.run([sys.executable, "-m", "benchmarks.linkage.people", self.data], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        if self.task == "millshire":
            folder = CACHE / f"millshire_{self.data}"
            folder.mkdir(exist_ok=True)
            return [sys.executable, "benchmarks/link_county.py", self.data, str(folder)]
        module = "durable" if self.task == "durable" else MODULES[self.engine]
        python = sys.executable if self.engine in (OURS, FORM) else str(PEERS)
        return [python, "-m", f"benchmarks.linkage.{module}", *([] if self.task == "durable" else [self.task]), self.data]


def quick_jobs() -> Iterator[Job]:
    """Small sets and tables, one repetition, neither database nor GoldenMatch: 80 seconds where the kernel is compiled."""
    rows = str(QUICK_ROWS)
    yield Job(OURS, "warm", "2000", 120)
    yield from (Job(engine, "accuracy", "fake_1000", 30) for engine in (OURS, SPLINK))
    for task in ("table", "dense"):
        yield from (Job(engine, task, rows, 30) for engine in (SPLINK, FORM))
    yield from (Job(OURS, task, rows, 30) for task in ("table", "new"))


def all_jobs(force: bool) -> Iterator[Job]:
    """The whole run, the dearest that can be spared last; `force` adds the made-up county of a million mentions.

    A job's seconds leave room for a machine that others use too; what is counted are CPU-seconds.
    """
    rows, thrice = str(ROWS), str(3 * ROWS)
    yield Job(OURS, "warm", "2000", 240)
    for task in ("dense", "table"):
        yield from (Job(engine, task, rows, 240) for engine in (SPLINK, FORM))
    yield Job(FORM, "grow", thrice, 240)
    yield from (Job(OURS, "durable", str(number), 300) for number in DURABLE_ROWS)
    yield Job(SPLINK, "new", rows, 180)
    yield Job(OURS, "accuracy", "historical_50k", 120)
    yield Job(GOLDENMATCH, "accuracy", "historical_50k", 180)
    yield from (Job(SPLINK, "accuracy", name, 90) for name in TUTORIALS)
    yield from (Job(OURS, "accuracy", name) for name in SETS if name != "historical_50k")
    yield Job(GOLDENMATCH, "accuracy", "fake_1000")
    yield from (Job(OURS, "millshire", size, 240) for size in ("county", "households"))
    yield Job(OURS, "new", str(MEMORY_ROWS), 120)
    yield Job(OURS, "grow", str(A_THIRD), 240)
    yield Job(OURS, "table", rows, 600)
    if force:
        yield Job(OURS, "millshire", "force", 900)


def missing(job: Job) -> str | None:
    """Why a job cannot be run here, if so."""
    if job.task == "accuracy" and not present(job.data):
        return f"{SETS[job.data].path.name} is not there"
    return None
