"""Reports taken in, a rise told with its reasons, an alert to its owner, and what people say: on a real database, through the real pages."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from beatbook.sources.models import Record
from beatbook.tension.actions import (
    AssessmentRefused,
    NoOwner,
    StepRefused,
    end_assessment,
    look_out,
    set_watch,
    step_alert,
    take_reports,
    write_assessment,
)
from beatbook.tension.models import Alert, Happening
from beatbook.tension.queries import alert, alerts, alerts_waiting, assessments, tracks
from beatbook.vocabulary.viewer import Viewer
from tests.access.test_attacks import client_of
from tests.tension.county import DAMAGE, FEED, FOUND, LAST, RISEN, TODAY, hidden_marking, make_county, put
from tests.tension.test_assessing import GOOD


@pytest.fixture(scope="module")
def people(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Viewer]:
    """The county, taken in, watched for the analyst, and looked at once."""
    return watched(tmp_path_factory.mktemp("county"))


@pytest.fixture
def own(database: str, tmp_path: Path) -> dict[str, Viewer]:
    """The same for one test alone, which changes its records or alerts."""
    return watched(tmp_path)


def watched(folder: Path) -> dict[str, Viewer]:
    """The county in the database at which everything points now."""
    found = make_county(folder)
    take_reports(today=TODAY)
    set_watch(FEED, owner="deep")
    look_out(today=TODAY)
    return found


def said(**more: str) -> dict[str, str]:
    """A form as filled in today."""
    return {**GOOD, "until": f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}", **more}


def test_only_what_the_public_reports_is_taken_in(people: dict[str, Viewer]) -> None:
    kinds = set(Happening.objects.using("ingest").values_list("kind", flat=True))
    assert DAMAGE in kinds and FOUND not in kinds


def test_the_ward_that_rose_is_said_to_have_risen_and_no_other(people: dict[str, Viewer]) -> None:
    found = tracks(today=TODAY, weeks=8, viewer=people["beat"])
    assert [area for area, signals in found.items() if signals["damage"].raised] == [RISEN]
    last = found[RISEN]["damage"].last
    assert last.monday == LAST and last.came > 5 and last.usual is not None and 3 < last.usual < 5
    assert set(found["W1"]) == {"damage"}  # theft is no signal of tension


def test_the_newest_week_is_the_last_that_is_over_and_known_whole(people: dict[str, Viewer]) -> None:
    later = tracks(today=TODAY + timedelta(weeks=3), weeks=1, viewer=people["beat"])
    assert later["W1"]["damage"].last.monday == LAST


def test_what_a_viewer_may_not_see_raises_nothing_for_them(own: dict[str, Viewer]) -> None:
    before = tracks(today=TODAY, weeks=8, viewer=own["beat"])
    told = alerts(viewer=own["beat"])
    put([(LAST, "W1", DAMAGE, "Hidden catapult.")] * 60, hidden_marking(), "hidden")
    take_reports(today=TODAY)
    look_out(today=TODAY)
    assert tracks(today=TODAY, weeks=8, viewer=own["beat"]) == before
    assert alerts(viewer=own["beat"]) == told
    assert tracks(today=TODAY, weeks=8, viewer=own["deep"])["W1"]["damage"].raised
    assert tracks(today=TODAY, weeks=8, viewer=own["council"])["W1"] == {}


def test_a_record_that_is_marked_anew_is_counted_no_more_at_once(own: dict[str, Viewer]) -> None:
    one = Happening.objects.using("ingest").filter(area=RISEN, week=LAST, kind=DAMAGE).first()
    assert one is not None
    before = tracks(today=TODAY, weeks=1, viewer=own["beat"])[RISEN]["damage"].last.came
    Record.objects.using("ingest").filter(id=one.id).update(vis=hidden_marking())
    assert tracks(today=TODAY, weeks=1, viewer=own["beat"])[RISEN]["damage"].last.came == before - 1
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET changed = pg_current_xact_id() WHERE id = %s", [one.id])
    take_reports(today=TODAY)
    assert tracks(today=TODAY, weeks=1, viewer=own["beat"])[RISEN]["damage"].last.came == before - 1
    assert tracks(today=TODAY, weeks=1, viewer=own["deep"])[RISEN]["damage"].last.came == before


def test_kinds_areas_and_words_that_broke_out_are_told_once_to_their_owner(people: dict[str, Viewer]) -> None:
    found = alerts(viewer=people["deep"])
    about = {(one.sort, one.kind, one.area, one.word) for one in found}
    assert ("kind", DAMAGE, RISEN, "") in about and ("word", "", "", "catapult") in about and ("area", "", RISEN, "") in about
    assert "ferris" not in {one.word for one in found} and {one.area for one in found} <= {RISEN, ""}
    assert all(one.owner == people["deep"].user_id and one.week == LAST and 0 < one.chance < 0.5 / one.series for one in found)
    assert look_out(today=TODAY) == 0 and look_out(today=TODAY + timedelta(weeks=1)) == 0
    assert alerts_waiting(viewer=people["deep"]) == len(found) and alerts_waiting(viewer=people["beat"]) == 0


def test_an_alert_is_acknowledged_and_closed_by_its_owner_with_a_reason(own: dict[str, Viewer]) -> None:
    one = alerts(viewer=own["deep"])[0]
    with pytest.raises(StepRefused, match="Analyst 3 Deep"):
        step_alert(one.id, step="acknowledged", reason="", viewer=own["beat"])
    assert step_alert(one.id, step="acknowledged", reason="", viewer=own["deep"])
    with pytest.raises(StepRefused, match="Say why"):
        step_alert(one.id, step="closed", reason=" ", viewer=own["deep"])
    assert step_alert(one.id, step="closed", reason="A shop sold catapults.", viewer=own["deep"])
    assert step_alert(one.id, step="acknowledged", reason="again", viewer=own["deep"])
    now = alert(one.id, viewer=own["deep"])
    assert now is not None and now.state == "closed" and [step.step for step in now.steps] == ["acknowledged", "closed"]
    assert not step_alert(UUID(int=0), step="closed", reason="why", viewer=own["deep"])


def test_an_owner_is_an_account_that_may_see_threats(people: dict[str, Viewer]) -> None:
    with pytest.raises(NoOwner, match="council"):
        set_watch(FEED, owner="council")
    with pytest.raises(NoOwner, match="by_public"):
        set_watch("millshire-custody", owner="deep")


def test_what_people_say_stands_until_it_is_ended_and_the_count_stays(people: dict[str, Viewer]) -> None:
    before = tracks(today=TODAY, weeks=1, viewer=people["beat"])
    made = write_assessment(RISEN, said(aspect="evidenced", about="damage"), today=timezone.localdate(), viewer=people["beat"])
    assert tracks(today=TODAY, weeks=1, viewer=people["beat"]) == before
    with pytest.raises(AssessmentRefused):
        write_assessment(RISEN, said(reason=""), today=timezone.localdate(), viewer=people["beat"])
    assert end_assessment(made, reason="It was a recording change after all.", today=timezone.localdate(), viewer=people["deep"])
    assert [one.level for one in assessments(RISEN, viewer=people["beat"])] == [3, 0]
    assert assessments(RISEN, viewer=people["council"]) == []
    assert not end_assessment(made, reason="x", today=timezone.localdate(), viewer=people["council"])


def test_the_pages_say_first_what_stands_and_are_closed_to_other_roles(people: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    beat, council = client_of("beat")[0], client_of("council")[0]
    index = beat.get("/tension").content.decode()
    assert "Some count of reports is above usual in Ward 2." in index
    assert index.index("Ward 3") < index.index("Ward 1") < index.index("Ward 2</a>")  # one's own first, then by name
    area = beat.get(f"/tension/{RISEN}").content.decode()
    assert "reports of criminal damage and arson are above usual" in area and "So it is said to have risen." in area
    assert f"{DAMAGE} in Ward 2" in beat.get("/threats").content.decode()
    for path in ("/tension", f"/tension/{RISEN}", "/threats", f"/tension/{RISEN}/write"):
        assert council.get(path).status_code == 404
        assert len(beat.get(path).content) < 60_000
    assert beat.get("/tension/nowhere").status_code == 404 and beat.get(f"/threats/{UUID(int=0)}").status_code == 404
    for path in ("/tension/areas.csv", f"/tension/{RISEN}/weeks.csv", f"/threats/{Alert.objects.using('ingest').first().id}/weeks.csv"):
        assert beat.get(path).status_code == 200


def test_forms_keep_what_was_typed_and_say_what_to_mend(people: dict[str, Viewer]) -> None:
    beat, deep = client_of("beat")[0], client_of("deep")[0]
    refused = beat.post(f"/tension/{RISEN}/write", said(level="9"))
    assert (
        refused.status_code == 422
        and "Choose a level from 1 to 6" in refused.content.decode()
        and "They close early." in refused.content.decode()
    )
    assert beat.post(f"/tension/{RISEN}/write", said()).status_code == 302
    page = beat.get(f"/tension/{RISEN}").content.decode()
    assert "3 of 6: Traders" in page and "Grade 1AP" in page and "PC 1 Beat" in page
    one = assessments(RISEN, viewer=people["beat"])[0]
    assert beat.post(f"/tension/{RISEN}/end/{one.id}", {"reason": ""}).status_code == 422
    assert beat.post(f"/tension/{RISEN}/end/{one.id}", {"reason": "Calm again."}).status_code == 302
    alert_id = alerts(viewer=people["deep"])[0].id
    assert beat.post(f"/threats/{alert_id}", {"step": "closed", "reason": "mine"}).status_code == 422
    assert deep.post(f"/threats/{alert_id}", {"step": "acknowledged"}).status_code == 302
    assert "Acknowledged" in deep.get(f"/threats/{alert_id}").content.decode()
