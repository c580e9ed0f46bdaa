"""The person page in depth: walked outward, the way to another, where and when, filters, a value chosen; and nothing of what is hidden."""

import json
import re
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from beatbook.geography.actions import load_areas
from beatbook.linkage.actions import link_new_records
from beatbook.pole.actions import choose_value, say_safe_contact
from beatbook.sources.adapters import registry
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import HIDING, SUSPECT, begin, event, take_hidden_away
from tests.linkage.sealed_world import identifier, load
from tests.pole.pages import client_of
from tests.sources.worlds import LINES, person, tied

World = dict[str, Viewer]
GIVEN = {**SUSPECT, "address": "1 Oak Close", "postcode": "ZZ3 3CC"}


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The investigation, and beside it: a suspect with two addresses, his friend two ties away, and a hidden shorter way to her."""
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    square = {"type": "Polygon", "coordinates": [[[0, 54], [1, 54], [1, 55], [0, 55], [0, 54]]]}
    ward = {"type": "Feature", "properties": {"code": "T1", "name": "Harbour"}, "geometry": square}
    (tmp_path / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [ward]}))
    load_areas(tmp_path / "wards.geojson", kind="ward", generation="2024")
    viewers = begin(tmp_path)
    friend = {"forenames": "Una", "surname": "Vane", "date_of_birth": "1991-01-02", "phones": ["07700 900779"]}
    load(
        tmp_path, "more", person("home", **GIVEN), person("home2", **{**GIVEN, "address": "9 Elm Road"}), person("friend", **friend),
        {**event("meeting", 14, event_type="stop-search", title="Stopped together"), "place": [0.5, 54.5]},
        tied("home", "meeting", "searched"), tied("friend", "other crime", "witness"),
        {**event("secret", 15, event_type="incident", title="Seen at her door"), **HIDING}, tied("home", "secret", "subject"),
        tied("friend", "secret", "caller"),
        {**event("abuse", 16, event_type="crime", title="Assault at home"), **HIDING}, tied("home2", "abuse", "suspect"),
    )  # fmt: skip
    link_new_records()
    return viewers


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode()).split())


def of(key: str, ending: str = "") -> str:
    return f"/people/{identifier(key)}{ending}"


def test_a_chart_is_walked_step_by_step(world: World) -> None:
    low = client_of(world["low"])
    first = text_of(low, of("suspect", "/chart"))
    assert "Theft from a shop" in first and "Una Vane" not in first
    second = text_of(low, of("suspect", f"/chart?open={identifier('other crime')}"))
    assert "Una Vane" in second and 'Close its links<span class="govuk-visually-hidden"> (Theft from a shop)' in second
    assert text_of(low, of("suspect", f"/chart?open={identifier('secret')}&open=nothing")) == first
    assert text_of(low, of("hidden witness", "/chart"), 404)


def test_the_way_between_two_people_goes_over_visible_ties_alone(world: World) -> None:
    low, high = client_of(world["low"]), client_of(world["high"])
    way = of("suspect", f"/path?to=http://x/people/{identifier('friend')}")
    assert "2 ties from Dale Oxley to Una Vane" in text_of(low, way) and "Seen at her door" not in text_of(low, way)
    assert "2 ties from Dale Oxley to Una Vane" in text_of(high, way)
    hidden, absent = (
        text_of(low, of("suspect", f"/path?to={one}")) for one in (identifier("hidden witness"), "11111111-1111-1111-1111-111111111111")
    )
    assert "No way within six ties" in hidden and "No way within six ties" in absent
    assert "Say who the other person is" in text_of(low, of("suspect", "/path?to=Una"), 422)


def test_the_other_person_is_found_by_what_is_typed(world: World) -> None:
    low, high = client_of(world["low"]), client_of(world["high"])
    found = text_of(low, of("suspect", "/way?q=vane+una"))
    way = of("suspect", f"/path?to={identifier('friend')}")
    assert "The way to Una Vane" in found and f'href="{way}"' in found
    assert text_of(low, of("hidden witness", "/way?q=nobody+such")).replace(str(identifier("hidden witness")), "") == text_of(
        low, "/people/11111111-1111-1111-1111-111111111111/way?q=nobody+such"
    ).replace("11111111-1111-1111-1111-111111111111", "")
    pasted = low.get(of("suspect", "/way"), {"q": f"http://x/people/{identifier('friend')}?all"})
    assert pasted["Location"] == way
    assert 'name="Dale' not in text_of(low, of("suspect", "/path"))  # a name in a form of GET would stand in the address
    assert "Nobody whom you may see" in text_of(high, of("suspect", "/way?q=zzzzqqqq"))


@pytest.mark.parametrize("page", ["/chart", "/where", "/path", "/path?to=http://x/people/{friend}"])
def test_the_log_holds_every_record_by_which_somebody_is_named(world: World, page: str) -> None:
    low = client_of(world["low"])
    text_of(low, of("suspect", page.format(friend=identifier("friend"))))
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT record_ids FROM audit_event ORDER BY at DESC LIMIT 1")
        looked_at = set(cursor.fetchone()[0])
    assert {identifier("suspect"), identifier("home"), identifier("home2")} <= looked_at
    assert identifier("hidden witness") not in looked_at and identifier("secret") not in looked_at
    assert ("path" in page) == (identifier("friend") in looked_at)  # offered, or at the end of the way


def test_where_and_when_and_the_timeline_narrowed(world: World) -> None:
    low = client_of(world["low"])
    where = text_of(low, of("suspect", "/where"))
    assert "of which 1 has a place" in where and "Map of areas" in where and "Harbour" in where
    searched = text_of(low, of("suspect", "?type=stop-search"))
    timeline = re.search(r'id="timeline".*?</section>', searched)
    assert timeline is not None and "Stopped together" in timeline[0] and "Theft from a shop" not in timeline[0]
    assert "No event of that sort and system" in text_of(low, of("suspect", "?type=marac"))
    rows = low.get(of("suspect", "/timeline.csv?type=stop-search")).content.decode().splitlines()
    assert len(rows) == 3 and "Filter: stop search" in rows[0]


def test_a_disagreement_is_settled_for_the_page_and_taken_back(world: World) -> None:
    low = client_of(world["low"])
    assert "Systems disagree" in text_of(low, of("suspect"))
    form = text_of(low, of("suspect", "/choose?detail=Address"))
    keys = re.findall(r'name="value" type="radio" value="([^"]*)"', form)
    elm = next(key for key in keys if "elm" in key)
    refused = low.post(of("suspect", "/choose"), {"detail": "Address", "value": elm, "reason": "saw"})
    assert refused.status_code == 422
    assert low.post(of("suspect", "/choose"), {"detail": "Address", "value": elm, "reason": "I saw him there today"}).status_code == 302
    page = text_of(low, of("suspect"))
    assert "I saw him there today" in page and re.search(r"Last known address</dt><dd>9 Elm Road", page)
    low.post(of("suspect", "/choose"), {"detail": "Address", "value": "newest", "reason": "He has moved out again"})
    assert "I saw him there today" not in text_of(low, of("suspect"))
    text_of(low, of("suspect", "/choose?detail=Sex"), 404)


def test_safe_contact_stands_on_the_page_and_roles_have_their_order(world: World) -> None:
    low, analyst, council = (client_of(world[name]) for name in ("low", "analyst", "council"))
    say_safe_contact(identifier("suspect"), ["letter"], "To his solicitor.", viewer=world["low"])
    assert "Be in touch only by letter. To his solicitor." in text_of(low, of("home"))
    parts = [re.findall(r'<section class="card" id="([a-z]+)"', text_of(client, of("suspect"))) for client in (low, analyst)]
    assert parts[0][0] == "protection" and parts[1][0] == "links" and sorted(parts[0]) == sorted(parts[1])
    text_of(council, of("suspect"), 404)


def test_the_hidden_leaves_no_trace(world: World) -> None:
    low, high = client_of(world["low"]), client_of(world["high"])
    assert "Assault at home" in text_of(high, of("suspect")) and "2 domestic events" in text_of(high, of("suspect"))
    choose_value(identifier("hidden witness"), "Address", "x", "Not for everybody", viewer=world["high"])
    endings = ("", "?all", "?type=crime", "/chart", f"/chart?open={identifier('secret')}&open={identifier('friend')}", "/where", "/choose?detail=Address",
               f"/path?to={identifier('friend')}", f"/path?to={identifier('hidden witness')}", "/timeline.csv?system=Line+system")  # fmt: skip

    def answers() -> list[tuple[str, int, bytes]]:
        found = [
            (of(key, ending), low.get(of(key, ending))) for key in ("suspect", "home2", "friend", "hidden witness") for ending in endings
        ]
        plain = (
            rb'name="csrfmiddlewaretoken" value="[^"]*"|Printed by [^<]*|taken by .* on \d\d/\d\d/\d{4} \d\d:\d\d|\d+ (minutes?|hours?) ago'
        )
        return [(path, answer.status_code, re.sub(plain, b"", answer.content)) for path, answer in found]

    before = answers()
    assert sum(status == 200 for _, status, _ in before) > 20 and not any(b"Assault at home" in body for _, _, body in before)
    assert take_hidden_away() == 4
    assert [one[0] for one, other in zip(before, answers(), strict=True) if one != other] == []
