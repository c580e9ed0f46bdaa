"""What the report says of a run follows from its lines alone: ratios, verdicts, what failed and what was not measured."""

from typing import Any

import pytest

from benchmarks.linkage.report import BEGIN, END, latest, put_into, tables, targets
from benchmarks.linkage.targets import Figure, Target, verdict


def line(engine: str, task: str, data: str, figure: str, value: float, **more: Any) -> dict[str, Any]:
    spent = {"process_cpu_s": 3.5, "process_peak_mb": 300, "versions": {"numpy": "2"}}
    return {"engine": engine, "task": task, "data": data, "figure": figure, "value": value, "unit": "pairs/CPU-s", **spent, **more}


RATE = "scored pairs a CPU-second"
RUN = [line("Splink", "dense", "people_9", RATE, 250_000), line("Beatbook, Splink's form", "dense", "people_9", RATE, 2_600_000)]
FAILED = {key: value for key, value in RUN[0].items() if key not in ("value", "unit")} | {"figure": "dense", "failed": "exit 1"}


def test_a_target_says_both_figures_how_many_times_better_and_whether_it_was_met() -> None:
    row = targets(RUN).splitlines()[2]
    assert "| 250,000 (people_9), Splink | 2,600,000 (people_9), Beatbook, Splink's form | 10.4 | 10 x, stretch 20 x | **met** |" in row


def test_what_was_not_measured_or_failed_is_said_so() -> None:
    assert "**not measured**" in targets(RUN[1:]).splitlines()[2]
    assert "**exit 1**" in tables([FAILED])


def test_the_last_run_of_a_figure_stands_and_a_later_failure_takes_none_away() -> None:
    newer = RUN[0] | {"value": 7.0}
    assert [found["value"] for found in latest([RUN[0], newer])] == [7.0]
    assert latest([RUN[0], FAILED]) == [RUN[0]]
    assert latest([FAILED, RUN[0]]) == [RUN[0]]


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert put_into(page, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


OURS, PEER = Figure("Beatbook", "table", "cost"), Figure("Splink", "table", "cost")


@pytest.mark.parametrize(
    ("target", "ours", "peer", "said"),
    [
        (Target("costs five times less", OURS, PEER, times=5, stretch=10), 2.0, 10.0, "met"),
        (Target("costs five times less", OURS, PEER, times=5, stretch=10), 1.0, 10.0, "met, and the stretch"),
        (Target("costs five times less", OURS, PEER, times=5), 2.1, 10.0, "not met"),
        (Target("grows", OURS, PEER, growth=3.5), 34.0, 10.0, "met"),
        (Target("grows", OURS, PEER, growth=3.5), 36.0, 10.0, "not met"),
        (Target("most", OURS, most=1e-9), 0.0, None, "met"),
        (Target("least", OURS, least=0.94), 0.93, None, "not met"),
    ],
)
def test_verdicts(target: Target, ours: float, peer: float | None, said: str) -> None:
    theirs = None if peer is None else line("Splink", "table", "people_9", "cost", peer, unit="CPU-s")
    assert verdict(target, line("Beatbook", "table", "people_9", "cost", ours, unit="CPU-s"), theirs) == said
