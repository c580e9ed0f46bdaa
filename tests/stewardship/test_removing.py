"""Removal for good: two people, a list that was read, and nothing left of the record anywhere but the line that says so."""

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from beatbook.access.actions import add_people, sign_in, standing_in
from beatbook.access.people import Person
from beatbook.access.permissions import NotPermitted
from beatbook.audit.actions import start_task
from beatbook.audit.purposes import CurrentTask
from beatbook.cases.actions import allocate, assess_needs, link_cases, record_contact, record_decision, record_review, refer, write_plan
from beatbook.config.commands.audit import audit
from beatbook.config.commands.remove import remove
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.db.viewing import viewing
from beatbook.linkage.actions import link_new_records, record_judgement
from beatbook.linkage.persons import Verdict
from beatbook.pole.actions import choose_value, say_safe_contact
from beatbook.search.asking import Asked
from beatbook.search.saved.actions import decide_watching, keep_search, tell_of_new_results
from beatbook.sources.actions import take_inbox, tell_source
from beatbook.sources.actions.publishing import keep_refused
from beatbook.sources.refusals import Refusal
from beatbook.stewardship.actions import carrying_out
from beatbook.stewardship.actions.carrying_out import carry_out_agreed
from beatbook.stewardship.actions.removing import RemovalRefused, agree_removal, ask_removal, decide_removal
from beatbook.stewardship.queries.removals import rows_of
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from tests.cases.conftest import world  # noqa: F401 (a fixture)
from tests.cases.test_actions import NEEDS, contact
from tests.cases.world import VICTIM
from tests.linkage.sealed_world import FEED, identifier, load
from tests.sources.worlds import person as mention

World = dict[str, Viewer]
LEFT_ON_PURPOSE = {
    "audit_event",
    "stewardship_removal",
    "stewardship_removalrequest",
    "sources_removed",
}  # ids, day and reason; nothing of what the record said


@pytest.fixture
def removers(world: World, monkeypatch: pytest.MonkeyPatch) -> World:  # noqa: F811
    """The world, and two people who may remove."""
    police, high = ("test", "Test Police"), Classification.OFFICIAL_SENSITIVE
    add_people(
        [
            Person("dpo", "Data Protection 6", Role.DATA_PROTECTION, *police, clearance=high, caveats=("DA",)),
            Person("registrar", "Registrar 7", Role.REGISTRAR, *police, clearance=high),
        ]
    )
    return world | {name: sign_in(name) for name in ("dpo", "registrar")}


def written_about(world: World) -> None:  # noqa: F811
    """Everything that people can write, hung on the crime, the victim and the suspect."""
    low, high, crime, victim = world["low"], world["high"], identifier("crime"), identifier("victim")
    record_decision(crime, "Seize the laptop", "It was seen in his van", viewer=low)
    write_plan(crime, "See the neighbours.", None, viewer=low)
    allocate(crime, low.user_id, "Knows the street", viewer=high)
    record_review(crime, "Going well", None, viewer=high)
    link_cases(crime, identifier("other crime"), "The same hand", viewer=low)
    refer(crime, "response", "burglary team", "More than we can do", viewer=low)
    assess_needs(crime, victim, NEEDS, None, viewer=low)
    say_safe_contact(victim, ["phone"], "After six.", viewer=low)
    record_contact(crime, victim, contact(), viewer=low)
    choose_value(victim, "Address", "", "none stands", viewer=low)
    record_judgement(low, victim, identifier("suspect"), Verdict.DIFFERENT, "met them both")


def watch_for(typed: str, owner: Viewer, supervisor: Viewer) -> UUID:
    """A search that watches, approved and asked once."""
    task = CurrentTask(None, "Investigating a crime", "44/0005001/26")
    kept = keep_search(Asked(typed), typed, viewer=owner, watch=True, task=task)
    decide_watching(kept, viewer=supervisor, approve=True, reason="proportionate")
    tell_of_new_results()
    return kept


def places_of(ids: list[UUID]) -> set[str]:
    """Every table, of the present and the past, in which any column of any row mentions one of these ids."""
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        tables = connection.execute(
            "SELECT c.relnamespace::regnamespace::text, c.relname FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace::regnamespace::text IN ('public', 'past', 'sec')"
        ).fetchall()
        pattern = "|".join(str(one) for one in ids)
        return {
            str(table)
            for schema, table in tables
            if connection.execute(f"SELECT EXISTS (SELECT FROM {schema}.{table} t WHERE t::text ~ %s)", [pattern]).fetchone() == (True,)
        }


def test_nothing_of_a_removed_record_is_left(removers: World, tmp_path: Path) -> None:
    written_about(removers)
    load(tmp_path, "again", mention("victim", **VICTIM | {"surname": "Larkfield-Rowe"}) | {"version": 2})
    link_new_records()
    watched = watch_for("larkfield", removers["other"], removers["high"])
    gone = [identifier(key) for key in ("crime", "victim", "caller", "suspect")]
    before = places_of(gone)
    assert {"sources_record", "sources_recordversion", "sources_tie", "linkage_link", "linkage_judgement", "linkage_key"} <= before
    assert {"pole_valuechoice", "pole_safecontact", "search_finding"} <= before
    assert {f"cases_{name}" for name in ("decision", "plan", "allocation", "review", "caselink", "referral", "needs", "contact")} <= before

    asked = ask_removal(gone, "Retention review: group 3, ten years", viewer=removers["dpo"])
    assert asked.rows["cases_contact"] == 1 and asked.rows["sources_record"] == 4
    assert places_of(gone) - before == {"stewardship_removalrequest", "audit_event"} - before  # nothing is removed yet
    with pytest.raises(RemovalRefused, match="Somebody else"):
        agree_removal(asked.id, asked.digest, viewer=removers["dpo"])
    with pytest.raises(RemovalRefused, match="digest"):
        agree_removal(asked.id, "0" * 12, viewer=removers["registrar"])
    agree_removal(asked.id, asked.digest, viewer=removers["registrar"])

    assert places_of(gone) <= LEFT_ON_PURPOSE
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT t.token, t.deletion, t.vis FROM linkage_token t WHERE starts_with(t.token, 'larkfield')")
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM sources_record WHERE id = %s", [identifier("arrest")])
        assert cursor.fetchone() == (1,)
    with connections["login"].cursor(), administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        assert connection.execute("SELECT count(*) FROM search_saved WHERE id = %s", [watched]).fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM audit_event WHERE kind = 'erasure'").fetchone() == (1,)


def words_found(words: list[str]) -> dict[str, list[str]]:
    """Every table and word of these that any column of any row still holds, as text or as bytes, in capitals or not; of every schema but the server's."""
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
        ).fetchall()
        found: dict[str, list[str]] = {}
        for (table,) in tables:
            for word in words:
                spelled = {word, word.lower(), word.upper(), word.title()}
                pattern = "|".join([*spelled, *(one.encode().hex() for one in spelled)])
                if connection.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text ~ %s)", [pattern]).fetchone() == (True,):
                    found.setdefault(table, []).append(word)
        return found


WORDS = {
    "forenames": "Quillandra",
    "surname": "Vexmoorley",
    "address": "9 Zandringham Rise",
    "phone": "07700 900387",
    "occupation": "Wharfingerette",
    "notes": "Says that Brantleyford owes him a Klinkerboot.",
}
DISTINCT = ["Quillandra", "Vexmoorley", "Zandringham", "900387", "Wharfingerette", "Brantleyford", "Klinkerboot", "Oldsmerrow"]


def test_no_word_of_a_removed_record_is_left(removers: World, tmp_path: Path) -> None:
    """By every road that its words can take: a file, a live message, a row that was refused, a correction, a search, what people wrote, a screen."""
    key, low = "distinct-record-1", removers["low"]
    load(tmp_path, "first", mention(key, **VICTIM | WORDS | {"surname": "Oldsmerrow"}))
    line = json.dumps(mention(key, **VICTIM | WORDS) | {"version": 2}, default=str)
    bad = json.dumps({"kind": "person", "key": key, "content": WORDS})
    for body in (line, bad, line.replace('"version": 2', '"version": 0')):
        message = "INSERT INTO sources_inbox (id, feed, body, content_type, received_at) VALUES (gen_random_uuid(), %s, %s, '', now())"
        with connections["ingest"].cursor() as cursor:
            cursor.execute(message, [FEED.code, body.encode()])
        take_inbox({FEED.code: FEED})
    link_new_records()
    gone = identifier(key)
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = low.token
    assert client.get("/search?q=vexmoorley").status_code == 200
    assert client.get(f"/people/{gone}").status_code == 200
    record_judgement(low, gone, identifier("suspect"), Verdict.DIFFERENT, "Vexmoorley is older")
    say_safe_contact(gone, ["phone"], "Ask for Quillandra.", viewer=low)
    choose_value(gone, "Address", "9 Zandringham Rise", "none else stands", viewer=low)
    tell_source(low, gone, "correction", {"field": "surname", "should": "Vexmoorley"})
    watch_for("vexmoorley", removers["other"], removers["high"])
    before = words_found(DISTINCT)
    assert set().union(*before.values()) == set(DISTINCT)
    assert {"sources_record", "sources_recordversion", "sources_outbox", "sources_refusedrow", "search_recent", "linkage_key"} <= set(
        before
    )

    access = {"clearance": Classification.OFFICIAL_SENSITIVE, "caveats": ("DA",)}  # the judgement has its judge's marking
    add_people([Person("second dpo", "Data Protection 8", Role.DATA_PROTECTION, "test", "Test Police", **access)])
    asked = ask_removal([gone], "Recorded in error", viewer=removers["dpo"])
    assert agree_removal(asked.id, asked.digest, viewer=sign_in("second dpo"))
    left = words_found(DISTINCT)
    assert set(left) <= {"audit_event"} and set(left.get("audit_event", ())) <= {
        "Vexmoorley"
    }  # what somebody typed, in a log that nobody can change
    assert places_of([gone]) <= LEFT_ON_PURPOSE


def test_a_replay_keeps_the_gap_and_says_it(removers: World, tmp_path: Path) -> None:
    low = removers["low"]
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = low.token
    shown = client.get(f"/people/{identifier('detainee')}").content.decode()
    assert "Oxley" in shown and str(identifier("suspect"))
    asked = ask_removal([identifier("suspect")], "Recorded in error", viewer=removers["dpo"])
    agree_removal(asked.id, asked.digest, viewer=removers["registrar"])

    who = ["replay", "--who", "low", "--at", "2099-01-01 00:00", "--as", "dpo", "--out", str(tmp_path / "page.html")]
    said = CliRunner().invoke(
        audit, [*who, "--reason", "Supervision, audit or a complaint", "--reference", "PSD/1"], catch_exceptions=False
    )
    assert said.exit_code == 0, said.output
    assert (
        "1 record that the page showed cannot be shown again: removed for good on" in said.output and "(Recorded in error)" in said.output
    )
    page = (tmp_path / "page.html").read_text()
    assert "Oxley" in page and str(identifier("suspect")) not in page and "<form" not in page
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT kind, reference FROM audit_event ORDER BY at DESC LIMIT 1")
        assert cursor.fetchone() == ("replay", "PSD/1")


def test_what_cannot_be_removed_is_said_and_nothing_is(removers: World, tmp_path: Path) -> None:
    for username in ("low", "high", "analyst"):
        with pytest.raises(NotPermitted):
            ask_removal([identifier("crime")], "because I can", viewer=removers[username])
    with pytest.raises(RemovalRefused, match="Say why"):
        ask_removal([identifier("crime")], " ", viewer=removers["dpo"])
    with pytest.raises(RemovalRefused, match="There is no record"):  # hidden and absent answer alike
        ask_removal([identifier("hidden arrest")], "not mine to see", viewer=removers["registrar"])
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE NOT withdrawn LIMIT 40")
        everybody = [row[0] for row in cursor.fetchall()]
    with standing_in("dpo") as viewer:
        start_task(viewer=viewer, purpose="Supervision, audit or a complaint", reference="x")
        with pytest.raises(RemovalRefused, match="may go in one request"):
            ask_removal([one for one in everybody if one in visible(viewer, everybody)], "all of them", viewer=viewer)
    bad = tmp_path / "list"
    bad.write_text(f"{identifier('crime')}\nnot an id\n")
    said = CliRunner().invoke(remove, ["ask", str(bad), "--reason", "test", "--as", "dpo"])
    assert "line 2: “not an id” is no record's id" in str(said.exception)


def test_the_limit_is_of_the_records_that_one_sees_and_does_not_count_the_hidden(removers: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying_out, "ALWAYS_ALLOWED", 0)
    monkeypatch.setattr(carrying_out, "MOST_SHARE", 0.5)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM sources_record")
        everything = [row[0] for row in cursor.fetchall()]
    seen = visible(removers["registrar"], everything)
    assert len(seen) // 2 < len(everything) // 2
    with pytest.raises(RemovalRefused, match=f"more than the {len(seen) // 2} that may go"):
        ask_removal(seen, "all of them", viewer=removers["registrar"])


def visible(viewer: Viewer, ids: list[UUID]) -> set[UUID]:
    """Those of these records that the viewer sees."""
    from beatbook.sources.queries import visible_ids

    return visible_ids(ids, viewer=viewer)


def test_the_pages_ask_show_agree_and_tell_and_the_worker_removes(removers: World) -> None:
    asker, other = browser_of(removers["dpo"]), browser_of(removers["registrar"])
    answer = asker.post(
        "/removals/ask", {"ids": f"http://testserver/events/{identifier('crime')}\n", "reason": "Retention review: group 3"}
    )
    assert answer.status_code == 302
    address = answer["Location"]
    page = other.get(address).content.decode()
    assert "Retention review: group 3" in page and "1 record in this request" in page and "Ties to people" in page
    assert "Agree: remove for good" not in asker.get(address).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{12})"', page)
    assert digest
    assert asker.post(address, {"answer": "agree", "digest": digest[1]}).status_code == 422
    assert other.post(address, {"answer": "agree", "digest": "0" * 12}).status_code == 422
    assert other.post(address, {"answer": "agree", "digest": digest[1]}).status_code == 302
    assert visible(removers["dpo"], [identifier("crime")])  # the page only agrees
    assert carry_out_agreed() == 1 and carry_out_agreed() == 0
    assert places_of([identifier("crime")]) <= LEFT_ON_PURPOSE
    told = asker.get("/removals").content.decode()
    assert str(identifier("crime")) in told and "Registrar 7" in told and "Data Protection 6" in told


def test_a_refusal_says_why_and_ends_the_request(removers: World) -> None:
    asked = ask_removal([identifier("crime")], "Recorded in error", viewer=removers["dpo"])
    with pytest.raises(RemovalRefused, match="why you refuse"):
        decide_removal(asked.id, asked.digest, agreed=False, viewer=removers["registrar"])
    decide_removal(asked.id, asked.digest, agreed=False, reason="It is still needed", viewer=removers["registrar"])
    with pytest.raises(RemovalRefused, match="decided before"):
        decide_removal(asked.id, asked.digest, agreed=True, viewer=removers["registrar"])
    assert carry_out_agreed() == 0 and visible(removers["dpo"], [identifier("crime")])


def test_the_database_holds_the_two_people_whoever_writes(removers: World) -> None:
    asked = ask_removal([identifier("crime")], "Recorded in error", viewer=removers["dpo"])
    with viewing(removers["dpo"]) as cursor:
        cursor.execute("SELECT vis FROM stewardship_removalrequest WHERE id = %s", [asked.id])
        vis = cursor.fetchone()[0]
    for who, digest in (("dpo", asked.digest), ("registrar", "0" * 12)):
        with pytest.raises(ProgrammingError), viewing(removers[who]) as cursor:
            cursor.execute(
                "INSERT INTO stewardship_removaldecision (id, request_id, agreed, digest, reason, decided_by, vis)"
                " VALUES (gen_random_uuid(), %s, true, %s, '', %s, %s)",
                [asked.id, digest, removers[who].user_id, vis],
            )


def test_a_removed_record_is_not_taken_again(removers: World, tmp_path: Path) -> None:
    gone = identifier("victim")
    asked = ask_removal([gone], "Recorded in error", viewer=removers["dpo"])
    agree_removal(asked.id, asked.digest, viewer=removers["registrar"])
    load(tmp_path, "again", mention("victim", **VICTIM | {"surname": "Larkfield"}) | {"version": 9}, mention("somebody new", **VICTIM))
    link_new_records()
    assert visible(removers["high"], [gone, identifier("somebody new")]) == {identifier("somebody new")}
    assert places_of([gone]) <= LEFT_ON_PURPOSE
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT summary->>'removed' FROM sources_load ORDER BY ended_at DESC LIMIT 1")
        assert cursor.fetchone() == ("1",)


def test_refused_rows_that_name_a_record_go_with_it_and_do_not_come_back(removers: World) -> None:
    key, raw = "victim-number-17", '{"key": "victim-number-17", "surname": "Larkfield"}'
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET source_key = %s WHERE id = %s RETURNING feed, vis", [key, identifier("victim")])
        feed, vis = cursor.fetchone()
        refused = Refusal("rows.csv", 3, "born", "not a date", raw, whole=True)
        cursor.execute("SELECT load_id FROM sources_record WHERE id = %s", [identifier("victim")])
        load_id = cursor.fetchone()[0]
        keep_refused(cursor, load_id, feed, [refused])
        cursor.execute("UPDATE sources_refusedrow SET vis = %s WHERE raw = %s", [vis, raw])
    asked = ask_removal([identifier("victim")], "Recorded in error", viewer=removers["dpo"])
    assert asked.rows["sources_refusedrow"] == 1
    agree_removal(asked.id, asked.digest, viewer=removers["registrar"])
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        keep_refused(cursor, load_id, feed, [refused])
        cursor.execute("SELECT count(*) FROM sources_refusedrow WHERE raw = %s", [raw])
        assert cursor.fetchone() == (0,)


def test_much_in_one_day_needs_a_third_person(removers: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add_people(
        [
            Person(
                "second dpo", "Data Protection 8", Role.DATA_PROTECTION, "test", "Test Police", clearance=Classification.OFFICIAL_SENSITIVE
            )
        ]
    )
    monkeypatch.setattr(carrying_out, "ALWAYS_ALLOWED", 1)
    first = ask_removal([identifier("caller")], "Retention review", viewer=removers["dpo"])
    assert agree_removal(first.id, first.digest, viewer=removers["registrar"])
    second = ask_removal([identifier("suspect")], "Retention review", viewer=removers["dpo"])
    assert agree_removal(second.id, second.digest, viewer=removers["registrar"]) is None
    assert carry_out_agreed() == 0 and visible(removers["dpo"], [identifier("suspect")])
    decide_removal(second.id, second.digest, agreed=True, viewer=sign_in("second dpo"))
    assert carry_out_agreed() == 1 and not visible(removers["dpo"], [identifier("suspect")])


def test_counts_and_lists_are_of_what_one_may_see(removers: World) -> None:
    asked = ask_removal([identifier("victim")], "Retention review", viewer=removers["dpo"])
    seen_by_asker = asked.rows
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        hidden = connection.execute("SELECT max(vis) + 1 FROM access_marking").fetchone()
        assert hidden
        connection.execute("INSERT INTO access_marking (vis, classification, agreements, caveats) VALUES (%s, 2, '{}', '{NOBODY}')", hidden)
        connection.execute(
            "INSERT INTO sources_tie SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'role', 'hidden', 'vis', %s, 'va', %s))).*"
            " FROM sources_tie t WHERE t.from_id = %s OR t.to_id = %s LIMIT 1",
            [*hidden, *hidden, identifier("victim"), identifier("victim")],
        )
    assert rows_of([identifier("victim")], viewer=removers["dpo"]) == seen_by_asker


def browser_of(viewer: Viewer) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return client
