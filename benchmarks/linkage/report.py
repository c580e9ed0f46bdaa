"""Puts the figures of a run into docs/explanation/linkage.md: python -m benchmarks.linkage.report RUN.jsonl. No figure is typed by hand."""

import json
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "linkage.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    """Replaces what stands between the page's two marks."""
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines() if line.startswith("{")]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{tables(lines)}\n{END}{after}")


def tables(lines: list[dict]) -> str:
    """Two tables, accuracy and cost, and the versions, as Markdown."""
    accuracy = [line for line in lines if line["task"] == "accuracy" and str(line["figure"]).startswith("clustered")]
    cost = [line for line in lines if line["task"] != "accuracy"]
    parts = ["### Accuracy, over the pairs that persons imply", "", _accuracy(accuracy), "", "### Speed and memory", "", _cost(cost), ""]
    versions = sorted({f"{name} {version}" for line in lines for name, version in line["versions"].items()})
    return "\n".join([*parts, f"Versions: {', '.join(versions)}."])


def _accuracy(lines: list[dict]) -> str:
    rows: dict[tuple[str, str], dict[str, dict]] = {}
    for line in lines:
        rows.setdefault((line["data"], line["engine"]), {})[line["figure"].split()[1]] = line
    text = ["| set | engine | precision | recall | F1 | threshold | decided by looking at this set |", "|---|---|---|---|---|---|---|"]
    for (data, engine), by_name in rows.items():
        values = " | ".join(f"{by_name[name]['value']:.3f}" for name in ("precision", "recall", "F1"))
        text.append(f"| {data} | {engine} | {values} | {by_name['F1']['threshold']} | {by_name['F1']['chose']} |")
    return "\n".join(text)


def _cost(lines: list[dict]) -> str:
    text = ["| data | figure | engine | value | unit | how | CPU-s and peak of the process |", "|---|---|---|---|---|---|---|"]
    for line in lines:
        how = "; ".join(f"{name}: {line[name]}" for name in ("rules", "counted", "where") if name in line)
        value = f"**{line['failed']}**" if "failed" in line else f"{line['value']:,}"
        used = f"{line['process_cpu_s']:,}, {line['process_peak_mb']:,} MB"
        text.append(f"| {line['data']} | {line['figure']} | {line['engine']} | {value} | {line.get('unit', '')} | {how} | {used} |")
    return "\n".join(text)


if __name__ == "__main__":
    main()
