"""The log: every look with the records shown, every refusal, every failure; committed before the answer leaves."""

import pytest
from django.test import Client

from beatbook.audit import middleware
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from tests.access.test_attacks import a_person, client_of


def logged(database: str) -> dict[str, object]:
    """The newest event."""
    with administrator(cluster_of_settings(), database) as connection:
        cursor = connection.execute(
            "SELECT e.kind, u.username, e.purpose, e.reference, e.route, e.record_ids, e.detail FROM audit_event e"
            " LEFT JOIN access_user u ON u.id = e.user_id ORDER BY e.changed DESC LIMIT 1"
        )
        row = cursor.fetchone()
        return dict(zip([column.name for column in cursor.description], row, strict=True)) if row else {}


def test_a_look_is_logged_with_all_that_it_showed(module_millshire: str) -> None:
    client, viewer = client_of("response")
    record = a_person(viewer)
    response = client.get(f"/people/{record}?all")
    event = logged(module_millshire)
    assert (event["kind"], event["username"], event["route"]) == ("consultation", "response", "person")
    assert (event["purpose"], event["reference"]) == ("Investigating a crime", "44/0000001/26")
    shown = {str(one) for one in event["record_ids"]}
    assert {part.split('"')[0].split("/")[-1] for part in response.content.decode().split('href="/events/')[1:]} <= shown and str(
        record
    ) in shown


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/people/00000000-0000-4000-8000-000000000001", "denial", 404),
        ("/outbox", "denial", 404),
        ("/nowhere", "denial", 404),
        ("/search?q=%00", "denial", 400),
        ("/search?q=marsh", "search", 200),
        ("/%00", "denial", 404),
    ],
)
def test_what_was_refused_is_logged_too(path: str, kind: str, status: int, module_millshire: str) -> None:
    client, _ = client_of("response")
    assert client.get(path).status_code == status
    event = logged(module_millshire)
    assert (event["kind"], event["username"], event["detail"]["status"]) == (kind, "response", status)


def test_a_search_logs_every_record_that_it_tells_of(module_millshire: str) -> None:
    client, _ = client_of("sergeant")
    assert client.get("/search?q=marsh").status_code == 200
    event = logged(module_millshire)
    assert event["detail"]["typed"] == "marsh" and len(event["record_ids"]) == event["detail"]["total"] > 3  # of three results


def test_reading_the_log_is_logged_and_needs_a_purpose(module_millshire: str) -> None:
    client, viewer = client_of("sergeant")
    record = a_person(viewer)
    assert client.get(f"/people/{record}/looks").status_code == 200
    assert logged(module_millshire)["kind"] == "log-reading"
    client.post("/purpose/end")
    assert client.get(f"/people/{record}/looks").status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/search?q=x", "/door?address=x", "/people/{}", "/people/{}/timeline.csv", "/people/{}/live", "/people/{}/looks", "/events/{}",
     "/records/{}", "/records/{}/tell", "/things/plate/X", "/feeds/millshire-crime", "/outbox"],
)  # fmt: skip
def test_data_is_shown_to_nobody_who_has_not_said_why(path: str, module_millshire: str) -> None:
    client, viewer = client_of("sergeant")
    client.post("/purpose/end")
    response = client.get(path.format(a_person(viewer)))
    assert response.status_code == 302 and response["Location"].startswith("/purpose?")


def test_a_failure_is_logged_and_changes_nothing(module_millshire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client, viewer = client_of("response")
    monkeypatch.setattr("beatbook.pole.views.people.contexts.person_context", lambda *given, **more: 1 / 0)
    assert client.get(f"/people/{a_person(viewer)}").status_code == 500
    event = logged(module_millshire)
    assert (event["kind"], event["username"], len(event["record_ids"]) > 0) == ("failure", "response", True)


def test_without_the_log_there_is_no_answer(module_millshire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client, viewer = client_of("response")
    monkeypatch.setattr(middleware, "record_event", lambda **event: 1 / 0)
    answer = client.get(f"/people/{a_person(viewer)}")
    assert answer.status_code == 500 and b"Marsh" not in answer.content


def test_a_strangers_refusals_are_logged(module_millshire: str) -> None:
    assert Client().get("/search?q=marsh").status_code == 404
    event = logged(module_millshire)
    assert (event["kind"], event["username"]) == ("denial", "public")
