"""What every engine's process says: one JSON line per figure, with the CPU-seconds of a step where it measures one itself."""

import json
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version


def tell(figure: str, value: float, unit: str, **more: object) -> None:
    """Prints one figure."""
    print(json.dumps({"figure": figure, "value": value, "unit": unit, **more}), flush=True)


def cpu_seconds() -> float:
    """CPU-seconds of this process and its threads so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def tell_memory() -> None:
    """The most memory of this process so far."""
    tell("most memory", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "MB")


@contextmanager
def cpu_of(step: dict[str, float], name: str) -> Iterator[None]:
    """Notes in `step` the CPU-seconds of what is inside."""
    started = cpu_seconds()
    yield
    step[name] = round(cpu_seconds() - started, 3)


def tell_latency(figure: str, run: Iterable[object], **more: object) -> None:
    """Times each step of `run`, leaves the first out, and tells the median and the 99th percentile in milliseconds."""
    milliseconds, started = [], time.perf_counter()
    for _ in run:
        milliseconds.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
    ordered = sorted(milliseconds[1:])
    tell(f"{figure}, p50", round(ordered[len(ordered) // 2], 3), "ms", **more)
    tell(f"{figure}, p99", round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 3), "ms", **more)


def tell_accuracy(persons: Iterable[object], truth: Iterable[object], **more: object) -> None:
    """Precision, recall and F1 over the pairs of rows that persons imply."""
    counts = accuracy(list(persons), list(truth))
    for name, value in zip(("precision", "recall", "F1"), counts, strict=True):
        tell(f"clustered {name}", round(value, 4), "share", **more)


def accuracy(persons: list[object], truth: list[object]) -> tuple[float, float, float]:
    """Precision, recall, F1 of a person for each row against the true one."""
    right, joined, true = _pairs(zip(persons, truth, strict=True)), _pairs(persons), _pairs(truth)
    precision, recall = (right / joined if joined else 1.0), (right / true if true else 1.0)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def versions(*packages: str) -> dict[str, str]:
    """Installed versions, for the line."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _pairs(keys: Iterable[object]) -> int:
    counts: dict[object, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())
