"""The supervisor's page: who has nothing, what is due, who was not told, over visible records of one area alone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beatbook.access.actions import intern_marking
from beatbook.cases.actions import allocate, hand_over, record_contact, record_review, refer
from beatbook.cases.queries.shift import Shift, shift_of
from beatbook.geography.actions import load_areas
from beatbook.linkage.actions import link_new_records
from beatbook.sources.adapters import registry
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import HIDING, NOW, TODAY, begin, event, ids, take_hidden_away
from tests.linkage.sealed_world import identifier, load
from tests.sources.worlds import LINES, person, tied

World = dict[str, Viewer]
HERE = {"place": [0.5, 54.5]}


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Three crimes in Harbour: one that nobody has, one of an officer, and a hidden one; and the world's own, which have no place."""
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    square = {"type": "Polygon", "coordinates": [[[0, 54], [1, 54], [1, 55], [0, 55], [0, 54]]]}
    ward = {"type": "Feature", "properties": {"code": "T1", "name": "Harbour"}, "geometry": square}
    (tmp_path / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [ward]}))
    load_areas(tmp_path / "wards.geojson", kind="ward", generation="2024")
    viewers = begin(tmp_path)
    open_crime = {"event_type": "crime", "status": "Under investigation"}
    load(
        tmp_path, "harbour",
        {**event("nobody", 6, title="Boat taken", reference="44/0006001/26", reported_at="2026-01-06T10:00:00+00:00", **open_crime), **HERE},
        {**event("somebody", 7, title="Nets cut", reference="44/0006002/26", recorded_by="PC 9", **open_crime), **HERE},
        {**event("closed", 8, event_type="crime", title="Fish stolen", reference="44/0006003/26", status="Closed"), **HERE},
        {**event("quiet", 9, title="At home", reference="44/0006004/26", **open_crime), **HERE, **HIDING},
        person("skipper", forenames="Ada", surname="Pike", date_of_birth="1970-01-02"), tied("skipper", "nobody", "victim"),
        event("harbour arrest", 12, event_type="custody", title="Arrested", reference="TC/26/0009", other_references=["44/0006001/26"],
              outcome="Released on bail", bail_date="2026-01-28", happened_until="2026-01-12T20:00:00+00:00"),
        {**event("quiet arrest", 12, event_type="custody", title="Arrested", reference="TC/26/0010", other_references=["44/0006004/26"],
                 outcome="Released on bail", bail_date="2026-01-27", happened_until="2026-01-12T20:00:00+00:00"), **HIDING},
    )  # fmt: skip
    link_new_records()
    return viewers


def shift(viewer: Viewer) -> Shift:
    return shift_of("T1", viewer=viewer, today=TODAY)


def leads(cases) -> list[object]:
    return [case.investigation.lead.id for case in cases]


def test_it_lists_what_waits_in_the_area(world: World) -> None:
    low = shift(world["low"])
    assert leads(low.cases) == [identifier("somebody"), identifier("nobody")] and leads(low.unallocated) == [identifier("nobody")]
    assert [(owed.victim.name, owed.duty.key, owed.duty.due_on.isoformat()) for owed in low.owed if owed.duty.due_on] == [
        ("Ada Pike", "support", "2026-01-08")
    ]
    assert identifier("harbour arrest") in {release.event.id for release in low.releases}
    assert shift_of("T2", viewer=world["low"], today=TODAY).cases == ()


def test_giving_reviewing_telling_and_referring_move_the_lists(world: World) -> None:
    low, high, crime = world["low"], world["high"], identifier("nobody")
    allocate(crime, low.user_id, "", viewer=high)
    record_review(crime, "In hand", TODAY, viewer=high)
    refer(crime, "Response", "Roads", "A trailer was seen", viewer=low)
    vis = intern_marking(Marking(Classification.OFFICIAL, frozenset({"test"})))
    hand_over("T1", "Watch the slipway", viewer=high, vis=vis)
    found = shift(low)
    assert not found.unallocated and leads(found.reviews) == [crime]
    assert [step.to_team for step, _ in found.referrals] == ["Roads"] and [note.words for note in found.handovers] == ["Watch the slipway"]
    told = {
        "at": NOW,
        "method": "phone",
        "reached": True,
        "words": "Told of the arrest",
        "told": [f"arrest:{identifier('harbour arrest')}"],
    }
    record_contact(crime, identifier("skipper"), told, viewer=low)
    (owed,) = shift(low).owed
    assert {duty.key for duty in owed.victim.duties if duty.met_on} == {f"arrest:{identifier('harbour arrest')}"}


def test_the_hidden_is_on_no_list_and_leaves_no_trace(world: World) -> None:
    high, low = shift(world["high"]), world["low"]
    assert leads(high.unallocated) == [identifier("quiet"), identifier("nobody")]
    assert {release.event.id for release in high.releases} >= ids("quiet arrest", "harbour arrest")
    record_review(identifier("quiet"), "Wait", TODAY, viewer=world["high"])
    refer(identifier("quiet"), "Response", "Intelligence", "She may talk", viewer=world["high"])
    before = shift(low)
    assert before.cases and identifier("quiet") not in before.record_ids
    assert take_hidden_away() == 4
    assert replace(shift(low)) == before
