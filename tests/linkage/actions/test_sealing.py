"""Sealing in the database: nothing that tells of the secret is left where others can read it, and nothing that arrives brings it back."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from beatbook.linkage.actions import (
    SealRefused,
    ask_to_lift,
    decide_lifting,
    keep_under_seal,
    link_new_records,
    record_judgement,
    undo_judgement,
)
from beatbook.linkage.persons import Verdict
from beatbook.linkage.queries import link_between, person_members, records_with_keys, similar_tokens
from beatbook.sources.actions import tell_source
from beatbook.sources.queries import freshness, record_history, records_by_ids
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.sealed_world import (
    FEED,
    NEW,
    OLD,
    SECRETS,
    begin,
    everything_readable,
    identifier,
    load,
    new_side,
    old_side,
    seal,
    staff,
)
from tests.sources.conftest import lines_adapter  # noqa: F401
from tests.sources.worlds import one, person, rows_of, said, tied

BELOW = ("low", "sergeant", "analyst")


@pytest.fixture
def people_at_work(database: str) -> dict[str, Viewer]:
    return staff()


def leaks(viewer: Viewer, *ids: UUID, words: tuple[str, ...] = SECRETS) -> list[str]:
    """Tables in which this viewer can read a secret word or the id of a sealed record."""
    wanted = [*words, *map(str, ids)]
    return sorted(
        {f"{table}: {word}" for table, rows in everything_readable(viewer).items() for row in rows for word in wanted if word in row}
    )


def secret_ids() -> list[UUID]:
    return [identifier(key) for key in ("new1", "new2", "newevent", "car")]


def test_nothing_of_the_secret_is_left_in_any_table(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper, low = people_at_work["keeper"], people_at_work["low"]
    record_judgement(low, identifier("new1"), identifier("old1"), Verdict.SAME, "Dunmore told me he was Barrowclough.")
    tell_source(low, identifier("new1"), "correction", {"field": "surname", "should": "Dunmore-Hale"})
    load(tmp_path, "bad", '{"name": "DUNMORE, Conrad", "phone": "07700 900222"', '{"name": "Somebody Else"')
    newer = [person("new1", 2, **NEW, occupation="Baker")]
    load(tmp_path, "newer", *newer)
    link_new_records()
    assert {line.split(":")[0] for line in leaks(low, *secret_ids())} >= {
        "sources_record", "sources_recordversion", "sources_tie", "sources_outbox", "sources_refusedrow", "linkage_link", "linkage_key",
        "linkage_token", "linkage_judgement",
    }  # fmt: skip
    done = seal(keeper)
    assert (done.chosen, done.things, done.found) == (2, 2, 0)
    for name in BELOW:
        assert leaks(people_at_work[name], *secret_ids()) == [], name
    assert any("Dunmore" in row for row in everything_readable(keeper)["sources_record"])


def test_answers_below_are_as_if_there_had_never_been_such_a_record(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    low, keeper = people_at_work["low"], people_at_work["keeper"]
    record_judgement(keeper, identifier("new1"), identifier("old1"), Verdict.SAME, "The same man, relocated.")
    assert person_members(identifier("new1"), viewer=low) is not None
    seal(keeper)
    assert person_members(identifier("new1"), viewer=low) is None
    assert set(person_members(identifier("old1"), viewer=low).members) == {identifier("old1"), identifier("old2")}  # type: ignore[union-attr]
    assert person_members(identifier("old1"), viewer=low).judgements == ()  # type: ignore[union-attr]
    assert link_between(identifier("new1"), identifier("old1"), viewer=low) is None
    assert similar_tokens("dunmore", viewer=low) == [] and records_with_keys(["name:dunmore"], viewer=low) == []
    assert record_history(identifier("new1"), viewer=low) == [] and records_by_ids(secret_ids(), viewer=low) == []
    assert identifier("new1") in person_members(identifier("old1"), viewer=keeper).members  # type: ignore[union-attr]


ARRIVALS = {
    "pnc and a new name": (person("x", forenames="Con", surname="Dunmoor", date_of_birth="1981-03-04"), True),
    "phone": (person("x", forenames="Kit", surname="Hale", phones=["+44 7700 900222"]), True),
    "e-mail": (person("x", forenames="Kit", surname="Hale", emails=["C.Dunmore@Example.org"]), True),
    "name and birth date in other order": (person("x", forenames="Dunmore", surname="Conrad", date_of_birth="1981-03-04"), True),
    "day and month exchanged": (person("x", forenames="Conrad", surname="Dunmore", date_of_birth="1981-04-03"), True),
    "an alias": (person("x", forenames="Ed", surname="Lowe", other_names=["Conrad Dunmore"], date_of_birth="1981-03-04"), True),
    "name and address": (person("x", forenames="Conrad", surname="Dunmore", address="9 LARCHFIELD HILL, Milltown"), True),
    "phone in the text of an event": (said("x", title="Call", summary="Rang from 07700 900222 about the fence"), True),
    "the car": ({**said("x"), "kind": "object", "content": {"object_type": "vehicle", "registration": "ab51abc"}}, True),
    "old name": (person("x", **OLD), False),
    "namesake of another birth": (person("x", forenames="Conrad", surname="Dunmore", date_of_birth="1990-01-01"), False),
    "a stranger": (person("x", forenames="Zoe", surname="Quarmby", phones=["07700 900333"]), False),
}


@pytest.mark.parametrize("how", ARRIVALS)
def test_what_would_connect_is_sealed_on_its_way_in(people_at_work: dict[str, Viewer], tmp_path: Path, how: str) -> None:
    row, caught = ARRIVALS[how]
    begin(tmp_path)
    seal(people_at_work["keeper"])
    load(tmp_path, "arrival", row)
    link_new_records()
    for name in BELOW:
        assert bool(records_by_ids([identifier("x")], viewer=people_at_work[name])) == (not caught), name
    assert [state for (state,) in rows_of("SELECT state FROM sources_sealed WHERE record_id = %s", identifier("x"))] == ["waiting"] * caught


def test_an_arrival_takes_along_what_hangs_on_it_alone(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    seal(people_at_work["keeper"])
    load(
        tmp_path, "arrival", person("x", **NEW), said("theirs", title="At home"), tied("x", "theirs"), said("both", title="Brawl"), tied("x", "both"),
        tied("c1a", "both"), {**said("knife"), "kind": "object", "content": {"object_type": "weapon"}}, tied("knife", "theirs", "seized"),
    )  # fmt: skip
    seen = {record.id for record in records_by_ids([identifier(k) for k in ("x", "theirs", "knife", "both")], viewer=people_at_work["low"])}
    assert seen == {identifier("both")}
    assert leaks(people_at_work["low"], identifier("x"), words=()) == []


def test_no_reload_correction_or_new_model_lowers_the_marking(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    seal(people_at_work["keeper"])
    load(tmp_path, "again", *new_side())
    load(tmp_path, "correction", person("new1", 5, **{**NEW, "surname": "Dunmore", "occupation": "Baker"}))
    load(tmp_path, "late", person("new2", 0, **NEW))
    link_new_records()
    link_new_records(retrain=True)
    for name in BELOW:
        assert leaks(people_at_work[name], *secret_ids()) == [], name
    assert one("SELECT count(*) FROM sources_sealed WHERE state = 'waiting'") == 0


def test_figures_and_freshness_of_a_feed_tell_nothing(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    low = people_at_work["low"]
    load(tmp_path, "latest", person("new1", 9, **NEW) | {"day": 28})
    assert freshness(viewer=low)[0].last_said_at.day == 28  # type: ignore[union-attr]
    seal(people_at_work["keeper"])
    assert freshness(viewer=low)[0].last_said_at.day == 2  # type: ignore[union-attr]
    summary = load(tmp_path, "mixed", person("y", surname="Hale"), person("x", **NEW) | {"day": 29}, '{"name": "Conrad Dunmore"')
    assert (summary.rows, summary.mentions, summary.new, summary.refused_rows) == (1, 1, 1, 0)
    quality = freshness(viewer=low)[0]
    assert (quality.quality["rows"], quality.quality["mentions"], quality.open_refused_rows) == (1, {"person": 1}, 0)
    assert quality.last_said_at.day == 2 and quality.quality["newest"].startswith("2026-01-01")  # type: ignore[union-attr]


def test_a_record_loaded_but_not_yet_linked_is_found(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    load(tmp_path, "unlinked", person("x", forenames="Conrad", surname="Dunmore", date_of_birth="1981-03-04"))
    assert seal(people_at_work["keeper"]).found == 1
    assert records_by_ids([identifier("x")], viewer=people_at_work["low"]) == []


def test_a_shared_phone_takes_no_household_along(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    load(tmp_path, "wife", person("wife", forenames="Mary", surname="Hale", phones=["07700 900222"]))
    link_new_records()
    done = seal(people_at_work["keeper"])
    assert done.found == 0 and done.unguarded == 2  # the phone, and the PNC id of the side that stays open
    assert records_by_ids([identifier("wife")], viewer=people_at_work["low"])


def test_kept_arrivals_guard_their_own_details(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper, low = people_at_work["keeper"], people_at_work["low"]
    seal_id = seal(keeper).seal_id
    load(tmp_path, "x", person("x", **{**NEW, "phones": ["020 7946 0444"]}))
    keep_under_seal(keeper, seal_id, identifier("x"))
    load(tmp_path, "y", person("y", forenames="Alan", surname="Barrowclough", date_of_birth="1980-05-06", phones=["020 7946 0444"]))
    assert records_by_ids([identifier("y")], viewer=low) == []
    with pytest.raises(SealRefused):
        keep_under_seal(keeper, seal_id, identifier("x"))


def test_release_takes_two_people_and_stays_released_until_more_matches(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper, second, low = (people_at_work[name] for name in ("keeper", "second", "low"))
    seal_id = seal(keeper).seal_id
    row = person("x", forenames="Conrad", surname="Dunmore", date_of_birth="1981-03-04", phones=["07700 900555"])
    load(tmp_path, "x", row)
    asked = ask_to_lift(keeper, seal_id, "A namesake: the custody photograph differs.", identifier("x"))
    with pytest.raises(SealRefused, match="Two people"):
        decide_lifting(keeper, asked, confirm=True)
    with pytest.raises(SealRefused):
        decide_lifting(low, asked, confirm=True) if False else ask_to_lift(keeper, seal_id, "Once more, please do.", identifier("x"))
    decide_lifting(second, asked, confirm=True)
    assert records_by_ids([identifier("x")], viewer=low)
    load(tmp_path, "again", row)
    assert records_by_ids([identifier("x")], viewer=low)
    load(tmp_path, "more", person("x", 2, **{**row["content"], "emails": ["c.dunmore@example.org"]}))
    assert records_by_ids([identifier("x")], viewer=low) == []


def test_ended_seal_gives_back_what_sources_state_now(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper, second, low, analyst = (people_at_work[name] for name in ("keeper", "second", "low", "analyst"))
    before = everything_readable(low)
    seal_id = seal(keeper).seal_id
    load(tmp_path, "raised", {**person("new2", 3, **NEW), "marking": "OFFICIAL-SENSITIVE", "caveats": ["COVERT"]})
    decide_lifting(second, ask_to_lift(keeper, seal_id, "The protection has ended."), confirm=True)
    assert {r.id for r in records_by_ids(secret_ids(), viewer=low)} == {*secret_ids()} - {identifier("new2")}
    assert identifier("new2") in {r.id for r in records_by_ids(secret_ids(), viewer=analyst)}
    after = everything_readable(low)
    own = [[row.rpartition(",")[0] for row in read["linkage_key"] if str(identifier("new1")) in row] for read in (before, after)]
    assert own[0] == own[1] != []  # all but the last column, which says in which transaction a row was written
    assert one("SELECT count(*) FROM sources_sealkey") == 0


def test_two_seals_on_one_record_are_lifted_one_by_one(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper, second, low = (people_at_work[name] for name in ("keeper", "second", "low"))
    first, other = seal(keeper).seal_id, seal(keeper, "new1", name="Another").seal_id
    for seal_id, seen in ((first, False), (other, True)):
        decide_lifting(second, ask_to_lift(keeper, seal_id, "The protection has ended."), confirm=True)
        assert bool(records_by_ids([identifier("new1")], viewer=low)) == seen


def test_who_may_not_seal_is_refused_and_nothing_changes(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    from beatbook.access.permissions import NotPermitted

    begin(tmp_path)
    for name in BELOW:
        with pytest.raises(NotPermitted):
            seal(people_at_work[name])
    for more in (
        {"caveat": "PP-SOURCE"},
        {"reason": "why"},
        {"record_ids": frozenset()},
        {"record_ids": frozenset({UUID(int=9)})},
        {"name": " "},
    ):
        with pytest.raises(SealRefused):
            seal(people_at_work["keeper"], **more)
    assert one("SELECT count(*) FROM sources_seal") == 0 and records_by_ids(secret_ids(), viewer=people_at_work["low"])


def test_what_is_kept_of_a_guarded_detail_says_nothing(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    seal(people_at_work["keeper"])
    rows = rows_of("SELECT octet_length(digest) FROM sources_sealkey")
    assert len(rows) > 5 and {size for (size,) in rows} == {32}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('beatbook_app', 'sources_sealkey', 'SELECT')")
        assert cursor.fetchone() == (False,)


def test_one_line_in_the_log_says_who_sealed_what(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    keeper = people_at_work["keeper"]
    seal_id = seal(keeper).seal_id
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT user_id, record_ids, detail ->> 'seal' FROM audit_event WHERE kind = 'sealing'")
        [(who, records, named)] = cursor.fetchall()
    assert (who, set(records), named) == (keeper.user_id, set(secret_ids()), str(seal_id))


def test_a_judgement_below_cannot_reach_what_is_sealed(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    low = people_at_work["low"]
    made = record_judgement(low, identifier("new1"), identifier("old1"), Verdict.SAME, "I know him.")
    seal(people_at_work["keeper"])
    from beatbook.linkage.actions import JudgementRefused

    refused = []
    for act in (
        lambda: record_judgement(low, identifier("new1"), identifier("old1"), Verdict.SAME, "I know him."),
        lambda: record_judgement(low, UUID(int=3), identifier("old1"), Verdict.SAME, "I know him."),
        lambda: undo_judgement(low, made, "I was wrong."),
        lambda: undo_judgement(low, UUID(int=3), "I was wrong."),
    ):
        with pytest.raises(JudgementRefused) as error:
            act()
        refused.append(str(error.value))
    assert refused[0] == refused[1] and refused[2] == refused[3]


def test_old_side_is_loaded_as_ever(people_at_work: dict[str, Viewer], tmp_path: Path) -> None:
    begin(tmp_path)
    seal(people_at_work["keeper"])
    assert load(tmp_path, "old again", *old_side()).unchanged == 3
    assert FEED.code and len(records_by_ids([identifier("old1"), identifier("old2")], viewer=people_at_work["low"])) == 2
