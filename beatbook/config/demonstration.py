"""The main job on a made-up county: eight exports to records, records to links, links to people, measured against the known truth."""

import csv
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from beatbook.access.actions import add_agreement, add_caveat, add_people, public_viewer
from beatbook.config.demonstration_cases import write_work
from beatbook.config.demonstration_forecast import forecast_millshire
from beatbook.config.demonstration_innovation import load_innovation
from beatbook.config.demonstration_neighbourhoods import work_in_the_neighbourhood
from beatbook.config.demonstration_people import AGREEMENTS, CAVEATS, demonstration_people
from beatbook.config.demonstration_pooling import load_pooling
from beatbook.config.demonstration_suppliers import load_suppliers
from beatbook.config.demonstration_technology import load_technology
from beatbook.config.demonstration_tension import watch_millshire
from beatbook.config.start import open_beatbook
from beatbook.geography.actions import load_areas, load_populations
from beatbook.linkage.accuracy import score_clusters
from beatbook.linkage.actions import all_persons, link_new_records
from beatbook.measures.actions import publish_counts, refresh_measures
from beatbook.measures.queries import releases
from beatbook.measures.where import Period
from beatbook.neighbourhoods.actions import load_neighbourhoods
from beatbook.organisations.actions import CARRIED, load_register
from beatbook.sources.actions import feed_named, load_paths
from beatbook.sources.feeds import read_feeds
from beatbook.sources.identity import record_id, site_key
from beatbook.synthetic.millshire import write_exports
from beatbook.synthetic.rates import WORLD_ENDS
from beatbook.vocabulary.errors import BeatbookError

SEED = 7
HOME_WARD = "Market Quarter"
PUBLIC_FEEDS = ("policeuk",)
COUNTED, COUNTED_YEAR = "F1", Period(date(2025, 11, 1), date(2026, 10, 1))
Say = Callable[[str], None]


class RealRecords(BeatbookError):
    """The database holds records that are not made up: give the demonstration a folder of its own, by BEATBOOK_HOME."""


@dataclass
class Summary:
    """What the demonstration did, as printed; every figure is from this run."""

    size: str
    people_in_county: int = 0
    records: dict[str, int] = field(default_factory=dict)
    refused_rows: dict[str, int] = field(default_factory=dict)
    public_records: int = 0
    total_records: int = 0
    person_records: int = 0
    links: int = 0
    people: int = 0
    applications: int = 0
    model: str = ""
    accuracy: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return asdict(self)

    @contextmanager
    def step(self, name: str, say: Say) -> Iterator[None]:
        """Times one step."""
        say(name)
        started = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - started, 2)


def check_nothing_real() -> None:
    """Stops before made-up people are mixed with real ones.

    Raises:
        RealRecords: the database holds records of a feed that is neither the demonstration's nor public.
    """
    made_up = [*read_feeds(Path(settings.BEATBOOK_FEEDS) / "millshire"), *PUBLIC_FEEDS]
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT feed FROM sources_record WHERE feed <> ALL (%s) LIMIT 1", [made_up])
        found = cursor.fetchone()
    if found:
        raise RealRecords(f"This database holds records of {found[0]}. Set BEATBOOK_HOME to an empty folder for the demonstration.")


def run_demonstration(size: str, *, say: Say = lambda words: None, processes: int = 2) -> Summary:
    """Makes the county, loads and links it, and scores the result. Run again on the same database, it loads nothing twice."""
    summary = Summary(size)
    started = time.monotonic()
    folder = settings.BEATBOOK_HOME / "millshire" / f"{size}-{SEED}"
    with summary.step("make the county", say):
        if not (folder / "neighbourhoods").exists():
            write_exports(folder, size=size, seed=SEED)
    with summary.step("people and places", say):
        _people_and_places(folder)
    with summary.step("buy together", say):
        load_pooling(small=size == "small")
        load_innovation(today=timezone.localdate())
    with summary.step("load eight systems", say):
        _load(folder, summary, processes)
    with summary.step("load public data", say):
        summary.public_records = load_paths(feed_named("policeuk"), [folder / "public"]).mentions
    with summary.step("load technology", say):
        summary.applications = load_technology(small=size == "small")
    with summary.step("load suppliers", say):
        load_suppliers(small=size == "small")
    with summary.step("count measures", say):
        refresh_measures()
        _publish_counts()
    with summary.step("forecast places", say):
        forecast_millshire(ends=WORLD_ENDS.date(), today=timezone.localdate())
    with summary.step("watch tension", say):
        watch_millshire(ends=WORLD_ENDS.date())
    with summary.step("find who is who", say):
        linked = link_new_records()
    with summary.step("work on investigations", say):
        write_work()
    with summary.step("work in a neighbourhood", say):
        work_in_the_neighbourhood()
    with summary.step("compare with the truth", say):
        _score(folder, summary)
    summary.model = linked.model or ""
    summary.seconds["in all"] = round(time.monotonic() - started, 2)
    return summary


def load_small_millshire() -> None:
    """The small county for tests, in this process."""
    run_demonstration("small", processes=1)


def _publish_counts() -> None:
    """Publishes the crimes of one year, small counts held back, once."""
    if not releases(COUNTED, viewer=public_viewer()):
        publish_counts(COUNTED, "millshire", COUNTED_YEAR, by="analyst")


def _people_and_places(folder: Path) -> None:
    for code, facts in AGREEMENTS.items():
        add_agreement(code, **facts)
    for code, (kind, title, conditions) in CAVEATS.items():
        add_caveat(code, kind=kind, title=title, conditions=conditions)
    geography = folder / "geography"
    for name, kind in (("force", "force"), ("areas", "area"), ("wards-before", "ward")):
        load_areas(geography / f"{name}.geojson", kind=kind, generation="2019")
    areas = load_areas(geography / "wards.geojson", kind="ward", generation="2024")
    load_populations(geography / "population.csv", kind="ward")
    load_neighbourhoods([folder / "neighbourhoods"])
    home = next((area.code for area in areas if area.name == HOME_WARD), areas[0].code)
    add_people(demonstration_people(home), demonstration=True)
    for register in ("england-and-wales", "millshire"):
        load_register(CARRIED / register, today=timezone.localdate())


def _load(folder: Path, summary: Summary, processes: int) -> None:
    feeds = read_feeds(Path(settings.BEATBOOK_FEEDS) / "millshire")
    jobs = [(code, folder / "exports" / code) for code in feeds]
    jobs.sort(key=lambda job: -sum(path.stat().st_size for path in job[1].rglob("*") if path.is_file()))
    if processes > 1:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=open_beatbook) as pool:
            done = list(pool.map(_load_one, jobs))
    else:
        done = [_load_one(job) for job in jobs]
    summary.records = {code: records for code, records, _ in done}
    summary.refused_rows = {code: refused for code, _, refused in done}


def _load_one(job: tuple[str, Path]) -> tuple[str, int, int]:
    code, folder = job
    feed = read_feeds(Path(settings.BEATBOOK_FEEDS) / "millshire")[code]
    load_paths(feed, [folder])
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sources_record WHERE feed = %s AND NOT withdrawn", [code])
        records = int(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM sources_refusedrow WHERE feed = %s AND state <> 'mended'", [code])
        return code, records, int(cursor.fetchone()[0])


def _score(folder: Path, summary: Summary) -> None:
    key = site_key(settings.SECRET_KEY)
    with (folder / "truth.csv").open(newline="") as file:
        truth = {record_id(key, row["feed"], row["source_key"]): row["person_id"] for row in csv.DictReader(file)}
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'person' AND NOT withdrawn")
        known = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM sources_record WHERE NOT withdrawn")
        summary.total_records = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT l.a, l.b FROM linkage_link l JOIN linkage_model m ON m.version = l.model AND m.state = 'published'"
            " WHERE l.a < l.b AND l.weight >= m.threshold"
        )
        pairs = {(row[0], row[1]) for row in cursor.fetchall()}
        summary.links = len(pairs)
    persons = all_persons()
    joined: set[UUID] = {member for person in persons for member in person}
    summary.person_records = len(known)
    summary.people = len(persons) + len(known - joined)
    summary.people_in_county = len(set(truth.values()))
    summary.accuracy = score_clusters(persons, pairs, {i: p for i, p in truth.items() if i in known})
