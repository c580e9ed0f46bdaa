"""The review pages between colleagues: who has a pair open, who has decided it, what a second reviewer is never told, and the size of lists."""

import pytest
from django.test import Client
from django.utils import timezone

from beatbook.linkage.review import is_blind
from beatbook.linkage.reviewing.actions import begin_day, set_size
from beatbook.linkage.reviewing.queries import Item, size_of_team
from beatbook.vocabulary.viewer import Viewer
from tests.access.test_attacks import client_of

REASON = "The tattoos differ, and they stood side by side"
Pages = tuple[Client, Viewer]


@pytest.fixture
def colleagues(module_millshire: str) -> tuple[Pages, Pages]:
    """A sergeant and a detective with their pages."""
    return client_of("sergeant"), client_of("investigator")


def shared(first: Viewer, second: Viewer, *, blind: bool, number: int = 0) -> tuple[Item, Item]:
    """The items of one pair that stands undecided on both lists of today, for two people apart or for whoever is first."""
    lists = []
    for viewer in (first, second):
        set_size(200, viewer=viewer)
        lists.append({(item.a, item.b): item for item in begin_day(viewer=viewer, day=timezone.localdate()) if item.decided is None})
    pair = sorted(pair for pair in lists[0].keys() & lists[1].keys() if is_blind(*pair) == blind)[number]
    return lists[0][pair], lists[1][pair]


def test_whoever_opens_a_pair_is_named_to_a_colleague(colleagues: tuple[Pages, Pages]) -> None:
    (first, one), (second, other) = colleagues
    mine, theirs = shared(one, other, blind=False)
    words = f"{one.display_name} has this pair open too."
    assert words not in second.get(f"/review/{theirs.id}").content.decode()
    assert "has this pair open too" in first.get(f"/review/{mine.id}").content.decode()
    assert words in second.get(f"/review/{theirs.id}").content.decode()


def test_after_a_colleague_has_decided_a_pair_it_is_decided_again_only_on_purpose(colleagues: tuple[Pages, Pages]) -> None:
    (first, one), (second, other) = colleagues
    mine, theirs = shared(one, other, blind=False, number=1)
    assert 'name="again"' not in second.get(f"/review/{theirs.id}").content.decode()
    assert first.post(f"/review/{mine.id}", {"verdict": "same", "reason": REASON}).status_code == 302
    refused = second.post(f"/review/{theirs.id}", {"verdict": "different", "reason": REASON})
    page = refused.content.decode()
    assert refused.status_code == 422 and "A colleague has decided this pair since it was on your list" in page
    assert "Decided: Same person" in page and "by a colleague" in page and 'name="again" value="yes"' in page and REASON in page
    assert second.post(f"/review/{theirs.id}/undo").status_code == 404
    assert second.post(f"/review/{theirs.id}", {"verdict": "different", "reason": REASON, "again": "yes"}).status_code == 302
    assert "Decided: Different people" in second.get(f"/review/{theirs.id}").content.decode()


def test_the_second_of_two_is_told_nothing_of_what_the_first_said(colleagues: tuple[Pages, Pages]) -> None:
    (first, one), (second, other) = colleagues
    mine, theirs = shared(one, other, blind=True)
    before = stripped(second.get(f"/review/{theirs.id}").content.decode())
    assert first.post(f"/review/{mine.id}", {"verdict": "same", "reason": REASON}).status_code == 302
    assert stripped(second.get(f"/review/{theirs.id}").content.decode()) == before
    row = second.get("/review").content.decode().partition(f"/review/{theirs.id}")[2].partition("</tr>")[0]
    assert "To decide" in row or "Carried over" in row
    assert second.post(f"/review/{theirs.id}/undo").status_code == 404
    assert second.post(f"/review/{theirs.id}", {"verdict": "different", "reason": REASON}).status_code == 302


@pytest.mark.parametrize("typed", ["0", "201", "-3", "7.5", "seven", "", "\u0667", "9" * 50, "7; DROP TABLE linkage_reviewsize"])
def test_a_size_that_cannot_be_cleared_is_refused_and_stays_in_the_field(colleagues: tuple[Pages, Pages], typed: str) -> None:
    (first, one), _ = colleagues
    before = size_of_team(viewer=one)
    answer = first.post("/review/team", {"size": typed})
    assert answer.status_code == 422 and "Enter a number between 1 and 200" in answer.content.decode()
    assert size_of_team(viewer=one) == before


def test_a_leader_sets_the_size_for_their_own_team_alone(colleagues: tuple[Pages, Pages]) -> None:
    (first, one), (second, _) = colleagues
    assert first.post("/review/team", {"size": " 7 "})["Location"] == "/review/team"
    assert size_of_team(viewer=one) == 7 and 'value="7"' in first.get("/review/team").content.decode()
    assert first.post("/review/team", {"size": "9", "team": "leeds/north", "set_by": "x"}).status_code == 302
    assert size_of_team(viewer=one) == 9
    assert second.post("/review/team", {"size": "3"}).status_code == 404 and size_of_team(viewer=one) == 9


def stripped(page: str) -> str:
    """A page without its form tokens and without who has it open."""
    kept = [line for line in page.splitlines() if "has this pair open too" not in line]
    return "\n".join(line.partition("csrfmiddlewaretoken")[0] for line in kept)
