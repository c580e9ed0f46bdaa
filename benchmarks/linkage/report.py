"""Puts the figures of runs into docs/explanation/linkage.md: python -m benchmarks.linkage.report RUN.jsonl .... No figure is typed by hand.

Invariant: of a figure that several runs have, the last run's stands.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.linkage.targets import TARGETS, Target, better_by, goal, verdict

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "linkage.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
Line = dict[str, Any]


def main() -> None:
    """Replaces what stands between the page's two marks."""
    texts = [Path(name).read_text() for name in sys.argv[1:]]
    lines = latest(json.loads(line) for text in texts for line in text.splitlines() if line.startswith("{"))
    PAGE.write_text(put_into(PAGE.read_text(), tables(lines)))


def latest(lines: Iterable[Line]) -> list[Line]:
    """Of each job the lines of its last run; a job that failed later keeps the figures that it had."""
    runs: dict[tuple[str, str, str], dict[str, Line]] = {}
    for line in lines:
        job = runs.setdefault((line["engine"], line["task"], line["data"]), {})
        if "failed" in line and any("failed" not in known for known in job.values()):
            continue
        if "failed" not in line:
            job.pop(line["task"], None)
        job[line["figure"]] = line
    return [line for job in runs.values() for line in job.values()]


def put_into(page: str, figures: str) -> str:
    """The page with other figures between its marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{figures}\n{END}{rest.partition(END)[2]}"


def tables(lines: list[Line]) -> str:
    """Targets, accuracy and cost, and the versions, as Markdown."""
    accuracy = [line for line in lines if line["task"] == "accuracy" and str(line["figure"]).startswith("clustered")]
    cost = [line for line in lines if line["task"] not in ("accuracy", "millshire") or "failed" in line]
    parts = [
        *("### What was aimed at", "", targets(lines), ""),
        *("### Accuracy, over the pairs that persons imply", "", _accuracy(accuracy), ""),
        *("### Speed and memory", "", _cost(cost), ""),
    ]
    versions = sorted({f"{name} {version}" for line in lines for name, version in line["versions"].items()})
    return "\n".join([*parts, f"Versions: {', '.join(versions)}."])


def targets(lines: list[Line]) -> str:
    """Each target: the peer's figure, ours, how many times better, the goal and whether it was met."""
    text = ["| figure | peer | ours | times better | target | met |", "|---|---|---|---|---|---|"]
    return "\n".join([*text, *(f"| {' | '.join(_row(target, lines))} |" for target in TARGETS)])


def wide_table(lines: list[Line]) -> Table:
    """All figures of a run, for a terminal."""
    table = Table(title="Linkage beside its peers")
    for heading in ("Data", "Figure", "Engine", "Value", "Unit", "Process CPU-s", "Process peak MB"):
        table.add_column(heading, justify="right" if heading in ("Value", "Process CPU-s", "Process peak MB") else "left")
    for line in sorted(lines, key=lambda line: (str(line["data"]), str(line["figure"]))):
        value = line.get("failed") or f"{line['value']:,}"
        cells = (line["data"], line["figure"], line["engine"], value, line.get("unit", ""), line["process_cpu_s"], line["process_peak_mb"])
        table.add_row(*map(str, cells))
    return table


def _row(target: Target, lines: list[Line]) -> list[str]:
    ours = target.ours.find(lines)
    peer = target.peer.find(lines) if target.peer else None
    ratio = better_by(target, ours, peer) if ours and peer else None
    if target.growth and ours and peer:
        times = f"{float(ours['value']) / float(peer['value']):.2f} x the cost"
    else:
        times = f"{ratio:.3g}" if ratio else "-"
    return [target.words, _said(peer), _said(ours), times, goal(target), f"**{verdict(target, ours, peer)}**"]


def _said(line: Line | None) -> str:
    if line is None:
        return "-"
    value = line["value"]
    size = f" ({line.get('where') or line['data']})" if line["data"].startswith("people_") or "where" in line else ""
    return f"{value:,}{size}, {line['engine']}"


def _accuracy(lines: list[Line]) -> str:
    rows: dict[tuple[str, str], dict[str, Line]] = {}
    for line in lines:
        rows.setdefault((line["data"], line["engine"]), {})[line["figure"].split()[1]] = line
    text = [
        "| set | engine | precision | recall | F1 | threshold | CPU-s | decided with this set's truth in view |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (data, engine), by_name in rows.items():
        values = " | ".join(f"{by_name[name]['value']:.3f}" for name in ("precision", "recall", "F1"))
        last = by_name["F1"]
        text.append(f"| {data} | {engine} | {values} | {last['threshold']} | {last['process_cpu_s']:,} | {last['chose']} |")
    return "\n".join(text)


def _cost(lines: list[Line]) -> str:
    text = ["| data | figure | engine | value | unit | how | CPU-s and peak of the process |", "|---|---|---|---|---|---|---|"]
    for line in lines:
        how = "; ".join(f"{name}: {line[name]}" for name in ("rules", "counted", "where", "pairs") if name in line)
        value = f"**{line['failed']}**" if "failed" in line else f"{line['value']:,}"
        used = f"{line['process_cpu_s']:,}, {line['process_peak_mb']:,} MB"
        text.append(f"| {line['data']} | {line['figure']} | {line['engine']} | {value} | {line.get('unit', '')} | {how} | {used} |")
    return "\n".join(text)


if __name__ == "__main__":
    main()
