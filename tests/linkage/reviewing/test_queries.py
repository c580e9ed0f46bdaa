"""What waits for a viewer, against a slow twin over what they may see; lists that stand still for a day; nothing of what is hidden."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from beatbook.access.actions import add_agreement, add_people, intern_marking, sign_in
from beatbook.access.people import Person
from beatbook.linkage.actions import JudgementRefused, link_new_records, record_concern, record_judgement, undo_concern, undo_judgement
from beatbook.linkage.persons import Verdict, group, link_of
from beatbook.linkage.queries import judged_pairs
from beatbook.linkage.review import is_blind, list_for_day, weak_below, words_of
from beatbook.linkage.reviewing.actions import SizeRefused, begin_day, claim_item, set_size
from beatbook.linkage.reviewing.queries import held_by, items_of_day, left_over, own_item, size_of_team, team_figures, waiting_pairs
from beatbook.vocabulary.markings import Marking
from beatbook.vocabulary.viewer import Role, Viewer
from tests.linkage.watchers import COVERT, OPEN, half_hidden, viewers
from tests.linkage.worlds import put_records

DAY = date(2026, 11, 24)
World = tuple[set[UUID], Viewer, Viewer]


@pytest.fixture
def world(database: str) -> World:
    """The hidden records, the low viewer and the high one."""
    low, high = viewers()
    contents, hidden = half_hidden(80)
    half_alike = [(UUID(int=one.int ^ 1), half_of(content)) for one, content in sorted(contents.items())[::2]]
    put_records(half_alike[1::2], intern_marking(OPEN))
    put_records(half_alike[::2], intern_marking(COVERT))
    link_new_records()
    return hidden | {one for one, _ in half_alike[::2]}, low, high


def half_of(content: dict[str, object]) -> dict[str, object]:
    """So little of a record, with another birth date but one, that nobody can be sure."""
    return {name: value for name, value in content.items() if name in ("forenames", "surname", "sex")} | {
        "date_of_birth": str(content["date_of_birth"])[:4] + "-03-11"
    }


def stored(without: set[UUID]) -> tuple[float, list[tuple[UUID, UUID, float, bytes]]]:
    """The threshold, and every stored link once, but for those of hidden records."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT version, threshold FROM linkage_model WHERE state = 'published'")
        model, threshold = cursor.fetchone()
        cursor.execute("SELECT a, b, weight, levels FROM linkage_link WHERE a < b AND model = %s", [model])
        links = [(a, b, float(weight), bytes(levels)) for a, b, weight, levels in cursor.fetchall()]
    return float(threshold), [link for link in links if not {link[0], link[1]} & without]


def twin(hidden: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Questions that must wait, in plain Python: for each two persons the heaviest visible link between them, and each link that is a weak bridge."""
    threshold, links = stored(hidden)
    ends = {end for a, b, _, _ in links for end in (a, b)}
    weighed = [link_of(*link) for link in links]
    person = {member: found for found in group(ends, weighed, threshold_bits=threshold) for member in found}
    between: dict[frozenset[UUID], tuple[float, UUID, UUID]] = {}
    bridges = set()
    for a, b, weight, _ in links:
        if person[a] != person[b] and -3.3 <= weight < 12:
            key = frozenset({min(person[a]), min(person[b])})
            between[key] = max(between.get(key, (-99.0, a, b)), (weight, a, b))
        elif person[a] == person[b] and threshold <= weight < weak_below(threshold):
            rest = [(c, d) for c, d, other, _ in links if other >= threshold and (c, d) != (a, b) and c in person[a] and d in person[a]]
            bridges |= set() if joined_up(a, b, rest) else {(a, b)}
    return {(a, b) for _, a, b in between.values()} | bridges


def joined_up(a: UUID, b: UUID, links: list[tuple[UUID, UUID]]) -> bool:
    """Is there a way from a to b?"""
    reached = {a}
    for _ in links:
        reached |= {d for c, d in links if c in reached} | {c for c, d in links if d in reached}
    return b in reached


def unsampled(viewer: Viewer) -> set[tuple[UUID, UUID]]:
    return {(one.a, one.b) for one in waiting_pairs(viewer=viewer, day=DAY) if one.kind != "sample"}


def test_what_waits_is_what_the_slow_twin_finds_among_visible_links(world: World) -> None:
    hidden, low, high = world
    assert unsampled(low) == twin(hidden) != set()
    assert unsampled(high) == twin(set()) != twin(hidden)


def test_hidden_records_change_neither_list_nor_order(world: World) -> None:
    hidden, low, _ = world
    before = list_for_day(waiting_pairs(viewer=low, day=DAY), DAY.isoformat(), 20)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link WHERE a = ANY (%s) OR b = ANY (%s)", [list(hidden), list(hidden)])
        assert cursor.rowcount > 20
        cursor.execute("DELETE FROM sources_record WHERE id = ANY (%s)", [list(hidden)])
    assert list_for_day(waiting_pairs(viewer=low, day=DAY), DAY.isoformat(), 20) == before != []


def test_a_list_stands_still_for_its_day_and_what_is_left_is_carried_over(world: World) -> None:
    _, low, _ = world
    set_size(3, viewer=low)
    first = begin_day(viewer=low, day=DAY)
    assert len(first) == 3 and begin_day(viewer=low, day=DAY) == first
    done = record_judgement(low, first[0].a, first[0].b, Verdict.DIFFERENT, "Two brothers", "R1")
    today = items_of_day(viewer=low, day=DAY)
    assert [item.id for item in today] == [item.id for item in first]
    assert [bool(item.decided) for item in today] == [True, False, False]
    tomorrow = begin_day(viewer=low, day=DAY + timedelta(days=1))
    assert [(item.a, item.b, item.carried) for item in tomorrow[:2]] == [(item.a, item.b, True) for item in first[1:]]
    assert (first[0].a, first[0].b) not in {(item.a, item.b) for item in tomorrow}
    undo_judgement(low, done, "Wrong key")
    assert not any(item.decided for item in items_of_day(viewer=low, day=DAY))


def test_a_list_of_all_that_a_high_viewer_sees_shows_a_low_one_nothing(world: World) -> None:
    hidden, low, high = world
    set_size(200, viewer=high)
    listed = begin_day(viewer=high, day=DAY)
    assert any({item.a, item.b} & hidden for item in listed)
    seen = {(item.a, item.b) for item in listed if not {item.a, item.b} & hidden}
    assert team_figures(viewer=low, day=DAY).open_items == len(seen) > 0
    assert items_of_day(viewer=low, day=DAY) == []
    assert {own_item(item_id, viewer=low, day=DAY) for item_id in [*(item.id for item in listed), uuid4()]} == {None}
    for item in listed:
        claim_item(item, viewer=high)
        claim_item(item, viewer=low)
    assert set(held_by([(item.a, item.b) for item in listed], viewer=low)) == seen
    assert held_by([(item.a, item.b) for item in listed], viewer=high) == {}


def test_a_pair_for_two_people_waits_for_the_second(world: World) -> None:
    _, low, high = world
    both = unsampled(low) & unsampled(high)
    blind = min(pair for pair in both if is_blind(*pair))
    plain = min(pair for pair in both if not is_blind(*pair))
    for pair in (blind, plain):
        record_judgement(low, *pair, Verdict.UNSURE, "Cannot tell")
    assert {blind, plain} & unsampled(low) == set()
    assert {blind, plain} & unsampled(high) == {blind}
    record_judgement(high, *blind, Verdict.UNSURE, "Cannot tell")
    assert blind not in unsampled(high)


def test_figures_compare_people_with_the_model(world: World) -> None:
    _, low, _ = world
    set_size(4, viewer=low)
    items = begin_day(viewer=low, day=DAY)
    for item, verdict in zip(items, (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE), strict=False):
        record_judgement(low, item.a, item.b, verdict, "As they say")
    found = team_figures(viewer=low, day=DAY)
    assert (found.size, found.open_items, found.oldest, found.cleared) == (4, 1, DAY, ((DAY, 4, 3),))
    assert (sum(band.judged for band in found.bands), sum(band.same for band in found.bands)) == (2, 1)


def test_standing_judgements_are_labels_for_training(world: World) -> None:
    hidden, low, high = world
    a, b, c = sorted({end for _, links in [stored(hidden)] for link in links for end in link[:2]})[:3]
    secret = min(hidden)
    record_judgement(low, a, b, Verdict.SAME, "Same tattoo")
    record_judgement(low, b, c, Verdict.UNSURE, "Cannot tell")
    first = record_judgement(low, a, c, Verdict.SAME, "Wrong key")
    undo_judgement(low, first, "Wrong key")
    record_judgement(high, a, secret, Verdict.DIFFERENT, "Both seen at once")
    assert judged_pairs(viewer=low) == [(a, b, True)]
    assert judged_pairs(viewer=high) == sorted([(a, b, True), (min(a, secret), max(a, secret), False)])


def test_a_judgement_bears_the_higher_marking_of_its_ends(world: World) -> None:
    hidden, _, high = world
    visible = min(end for link in stored(hidden)[1] for end in link[:2])
    for secret in (min(hidden), max(hidden)):
        record_judgement(high, visible, secret, Verdict.SAME, "Both seen at once")
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT m.caveats FROM linkage_judgement j JOIN access_marking m ON m.vis = j.vis")
        assert cursor.fetchall() == [(["COVERT"],)]


def test_nobody_judges_what_they_cannot_see_and_no_size_is_beyond_a_day(world: World) -> None:
    hidden, low, _ = world
    with pytest.raises(JudgementRefused):
        record_judgement(low, min(hidden), max(hidden), Verdict.SAME, "A guess")
    for size in (0, 201):
        with pytest.raises(SizeRefused):
            set_size(size, viewer=low)
    assert size_of_team(viewer=low) == 20


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_a_colleague_said_of_a_pair_for_two_shows_in_no_way(world: World, verdict: Verdict) -> None:
    _, low, high = world
    asked = {(one.a, one.b): one for one in waiting_pairs(viewer=high, day=DAY) if one.kind != "sample" and is_blind(one.a, one.b)}
    pair = min(asked.keys() & unsampled(low))
    record_judgement(low, *pair, verdict, "As they say")
    after = {(one.a, one.b): one for one in waiting_pairs(viewer=high, day=DAY)}
    assert (after[pair].kind, after[pair].weight_bits, after[pair].harm) == (asked[pair].kind, asked[pair].weight_bits, asked[pair].harm)
    assert words_of(after[pair])[0] == words_of(asked[pair])[0]


def test_a_record_that_concerns_another_waits_for_nobody(world: World) -> None:
    _, low, _ = world
    before = unsampled(low)
    moved = min(before)[0]
    other = next(end for pair in sorted(before) for end in pair if moved not in pair)
    set_size(200, viewer=low)
    listed = {(item.a, item.b) for item in begin_day(viewer=low, day=DAY)}
    assert any(moved in pair for pair in listed)
    concern = record_concern(low, moved, other, "His brother gave his name")
    assert unsampled(low) and not any(moved in pair for pair in unsampled(low))
    assert not any(moved in pair for item in left_over(viewer=low, day=DAY + timedelta(days=1)) for pair in [(item.a, item.b)])
    undo_concern(low, concern, "It was himself")
    assert unsampled(low) == before


def test_items_and_claims_follow_the_marking_of_their_records(world: World) -> None:
    hidden, low, high = world
    set_size(200, viewer=high)
    listed = [item for item in begin_day(viewer=high, day=DAY) if not {item.a, item.b} & hidden]
    for item in listed:
        claim_item(item, viewer=high)
    pairs = [(item.a, item.b) for item in listed]
    assert set(held_by(pairs, viewer=low)) == set(pairs) != set()
    secret = listed[0].a
    touched = {pair for pair in pairs if secret in pair}
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET vis = %s WHERE id = %s", [intern_marking(COVERT), secret])
        cursor.execute(
            "SELECT DISTINCT va FROM linkage_reviewitem WHERE a = %s UNION SELECT va FROM linkage_reviewclaim WHERE a = %s", [secret] * 2
        )
        assert cursor.fetchall() == [(intern_marking(COVERT),)]
    assert set(held_by(pairs, viewer=low)) == set(pairs) - touched != set()
    assert team_figures(viewer=low, day=DAY).open_items == len(set(pairs) - touched)


def test_a_claim_shows_only_while_both_records_may_be_seen_as_they_are_now(world: World) -> None:
    hidden, low, high = world
    set_size(200, viewer=high)
    item = next(item for item in begin_day(viewer=high, day=DAY) if not {item.a, item.b} & hidden)
    claim_item(item, viewer=high)
    assert held_by([(item.a, item.b)], viewer=low) == {(item.a, item.b): high.user_id}
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = true WHERE id = %s", [item.b])
    assert held_by([(item.a, item.b)], viewer=low) == {}


def test_a_pair_held_under_two_agreements_is_judged_by_whoever_has_both(database: str) -> None:
    low, _ = viewers()
    add_agreement(
        "SHARE", title="Share", purpose="p", legal_basis="l", parties=["millshire", "council"], starts_on=date(2020, 1, 1), review_on=DAY
    )
    police = ("millshire", "Millshire Police")
    add_people([Person("both", "Both", Role.ANALYST, *police, agreements=("SHARE",))])
    both, content = sign_in("both"), half_of({"forenames": "Ann", "surname": "Loy", "sex": "F", "date_of_birth": "1990-01-01"})
    own, theirs = UUID(int=1), UUID(int=2)
    put_records([(own, content)], intern_marking(OPEN))
    put_records([(theirs, content)], intern_marking(Marking(OPEN.classification, frozenset({"SHARE"}))))
    record_judgement(both, own, theirs, Verdict.SAME, "Same tattoo")
    assert judged_pairs(viewer=both) == [(own, theirs, True)] and judged_pairs(viewer=low) == []
    with pytest.raises(JudgementRefused):
        record_judgement(low, own, theirs, Verdict.SAME, "A guess")
