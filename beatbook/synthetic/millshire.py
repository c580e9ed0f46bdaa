"""Millshire written out: the exports of eight systems, the geography, the public data, the live messages, and the truth that the product never reads.

Invariant: the same size and seed give the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beatbook.synthetic.boundaries import ward_facts, write_boundaries, write_population
from beatbook.synthetic.command_export import write_command, write_live
from beatbook.synthetic.council_export import write_council
from beatbook.synthetic.county import build_county
from beatbook.synthetic.crime_export import write_crimes
from beatbook.synthetic.custody_export import write_custody
from beatbook.synthetic.geography import write_geography
from beatbook.synthetic.incidents import build_incidents
from beatbook.synthetic.intelligence_export import write_intelligence
from beatbook.synthetic.ledgers import Truth
from beatbook.synthetic.licensing_export import write_licensing
from beatbook.synthetic.neighbourhoods import write_neighbourhoods
from beatbook.synthetic.public_export import write_public
from beatbook.synthetic.rates import RESIDENTS, Rates
from beatbook.synthetic.safeguarding_export import write_safeguarding
from beatbook.synthetic.stops_export import write_stops
from beatbook.synthetic.story import tell_story


@dataclass(frozen=True)
class Written:
    """What was written: residents, person mentions in the truth, and records by feed."""

    residents: int
    mentions: int
    records: dict[str, int]


def write_exports(
    folder: Path, *, size: str, seed: int = 7, progress: Callable[[str], None] | None = None, rates: Rates | None = None
) -> Written:
    """Write Millshire of a size (`small`, `county` or `force`) under a folder; `progress` is told each step by name.

    Raises:
        ValueError: the size is none of these.
    """
    if size not in RESIDENTS:
        raise ValueError(f"size “{size}” should be one of {', '.join(RESIDENTS)}")
    tell = progress or (lambda step: None)
    folder.mkdir(parents=True, exist_ok=True)
    exports = folder / "exports"
    tell("people and crimes")
    county = build_county(size, seed, rates or Rates())
    story = tell_story(county)
    incidents = build_incidents(county)
    truth = Truth(folder / "truth.csv", county.people)
    wards = np.bincount(county.land.street_wards[np.array(county.people.streets)], minlength=len(county.land.ward_codes)).tolist()
    facts = [ward_facts(county.land, ward) for ward in range(len(county.land.ward_codes))]
    write_geography(folder / "geography", county.land, wards, facts)
    write_boundaries(folder / "geography", county.land)
    write_population(folder / "geography" / "population.csv", county.land, county.people)
    records = {}
    tell("millshire-crime")
    records["millshire-crime"] = write_crimes(exports, county, story.crimes, truth)
    tell("millshire-custody")
    records["millshire-custody"] = write_custody(exports, county, story.detentions, truth)
    tell("millshire-command")
    records["millshire-command"] = write_command(exports, county, incidents, story.messages, truth)
    tell("millshire-intelligence")
    records["millshire-intelligence"] = write_intelligence(exports, county, story.reports, truth)
    tell("millshire-stops")
    records["millshire-stops"] = write_stops(exports, county, story.searches, truth)
    tell("millshire-council-asb")
    records["millshire-council-asb"] = write_council(exports, county, story.cases, truth)
    tell("millshire-licensing")
    records["millshire-licensing"] = write_licensing(exports, county, story.licences, truth)
    tell("millshire-safeguarding")
    records["millshire-safeguarding"] = write_safeguarding(exports, county, story.cast, truth)
    truth.close()
    write_live(folder / "live", county, story.live)
    tell("public data")
    write_public(folder)
    write_neighbourhoods(folder / "neighbourhoods", county.land, wards, seed)
    return Written(len(county.people), truth.mentions, records)
