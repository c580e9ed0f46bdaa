"""What a profile adds up to is each viewer's own: filter first, merge second. A hidden record joins nothing, repeats nothing and is no change."""

from datetime import date
from pathlib import Path

import pytest

from beatbook.linkage.actions import link_new_records
from beatbook.neighbourhoods.profile.actions import mark_read
from beatbook.neighbourhoods.profile.queries import changed_since, happened_in, last_read, places_of, times_of, victims_of
from beatbook.sources.adapters import registry
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import HIDING, SUSPECT, VICTIM, event, officers, take_hidden_away
from tests.linkage.sealed_world import crowd, identifier, load
from tests.sources.worlds import LINES, do, person, tied

AREA, SINCE = "W1", date(2025, 12, 1)
ROW = {"address": "12 Foundry Row", "postcode": "ZZ1 4FR"}
OTHER = {"address": "40 Mill Lane", "postcode": "ZZ1 1AA"}


def matter() -> list[dict]:
    """Two crimes, a call that became the first, and hidden: a crime at the same place, a log that names both crimes, a victim's other record."""
    return [
        event("first", 5, event_type="crime", title="Burglary", offence="Burglary", reference="44/0005001/26", other_references=["20260105-1"], **ROW),
        event("call", 5, event_type="incident", title="Crime reported", reference="20260105-1", **ROW),
        event("second", 9, event_type="crime", title="Criminal damage", offence="Criminal damage", reference="44/0005002/26", **OTHER),
        person("victim", **VICTIM), person("victim again", **VICTIM), person("other", **SUSPECT),
        tied("victim", "first", "victim"), tied("victim again", "call", "victim"), tied("other", "second", "victim"),
        {**event("hidden crime", 11, event_type="crime", title="Assault", offence="Assault", reference="44/0005003/26", **ROW), **HIDING},
        {**event("hidden log", 11, event_type="incident", title="Domestic incident", reference="20260111-9",
                other_references=["44/0005001/26", "44/0005002/26"]), **HIDING},
        {**person("hidden victim", **VICTIM), **HIDING}, tied("hidden victim", "hidden crime", "victim"), tied("victim", "hidden crime", "victim"),
    ]  # fmt: skip


@pytest.fixture
def viewers(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    found = officers()
    load(tmp_path, "crowd", *crowd())
    load(tmp_path, "matter", *matter())
    do("UPDATE sources_record SET area = %s WHERE kind = 'event'", AREA)
    link_new_records()
    return found


def everything(viewer: Viewer) -> object:
    """All that the page is made of."""
    found = [one for one in happened_in(AREA, SINCE, viewer=viewer) if one.ids & MATTER]
    return found, places_of(found), victims_of(found, viewer=viewer), times_of(found)


MATTER = {identifier(row["key"]) for row in matter() if "key" in row}


def test_the_same_event_is_counted_once_and_only_what_is_seen_repeats(viewers: dict[str, Viewer]) -> None:
    low, low_places, low_victims, _ = everything(viewers["low"])
    high, high_places, high_victims, _ = everything(viewers["high"])
    assert [len(one.records) for one in low] == [2, 1] and low_places == [] and low_victims == []
    assert [len(one.records) for one in high] == [3, 1, 1]  # the hidden log names both crimes: it goes with the first, and they stay two
    assert [len(one.happenings) for one in high_places] == [2] and [one.name for one in high_victims] == ["Wendy Larkfield"]


def test_what_is_hidden_changes_nothing(viewers: dict[str, Viewer]) -> None:
    before = everything(viewers["low"])
    assert take_hidden_away() > 2
    assert everything(viewers["low"]) == before


def test_after_reading_only_what_the_viewer_may_see_is_new(viewers: dict[str, Viewer], tmp_path: Path) -> None:
    for name in ("low", "high"):
        mark_read(AREA, viewer=viewers[name])
    assert last_read(AREA, viewer=viewers["other"]) is None
    later = {
        **event("second", 9, event_type="crime", title="Criminal damage", offence="Criminal damage", reference="44/0005002/26"),
        "version": 2,
        "day": 20,
    }
    fresh = event("new", 15, event_type="crime", title="Theft", offence="Theft", reference="44/0005009/26")
    secret = {**event("new hidden", 15, event_type="crime", title="Assault", reference="44/0005010/26"), **HIDING}
    load(tmp_path, "later", later, fresh, secret)
    do("UPDATE sources_record SET area = %s WHERE kind = 'event'", AREA)
    news = {}
    for name in ("low", "high"):
        mark = last_read(AREA, viewer=viewers[name])
        assert mark
        news[name] = {one.record_id: one.version for one in changed_since(mark[0], AREA, viewer=viewers[name])}
    assert news["low"][identifier("second")] == 2 and news["low"][identifier("new")] == 1
    assert identifier("new hidden") not in news["low"] and identifier("new hidden") in news["high"]
    assert identifier("first") not in news["low"]
