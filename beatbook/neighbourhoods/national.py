"""The territorial forces of England, Wales and Northern Ireland by the codes under which police data are published.

Source: the list of forces of data.police.uk (43 and Northern Ireland; British Transport Police has no neighbourhoods and is not listed).
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple


class NationalForce(NamedTuple):
    """A force's code, name and site. All answer the non-emergency number."""

    code: str
    name: str
    url: str


NON_EMERGENCY = "101"  # the national number of the police for what is not an emergency
TRANSPORT = "btp"


@cache
def national_forces() -> dict[str, NationalForce]:
    """Every listed force by its code, in order of the codes."""
    with (Path(__file__).parent / "forces.csv").open(encoding="utf-8", newline="") as file:
        forces = [NationalForce(row["code"], row["name"], row["url"]) for row in csv.DictReader(file)]
    return {force.code: force for force in sorted(forces)}
