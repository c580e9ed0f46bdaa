"""Makes a month of a force's own records public: as an archive of rows at map points, and as a table of counts made safe.

The archive is a file like any other: it becomes public by being loaded, by the same road as what others publish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from beatbook.access.actions import system_viewer
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import areas_of_level
from beatbook.opendata.archive import archive_bytes, file_bytes, file_name
from beatbook.opendata.map_points import MapPoint, Place, safe_points
from beatbook.opendata.publishing import OwnRecord, Rules, RulesRefused, counts_csv, incident_counts, read_places, read_rules, street_rows
from beatbook.opendata.suppression import release

PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the archive and the table of counts, and how much is in them."""

    archive: Path
    counts: Path
    rows: int
    points: int
    cells: int
    left_out: int


def rules_of(force: str) -> Rules:
    """The rules by which a force publishes.

    Raises:
        RulesRefused: there are none of that name, or they cannot be used.
    """
    path = Path(settings.BEATBOOK_PUBLISHING) / f"{force}.toml"
    try:
        return read_rules(path.name, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesRefused(f"{path.name}: there is no such file in the folder BEATBOOK_PUBLISHING.") from error


def read_points(points: Path, addresses: Path) -> list[MapPoint]:
    """Those of the points in a CSV file (name, longitude, latitude) that keep the rule about the addresses in another.

    Raises:
        PointsRefused: a file's row cannot be read.
    """
    candidates = [MapPoint(*row) for row in read_places(points.name, points.read_text(encoding="utf-8-sig"), ("name",))]
    homes: list[Place] = [(row[0], row[1]) for row in read_places(addresses.name, addresses.read_text(encoding="utf-8-sig"), ())]
    return safe_points(candidates, homes)


def publish_month(rules: Rules, month: str, points: Sequence[MapPoint], folder: Path) -> Published:
    """Writes `<month>.zip` and `<month>-<force>-calls.csv` into a folder. The same records give the same files."""
    records = _own_records(rules, month)
    rows = street_rows(rules, month, records, points, settings.SECRET_KEY.encode())
    areas = {area.code: area.name for area in areas_of_level(NEIGHBOURHOOD, using="ingest")}
    counted = incident_counts(rules, records)
    table = release(counted, sorted(areas), sorted({kind for _, kind in counted}))
    folder.mkdir(parents=True, exist_ok=True)
    archive, counts = folder / f"{month}.zip", folder / f"{month}-{rules.force}-calls.csv"
    archive.write_bytes(archive_bytes([(file_name("street", month, rules.force), file_bytes("street", rows))]))
    counts.write_bytes(counts_csv(table, areas))
    left_out = sum(cell is None for cell in table.cells.values())
    return Published(archive, counts, len(rows), len(points), len(table.cells), left_out)


def _own_records(rules: Rules, month: str) -> list[OwnRecord]:
    viewer = system_viewer(PUBLISHER)
    with viewing(viewer) as cursor:
        cursor.execute(load_sql(__file__, "own_records"), {"feeds": [*rules.crimes, *rules.incidents], "month": month})
        return [OwnRecord(*row) for row in cursor.fetchall()]
