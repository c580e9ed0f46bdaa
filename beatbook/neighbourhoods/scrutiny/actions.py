"""Makes packs for the community's scrutiny panel, drawn by lot and redacted when they are made; and keeps what the panel decides."""

from collections.abc import Mapping
from dataclasses import asdict
from random import Random
from uuid import UUID, uuid4

from beatbook.access.actions import join_markings
from beatbook.db.viewing import viewing
from beatbook.measures.where import Period
from beatbook.neighbourhoods.models import PanelDecision, ScrutinyPack
from beatbook.neighbourhoods.scrutiny.queries import panel_records, searches_between
from beatbook.neighbourhoods.work.actions import NotKept, add_row
from beatbook.vocabulary.viewer import Viewer

SIZES = (5, 10, 20)
SORTS = {"all": "every search", "young": "searches of under-eighteens", "outer": "searches that removed more than outer clothing"}
DECISIONS = ("The grounds are enough", "The grounds are not enough", "It cannot be told from this record")


def make_pack(period: Period, size: str, sort: str, *, viewer: Viewer, seed: int | None = None) -> UUID:
    """Draws searches by lot, takes out of them whoever was there, and keeps the pack. A `seed` makes the lot the same again.

    Raises:
        NotKept: a size or sort that is not offered, or no search of that sort in these months.
    """
    if size not in [str(one) for one in SIZES] or sort not in SORTS:
        raise NotKept("size", "Choose how many searches, and of which sort.")
    with viewing(viewer):
        drawn = searches_between(period, viewer=viewer, young=sort == "young", outer=sort == "outer")
        if not drawn.ids:
            raise NotKept("month", "You may see no such search in these months.")
        lot = Random(uuid4().int if seed is None else seed)  # noqa: S311: a lot that anybody may draw again, no secret
        chosen = lot.sample(drawn.ids, min(int(size), len(drawn.ids)))
        records = [asdict(one) for one in panel_records(chosen, viewer=viewer)]
        facts = {
            "title": f"Searches of {period.words()}",
            "chosen": f"Drawn by lot from {SORTS[sort]} of {period.words()}; none was left out for what it says.",
            "drawn_from": len(drawn.ids),
            "records": records,
        }
        return add_row(ScrutinyPack, facts, viewer=viewer, vis=join_markings(drawn.vis))


def decide(pack_id: UUID, number: int, decision: str, words: str, *, viewer: Viewer) -> UUID:
    """Keeps what the panel decided of one record of a pack.

    Raises:
        NotKept: no such pack or record, or a decision that there is not.
    """
    if decision not in DECISIONS:
        raise NotKept(f"decision{number}", "Choose what the panel decided.")
    with viewing(viewer):
        pack = ScrutinyPack.objects.filter(id=pack_id).first()
        if pack is None or not 1 <= number <= len(pack.records):
            raise NotKept(f"decision{number}", "There is no such record in the pack.")
        facts: Mapping[str, object] = {"pack_id": pack_id, "number": number, "decision": decision, "words": words.strip()[:2_000]}
        return add_row(PanelDecision, facts, viewer=viewer, vis=pack.vis)
