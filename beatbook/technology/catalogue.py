"""What a police force must be able to do: the catalogue of capabilities that comes with Beatbook, and the rules and standards beside it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from beatbook.technology.conformance import Standard, read_standards
from beatbook.technology.spending import Definition, read_definition

DATA = Path(__file__).parent / "data"
MODES = {
    "central": "built centrally",
    "force-led": "led by forces",
    "hybrid": "hybrid: rules from the centre, choice with the force",
}


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a force must be able to do, in which area of work, and who builds what it needs."""

    code: str
    name: str
    area: str
    mode: str
    why: str


@cache
def capabilities() -> Mapping[str, Capability]:
    """The catalogue by code, in its own order."""
    with (DATA / "capabilities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: Capability(**row) for row in csv.DictReader(file)}


@cache
def definition() -> Definition:
    """The one definition of run, mandated and innovation."""
    return read_definition((DATA / "spend_rules.toml").read_text(encoding="utf-8"))


@cache
def standards() -> Mapping[str, Standard]:
    """The standards list by code."""
    return read_standards((DATA / "standards.toml").read_text(encoding="utf-8"))
