"""What is said of a reading by the buyer's own people: the supplier's reply as it came, that the reading is disputed, or that this is settled."""

from uuid import UUID, uuid4

from beatbook.db.viewing import viewing
from beatbook.suppliers.models import WORDS, ClosedYear, KpiReading
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

LONGEST = 4_000


class WordRefused(BeatbookError):
    """The word cannot be kept: the message says why."""


def say_of_reading(identifier: UUID, kind: str, text: str, *, viewer: Viewer) -> None:
    """Adds a word to a reading of the viewer's own organisation.

    Raises:
        WordRefused: nothing is said, the reading is another's, or its year is closed.
    """
    words = text.strip()
    if kind not in WORDS or not words:
        raise WordRefused("Choose what it is, and write what was said.")
    if len(words) > LONGEST:
        raise WordRefused(f"Write {LONGEST:,} letters or fewer.")
    with viewing(viewer) as cursor:
        reading = KpiReading.objects.filter(id=identifier, owner=viewer.organisation).first()
        if reading is None:
            raise WordRefused("Only the buyer’s own people write of its readings.")
        if kind != "reply" and ClosedYear.objects.filter(contract=reading.contract, year=int(reading.period[:4])).exists():
            raise WordRefused(f"The year {reading.period[:4]} of this contract is closed, so that nothing of it can change.")
        columns = [reading.contract, reading.kpi, reading.kpi_version, reading.period]
        cursor.execute(
            "INSERT INTO suppliers_kpiword (id, owner, vis, contract, kpi, kpi_version, period, kind, text, said_by)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [uuid4(), viewer.organisation, reading.vis, *columns, kind, words, viewer.user_id],
        )
