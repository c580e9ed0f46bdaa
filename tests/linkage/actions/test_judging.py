"""Judgements: they shape persons for those who may see them, both ways round, can be undone, and tell nothing of what is hidden."""

from uuid import UUID, uuid4

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import JudgementRefused, link_new_records, record_judgement, undo_judgement
from beatbook.linkage.actions.keeping import open_labels
from beatbook.linkage.actions.modelling import report_of, train_model
from beatbook.linkage.persons import Verdict
from beatbook.linkage.queries import components_of, judgements_about, person_members
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.watchers import COVERT, OPEN, viewers
from tests.linkage.worlds import mentions, people, put_records

ALIKE, SAME, OTHER, SECRET = (UUID(int=number) for number in range(1, 5))


@pytest.fixture
def watchers(database: str) -> tuple[Viewer, Viewer]:
    """Two records of one person, one of another, a hidden one of a third; and the low and the high viewer."""
    low, high = viewers()
    records, _ = mentions(40, seed=3)
    first, other, secret = people(3, seed=99)
    put_records([*records, (ALIKE, first), (SAME, dict(first)), (OTHER, other)], intern_marking(OPEN))
    put_records([(SECRET, secret)], intern_marking(COVERT))
    link_new_records()
    return low, high


def members(record_id: UUID, viewer: Viewer) -> set[UUID]:
    """The person of a record, which must be the same by either road and from every member."""
    person = person_members(record_id, viewer=viewer)
    assert person is not None
    found = set(person.members)
    assert all(components_of(found, viewer=viewer)[member] == found for member in found)
    return found


def test_records_judged_the_same_are_one_person(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    assert members(OTHER, low) == {OTHER}
    record_judgement(low, OTHER, ALIKE, Verdict.SAME, "He told me so.")
    assert members(OTHER, low) == members(ALIKE, high) == {ALIKE, SAME, OTHER}


def test_records_judged_different_are_two_people(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    assert members(ALIKE, low) == {ALIKE, SAME}
    record_judgement(low, SAME, ALIKE, Verdict.DIFFERENT, "Cousins of one name.")
    assert members(ALIKE, low) == {ALIKE} and members(SAME, high) == {SAME}


def test_unsure_changes_nothing_but_is_told(watchers: tuple[Viewer, Viewer]) -> None:
    low, _ = watchers
    made = record_judgement(low, ALIKE, SAME, Verdict.UNSURE, "Hard to say.", "44/1/26")
    assert members(ALIKE, low) == {ALIKE, SAME}
    assert [(j.id, j.reference) for j in judgements_about([ALIKE], viewer=low)] == [(made, "44/1/26")]


def test_latest_judgement_stands(watchers: tuple[Viewer, Viewer]) -> None:
    low, _ = watchers
    record_judgement(low, ALIKE, SAME, Verdict.DIFFERENT, "Cousins.")
    record_judgement(low, SAME, ALIKE, Verdict.SAME, "No: the same after all.")
    assert members(ALIKE, low) == {ALIKE, SAME}


def test_undone_judgement_no_longer_counts_and_stays_on_record(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    made = record_judgement(low, ALIKE, SAME, Verdict.DIFFERENT, "Cousins.")
    undone = undo_judgement(high, made, "They are not.")
    assert members(ALIKE, low) == {ALIKE, SAME}
    assert [j.id for j in judgements_about([SAME], viewer=low)] == [made, undone]
    for judgement in (made, undone, uuid4()):
        with pytest.raises(JudgementRefused):
            undo_judgement(low, judgement, "Once more.")


def test_judgement_needs_two_visible_records_and_a_reason(watchers: tuple[Viewer, Viewer]) -> None:
    low, _ = watchers
    refusals = []
    for b, reason in ((SECRET, "Seen together."), (uuid4(), "Seen together."), (ALIKE, "Same one."), (SAME, " - ")):
        with pytest.raises(JudgementRefused) as refused:
            record_judgement(low, ALIKE, b, Verdict.SAME, reason)
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]  # a hidden record and one that is not there read alike
    assert judgements_about([ALIKE, SECRET], viewer=low) == []


def test_judgement_about_a_hidden_record_is_invisible_below(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    before = person_members(ALIKE, viewer=low)
    made = record_judgement(high, SECRET, ALIKE, Verdict.SAME, "Known from the operation.")
    record_judgement(high, SECRET, OTHER, Verdict.SAME, "Known from the operation.")
    assert members(ALIKE, high) == {ALIKE, SAME, OTHER, SECRET}
    assert person_members(ALIKE, viewer=low) == before and members(OTHER, low) == {OTHER}
    assert judgements_about([ALIKE, SECRET, OTHER], viewer=low) == []
    with pytest.raises(JudgementRefused):
        undo_judgement(low, made, "I do not see it.")


def test_judgement_under_a_marking_of_its_own_is_invisible_below(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    record_judgement(high, ALIKE, SAME, Verdict.DIFFERENT, "A source says so.", marking=COVERT)
    assert members(ALIKE, high) == {ALIKE} and members(ALIKE, low) == {ALIKE, SAME}


def test_models_may_learn_from_judgements_about_open_records_alone(watchers: tuple[Viewer, Viewer]) -> None:
    low, high = watchers
    record_judgement(low, OTHER, ALIKE, Verdict.SAME, "He told me so.")
    record_judgement(low, OTHER, SAME, Verdict.UNSURE, "Not sure.")
    record_judgement(high, SECRET, ALIKE, Verdict.SAME, "From a source.")
    with connections["ingest"].cursor() as cursor:
        assert open_labels(cursor) == [(ALIKE, OTHER, True)]
    plain, taught = train_model(), train_model(judgements=True)
    assert plain != taught
    assert report_of(taught)["training"]["judged_pairs"] == 1
