"""A forecast's life in the database: proposed, assessed, decided on, switched on, refreshed, planned by, written up, published, suspended."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from beatbook.access.actions import public_viewer
from beatbook.forecasts.actions.covering import SitesRefused, plan_cover, read_sites
from beatbook.forecasts.actions.deciding import assess_equality, decide_hold_out, switch_on
from beatbook.forecasts.actions.planning import plan_patrols
from beatbook.forecasts.actions.publishing import publish
from beatbook.forecasts.actions.refreshing import refresh, refresh_due
from beatbook.forecasts.actions.registering import register
from beatbook.forecasts.actions.visiting import DONE, NOT_DONE, VisitRefused, record_visit
from beatbook.forecasts.cover_report import Travel
from beatbook.forecasts.models import Forecast
from beatbook.forecasts.queries import (
    cover_plan_of,
    exposure_of,
    forecast_named,
    forecasts,
    plan_of,
    planned_visits,
    publication_of,
    scores_of,
    squares_of,
)
from beatbook.forecasts.safeguards import FeedNotFlagged, KindRefused, NotYet
from beatbook.forecasts.tasking import Rules
from beatbook.vocabulary.viewer import Viewer
from tests.access.test_attacks import client_of
from tests.forecasts.county import CODE, FEED, MADE_UP_CARD, MONDAY, REPORTED, SIDE_M, TODAY, make_county


@pytest.fixture(scope="module")
def people(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Viewer]:
    """The county with a forecast that is in use and planned by."""
    found = make_county(tmp_path_factory.mktemp("county"))
    register(CODE, name="Theft and burglary", feed=FEED, kinds=REPORTED, card=MADE_UP_CARD, side_m=SIDE_M)
    with pytest.raises(NotYet, match="has not been assessed; no chief officer has decided"):
        switch_on(CODE, by="PS 2 Boss", on=TODAY)
    make_up = tmp_path_factory.mktemp("make-up") / "deprivation.csv"
    make_up.write_text("area,deprivation\nW1,4\nW2,30\nW3,11\nW4,25\n")
    assess_equality(CODE, by="Equality officer", on=TODAY, words="No group of areas bears more than its share.", make_up=make_up)
    decide_hold_out(CODE, by="A. Chief", rank="Chief Constable", on=TODAY, share=0.1, until=TODAY, reason="To learn.", seed=3)
    switch_on(CODE, by="PS 2 Boss", on=TODAY)
    refresh(CODE, today=TODAY)
    plan_patrols(CODE, week=MONDAY, hours_a_shift=5, rules=Rules(10, 2, 2.0))
    plan_cover(CODE, units=2, travel=Travel(minutes=6, speed_kmh=40), busy=0.35)
    publish(CODE)
    return found


def test_what_officers_find_and_feeds_without_a_flag_are_refused(people: dict[str, Viewer]) -> None:
    with pytest.raises(KindRefused, match="Possession of cannabis"):
        register("drugs", name="Drugs", feed=FEED, kinds=["Possession of cannabis"], card=MADE_UP_CARD)
    with pytest.raises(KindRefused, match="does not say that victims or the public report it"):
        register("hate", name="Hate", feed=FEED, kinds=["Hate crime"], card=MADE_UP_CARD)
    with pytest.raises(FeedNotFlagged, match="millshire-custody"):
        register("custody", name="Custody", feed="millshire-custody", kinds=["Burglary - residential"], card=MADE_UP_CARD)


def test_the_map_has_ranges_reasons_and_held_out_squares(people: dict[str, Viewer]) -> None:
    forecast = forecast_named(CODE, viewer=people["beat"])
    assert forecast is not None
    squares = squares_of(forecast.id, viewer=people["beat"])

    assert forecast.state == "on"
    assert len(squares) >= 40
    assert all(one.low <= one.high and one.parts for one in squares)
    assert sum(share for _, share in squares[0].parts) == pytest.approx(1)
    assert 0 < sum(one.held_out for one in squares) < len(squares) / 3
    assert {one.area for one in scores_of(forecast.id, viewer=people["beat"])} == {"W1", "W2", "W3", "W4"}


def test_who_may_not_see_the_records_sees_no_forecast(people: dict[str, Viewer]) -> None:
    assert forecasts(viewer=people["council"]) == []
    assert forecasts(viewer=public_viewer()) == []
    assert forecast_named(CODE, viewer=people["council"]) is None
    assert planned_visits(day=MONDAY, shift=0, viewer=people["council"]) == []


def test_the_plan_keeps_its_rules_and_leaves_the_held_out_alone(people: dict[str, Viewer]) -> None:
    forecast = forecast_named(CODE, viewer=people["boss"])
    assert forecast is not None
    made = plan_of(forecast.id, viewer=people["boss"])
    assert made is not None
    held = {one.cell for one in squares_of(forecast.id, viewer=people["boss"]) if one.held_out}
    visits = [
        one for shift in range(21) for one in planned_visits(day=MONDAY + timedelta(days=shift // 3), shift=shift, viewer=people["boss"])
    ]

    assert made[2]["prevented_days"] >= max(made[2]["baselines"].values())
    assert sum(one.visits for one in visits) == made[2]["visits"]
    assert not held & {one.cell for one in visits}
    for cell in {one.cell for one in visits}:
        assert sum(one.visits for one in visits if one.cell == cell) <= 10


def test_no_setting_is_wider_than_the_caps(people: dict[str, Viewer]) -> None:
    with pytest.raises(NotYet, match="at most 21 visits"):
        plan_patrols(CODE, week=MONDAY, hours_a_shift=5, rules=Rules(50, 1, 2.0))
    with pytest.raises(NotYet, match="No area gets more than 3"):
        plan_patrols(CODE, week=MONDAY, hours_a_shift=5, rules=Rules(10, 1, None))
    with pytest.raises(NotYet, match="5 to 10 %"):
        decide_hold_out(CODE, by="A", rank="Commander", on=TODAY, share=0.02, until=TODAY, reason="Said.", seed=1)


def test_an_officer_writes_what_was_done_or_why_not(people: dict[str, Viewer]) -> None:
    first, second = planned_visits(day=MONDAY, shift=1, viewer=people["beat"])[:2]
    with pytest.raises(VisitRefused, match="why you did not go"):
        record_visit(first.id, minutes="", did=NOT_DONE, why_not=" ", viewer=people["beat"])
    with pytest.raises(VisitRefused, match="1 to 60"):
        record_visit(first.id, minutes="500", did=DONE[0], why_not="", viewer=people["beat"])

    assert record_visit(first.id, minutes="15", did=DONE[0], why_not="", viewer=people["beat"])
    assert record_visit(second.id, minutes="", did=NOT_DONE, why_not="A fire near by", viewer=people["beat"])
    assert not record_visit(first.id, minutes="15", did=DONE[0], why_not="", viewer=people["council"])

    forecast = forecast_named(CODE, viewer=people["boss"])
    assert forecast is not None
    made = plan_of(forecast.id, viewer=people["boss"])
    assert made is not None
    done = exposure_of(made[0], viewer=people["boss"])
    assert sum(spent for _, spent, _ in done.values()) == 15
    assert sum(not_made for *_, not_made in done.values()) == 1


def test_the_public_sees_the_back_test_and_no_square(people: dict[str, Viewer]) -> None:
    found = publication_of(CODE, viewer=public_viewer())
    assert found is not None

    assert found.content["hold_out"]["by"] == "A. Chief"
    assert "seed" not in found.content["hold_out"]
    assert set(found.content["backtest"]["maps"]) >= {"kernel mixture", "count of 52 weeks", "ProMap"}
    assert "longitude" not in str(found.content)


def test_pages_answer_those_who_may_and_only_those(people: dict[str, Viewer]) -> None:
    visit = planned_visits(day=MONDAY, shift=1, viewer=people["beat"])[0]
    staff = [
        *(
            "/forecasts",
            f"/forecasts/{CODE}",
            f"/forecasts/{CODE}?by=harm",
            f"/forecasts/{CODE}/squares.csv",
            f"/forecasts/{CODE}/squares.geojson",
        ),
        *(f"/forecasts/{CODE}/plan", f"/forecasts/{CODE}/cover", f"/patrols?day={MONDAY}&shift=late", f"/patrols/{visit.id}"),
    ]
    public = ["/how-we-forecast", f"/how-we-forecast/{CODE}", f"/how-we-forecast/{CODE}/periods.csv"]
    client, _ = client_of("beat")
    assert [client.get(path).status_code for path in (*staff, *public)] == [200] * 12
    assert client.get("/forecasts/none").status_code == 404
    other, _ = client_of("council")
    assert {other.get(path).status_code for path in staff} == {404}
    assert [other.get(path).status_code for path in public] == [200] * 3


def test_standing_places_are_kept_shown_and_replaced_by_a_later_plan(people: dict[str, Viewer], tmp_path: Path) -> None:
    forecast = forecast_named(CODE, viewer=people["beat"])
    assert forecast is not None
    kept = cover_plan_of(forecast.id, viewer=people["beat"])
    assert kept is not None and sum(kept["units"]) == 2 and 0 < kept["simple"] <= kept["covered"] <= kept["in_reach"] <= 1
    assert cover_plan_of(forecast.id, viewer=people["council"]) is None
    client, _ = client_of("beat")
    page = client.get(f"/forecasts/{CODE}/cover").content.decode()
    assert f"{kept['covered']:.1%} of the" in page and "Ward 1" in page and len(page) < 60_000
    assert client.get(f"/forecasts/{CODE}/cover/places.csv").status_code == 200
    stations = tmp_path / "stations.csv"
    stations.write_text("name,longitude,latitude\nNorth,1.0,54.02\nSouth,1.0,53.98\n")
    again = plan_cover(CODE, units=3, travel=Travel(minutes=6, speed_kmh=40), busy=0.35, places=read_sites(stations))
    assert cover_plan_of(forecast.id, viewer=people["beat"]) == again and [one[0] for one in again["sites"]] == ["North", "South"]
    stations.write_text("name,longitude,latitude\nNorth,1.0,54.02\nSouth,1.0,999\n")
    with pytest.raises(SitesRefused, match=r"stations\.csv, row 3, latitude"):
        read_sites(stations)


def test_each_day_a_forecast_is_brought_up_to_date_once_and_no_further_than_its_feed_speaks(people: dict[str, Viewer]) -> None:
    assert refresh_due(today=TODAY) == []  # it stands there already
    later = refresh_due(today=TODAY + timedelta(days=40))
    forecast = forecast_named(CODE, viewer=people["beat"])
    assert forecast is not None
    newest = max(one.day for one in scores_of(forecast.id, viewer=people["beat"]))
    assert later == [] and newest == TODAY  # the last offence was reported on the day before


def test_a_form_that_is_wrong_keeps_what_was_typed_and_says_so(people: dict[str, Viewer]) -> None:
    visit = planned_visits(day=MONDAY, shift=4, viewer=people["beat"])
    visit = visit or planned_visits(day=MONDAY + timedelta(days=1), shift=4, viewer=people["beat"])
    client, _ = client_of("beat")

    wrong = client.post(f"/patrols/{visit[0].id}", {"did": DONE[1], "minutes": "soon"})
    right = client.post(f"/patrols/{visit[0].id}", {"did": DONE[1], "minutes": "12"})

    assert wrong.status_code == 422 and "from 1 to 60" in wrong.content.decode() and 'value="soon"' in wrong.content.decode()
    assert right.status_code == 302


def test_it_suspends_itself_when_its_numbers_fail_and_shows_no_map(people: dict[str, Viewer]) -> None:
    row = Forecast.objects.using("ingest").get(code=CODE)
    before = dict(row.backtest)
    Forecast.objects.using("ingest").filter(code=CODE).update(backtest={**before, "calibration_counts": {"0.02": [100.0, 160.0]}})

    said = refresh(CODE, today=TODAY)

    assert "suspended" in said and "brought 160 offences where 100 were forecast" in said
    with pytest.raises(NotYet, match="suspended"):
        plan_patrols(CODE, week=MONDAY, hours_a_shift=5)
    with pytest.raises(NotYet, match="register a new version"):
        switch_on(CODE, by="PS 2 Boss", on=TODAY)
    client, _ = client_of("beat")
    page = client.get(f"/forecasts/{CODE}").content.decode()
    assert "shows no map" in page and "<svg" not in page.split("<main", 1)[1]
    assert planned_visits(day=MONDAY, shift=1, viewer=people["beat"]) == []


def test_records_of_another_marking_change_nothing(database: str, tmp_path: Path) -> None:
    """A differential test: with 600 further offences that only the analyst may see, everybody's forecast is the same."""
    people = make_county(tmp_path, hidden=600)
    register(CODE, name="With hidden", feed=FEED, kinds=REPORTED, card=MADE_UP_CARD, side_m=SIDE_M)
    refresh(CODE, today=TODAY)
    seen = {name: _told(viewer) for name, viewer in people.items() if name != "council"}
    from django.db import connections

    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM sources_record WHERE source_key LIKE '2/%'")
    register(CODE, name="With hidden", feed=FEED, kinds=REPORTED, card=MADE_UP_CARD, side_m=SIDE_M)
    refresh(CODE, today=date(TODAY.year, TODAY.month, TODAY.day))

    assert {name: _told(viewer) for name, viewer in people.items() if name != "council"} == seen
    assert seen["beat"] == seen["deep"]


def _told(viewer: Viewer) -> list[object]:
    forecast = forecast_named(CODE, viewer=viewer)
    assert forecast is not None
    return [forecast.backtest, squares_of(forecast.id, viewer=viewer), scores_of(forecast.id, viewer=viewer)]
