"""Packs on the made-up county: nobody tied to a search is in its pack, only searches of the feed's own marking are drawn, and the lot can be drawn again."""

import json
from datetime import date

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking, sign_in
from beatbook.measures.where import Period
from beatbook.neighbourhoods.scrutiny.actions import DECISIONS, decide, make_pack
from beatbook.neighbourhoods.scrutiny.queries import pack_named, packs, panel_records, searches_between
from beatbook.neighbourhoods.work.actions import NotKept
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer
from tests.sources.worlds import do

YEAR = Period(date(2025, 11, 1), date(2026, 10, 1))


@pytest.fixture
def sergeant(millshire: str) -> Viewer:
    return sign_in("sergeant")


def tied_names(ids: tuple) -> set[str]:
    """Every forename, surname and officer of these searches, read past all policies and apart from the product's own reading."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT p.content ->> 'forenames', p.content ->> 'surname', e.content ->> 'recorded_by' FROM sources_record e"
            " LEFT JOIN sources_tie t ON t.to_id = e.id LEFT JOIN sources_record p ON p.id = t.from_id AND p.kind = 'person' WHERE e.id = ANY (%s)",
            [list(ids)],
        )
        return {part.casefold() for row in cursor.fetchall() for text in row if text for part in text.split() if len(part) > 3}


def test_no_name_of_anybody_tied_to_a_search_is_in_any_record(sergeant: Viewer) -> None:
    drawn = searches_between(YEAR, viewer=sergeant)
    names = tied_names(drawn.ids)
    assert len(drawn.ids) > 15 and len(names) > 15
    told = json.dumps(
        [[getattr(one, field) for field in ("grounds", "kind", "sought", "outcome")] for one in panel_records(drawn.ids, viewer=sergeant)]
    )
    words = set(told.casefold().replace('"', " ").replace(",", " ").split())
    assert words & names == set()


def test_a_name_written_into_the_grounds_is_taken_out(sergeant: Viewer) -> None:
    one = searches_between(YEAR, viewer=sergeant).ids[0]
    surname = sorted(tied_names((one,)), key=len)[-1]
    with connections["ingest"].cursor() as cursor:
        words = json.dumps(f"known as {surname}, seen at 14 Foundry Row with a bag")
        cursor.execute("UPDATE sources_record SET content = jsonb_set(content, '{summary}', %s) WHERE id = %s", [words, one])
    (record,) = panel_records([one], viewer=sergeant)
    assert record.grounds == "known as [removed], seen at [removed] with a bag"


def test_the_lot_is_the_same_with_the_same_seed_and_says_from_how_many(sergeant: Viewer) -> None:
    first, second, other = (pack_named(make_pack(YEAR, "5", "all", viewer=sergeant, seed=seed), viewer=sergeant) for seed in (1, 1, 2))
    assert first and second and other
    assert first.records == second.records != other.records and len(first.records) == 5
    assert first.drawn_from == len(searches_between(YEAR, viewer=sergeant).ids)


def test_a_search_that_bears_more_than_its_feeds_marking_is_never_drawn(sergeant: Viewer) -> None:
    ids = searches_between(YEAR, viewer=sergeant).ids
    higher = intern_marking(Marking(Classification.OFFICIAL_SENSITIVE, frozenset({"millshire"})))
    do("UPDATE sources_record SET vis = %s WHERE id = %s", higher, ids[0])
    assert set(searches_between(YEAR, viewer=sergeant).ids) == set(ids[1:])


def test_another_force_sees_no_pack_and_what_is_wrong_is_named(sergeant: Viewer) -> None:
    pack = make_pack(YEAR, "5", "all", viewer=sergeant)
    assert packs(viewer=sign_in("partner")) == [] and pack_named(pack, viewer=sign_in("partner")) is None
    for number, decision in ((6, DECISIONS[0]), (0, DECISIONS[0]), (1, "Guilty")):
        with pytest.raises(NotKept):
            decide(pack, number, decision, "", viewer=sergeant)
    decide(pack, 5, DECISIONS[0], "Clear.", viewer=sergeant)
    found = pack_named(pack, viewer=sergeant)
    assert found and [said[:2] for said in found.decisions[5]] == [(DECISIONS[0], "Clear.")]
    for period, size in ((YEAR, "7"), (Period(date(2001, 1, 1), date(2001, 1, 1)), "5")):
        with pytest.raises(NotKept):
            make_pack(period, size, "all", viewer=sergeant)
