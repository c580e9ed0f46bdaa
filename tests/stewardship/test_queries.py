"""Oversight through the pages: who may read it, what is in it and what never is, and what a reviewer leaves behind."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from beatbook.access.actions import sign_in
from beatbook.audit.actions import record_event
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.stewardship.actions import ReviewRefused, review_look
from beatbook.stewardship.queries import looks_for_review
from tests.access.test_attacks import client_of


def record_ids(operator: str, username: str, n: int = 3) -> list[UUID]:
    """Person records that the user may see (`= ANY`) or may not (`<> ALL`)."""
    viewer = sign_in(username)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT set_config('beatbook.token', %s, false)", [viewer.token])
        cursor.execute(
            f"SELECT id FROM sources_record WHERE kind = 'person' AND NOT withdrawn AND vis {operator} (SELECT unnest(sec.my_vis()))"
            " ORDER BY id LIMIT %s".replace("= ANY", "IN").replace("<> ALL", "NOT IN"),
            [n],
        )
        return [row[0] for row in cursor.fetchall()]


def looked(username: str, ids: list[UUID], **more: object) -> None:
    """Writes a look of this user into the log, as the middleware would."""
    record_event(viewer=sign_in(username), kind="consultation", route="person", record_ids=ids, alias="audit_writer", **more)  # type: ignore[arg-type]


def found_by(username: str, days: int = 7) -> list[tuple[str, tuple[UUID, ...]]]:
    """Who looked at what, as this reviewer sees it."""
    return [(look.looker, look.line.record_ids) for look in looks_for_review(viewer=sign_in(username), days=days)]


def test_a_look_at_something_hidden_from_the_reviewer_is_not_there(module_millshire: str) -> None:
    open_ids, hidden = record_ids("= ANY", "sergeant"), record_ids("<> ALL", "sergeant")
    assert open_ids and hidden
    looked("analyst", open_ids)
    looked("analyst", [*open_ids, hidden[0]])
    seen = [ids for _, ids in found_by("sergeant")]
    assert tuple(sorted(open_ids)) in seen and not any(hidden[0] in ids for ids in seen)


def test_ones_own_looks_are_for_professional_standards_alone(module_millshire: str) -> None:
    ids = record_ids("= ANY", "standards", 1)
    looked("sergeant", ids)
    looked("standards", ids)
    assert not any("Pritchard" in who for who, _ in found_by("sergeant"))
    assert {"Pritchard" in who for who, _ in found_by("standards")} == {True, False}


@pytest.mark.parametrize("username", ["response", "analyst", "partner", "registrar"])
def test_other_roles_find_no_such_page_and_no_line(username: str, module_millshire: str) -> None:
    client, _ = client_of(username)
    assert client.get("/oversight").status_code == 404 and client.get("/oversight/looks.csv").status_code == 404
    looked("contact", record_ids("= ANY", username, 1))
    assert found_by(username) == []


def test_a_review_is_kept_and_needs_words_when_it_asks(module_millshire: str) -> None:
    looked("response", record_ids("= ANY", "sergeant", 1))
    client, viewer = client_of("sergeant")
    event = looks_for_review(viewer=viewer, days=7)[0].line.id
    assert client.post(f"/oversight/{event}", {"verdict": "asked", "note": ""}).status_code == 422
    assert client.post(f"/oversight/{event}", {"verdict": "", "note": "x"}).status_code == 422
    assert client.post(f"/oversight/{event}", {"verdict": "asked", "note": "Which job was this?"})["Location"] == "/oversight"
    page = client.get(f"/oversight/{event}").content.decode()
    assert "Which job was this?" in page and "PS 418 Gwen Pritchard" in page
    with pytest.raises(ReviewRefused):
        review_look(event, "guilty", "no such word", viewer=viewer)


def test_a_reviewer_cannot_review_in_anothers_name_nor_a_role_without_the_log(module_millshire: str) -> None:
    for username, author in (("response", "response"), ("sergeant", "standards")):
        viewer, other = sign_in(username), sign_in(author)
        with pytest.raises(Exception, match="row-level security"), connections["default"].cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                cursor.execute("SELECT set_config('beatbook.token', %s, true)", [viewer.token])
                cursor.execute(
                    "INSERT INTO stewardship_lookreview (id, event_id, verdict, note, decided_by)"
                    " VALUES (gen_random_uuid(), gen_random_uuid(), 'in order', '', %s)",
                    [other.user_id],
                )
            finally:
                cursor.execute("ROLLBACK")


def test_what_was_looked_at_outside_the_period_is_left_out_but_counts_as_usual(module_millshire: str) -> None:
    ids = record_ids("= ANY", "sergeant", 1)
    looked("contact", ids)
    later = timezone.now() + timedelta(days=3)
    viewer = sign_in("sergeant")
    assert [look for look in looks_for_review(viewer=viewer, days=1, now=later) if look.line.record_ids == tuple(ids)] == []
    assert any(look.line.record_ids == tuple(ids) for look in looks_for_review(viewer=viewer, days=7, now=later))


def test_a_guessed_look_answers_like_one_that_never_was(module_millshire: str) -> None:
    client, _ = client_of("sergeant")
    assert client.get(f"/oversight/{UUID(int=5)}").status_code == 404
    assert client.get("/oversight?looker=nobody").status_code == 404
    assert isinstance(Client().get("/oversight").status_code, int)


def test_a_flood_pushes_neither_other_days_nor_other_people_out_of_sight(module_millshire: str) -> None:
    ids, later = record_ids("= ANY", "sergeant", 1), timezone.now() + timedelta(days=1)
    viewer, flooder = sign_in("sergeant"), sign_in("neighbourhood")
    looked("registrar", ids)
    noon = timezone.localtime().replace(hour=12)  # five thousand seconds before it are of the same day, whenever this runs
    with administrator(cluster_of_settings(), module_millshire) as connection:
        connection.execute(
            "INSERT INTO audit_event (id, at, kind, user_id, role, route, purpose, reference, record_ids, detail)"
            " SELECT gen_random_uuid(), %s - make_interval(days => day, secs => n), 'consultation', %s, 'neighbourhood', 'person', '', '', %s, '{}'"
            " FROM generate_series(1, 4) AS day, generate_series(1, 5000) AS n WHERE day = 1 OR n < 3",
            [noon, flooder.user_id, ids],
        )
    found = looks_for_review(viewer=viewer, days=28, now=later)
    per_day = Counter(timezone.localtime(look.line.at).date() for look in found if look.line.user_id == flooder.user_id)
    assert sorted(per_day.values())[:3] == [2, 2, 2] and max(per_day.values()) == 100
    assert any("Batty" in look.looker for look in found)
    assert any("100 looks or more" in flag.why for look in found for flag in look.flags)
    whole = looks_for_review(viewer=viewer, days=28, now=later, user_id=flooder.user_id)
    assert len(whole) == 5_000


def test_nobody_says_what_they_find_of_their_own_look(module_millshire: str) -> None:
    client, viewer = client_of("standards")
    looked("standards", record_ids("= ANY", "standards", 1))
    event = next(look.line.id for look in looks_for_review(viewer=viewer, days=7) if look.line.user_id == viewer.user_id)
    answer = client.post(f"/oversight/{event}", {"verdict": "in order", "note": ""})
    assert answer.status_code == 422 and "Somebody else must say" in answer.content.decode()
    assert all(not look.reviews for look in looks_for_review(viewer=viewer, days=7) if look.line.id == event)
