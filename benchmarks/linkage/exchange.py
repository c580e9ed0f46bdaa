"""Files by which Splink's process hands its model and its pairs to ours, so that both score the same rows under the same model."""

from pathlib import Path

from benchmarks.linkage.people import CACHE

UNTRAINED = CACHE / "splink_people.json"


def model_file(task: str, rows: str) -> Path:
    """The model, as Splink saves it, that a task scored with."""
    return CACHE / f"splink_{task}_{rows}.json"


def pairs_file(task: str, rows: str) -> Path:
    """Pairs that Splink kept in that task, with their weights."""
    return CACHE / f"splink_{task}_{rows}.parquet"
