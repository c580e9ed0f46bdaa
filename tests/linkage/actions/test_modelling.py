"""Models in use: what is published is what readers follow, and a switch is all or nothing."""

import os
import signal
import subprocess
import sys
from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking, system_viewer
from beatbook.linkage.actions import LiveLinker, link_new_records
from beatbook.linkage.actions.keeping import NoSuchModel
from beatbook.linkage.actions.modelling import (
    all_models,
    export_model,
    import_model,
    link_beside,
    publish_model,
    remove_old_links,
    train_model,
)
from beatbook.linkage.queries import current_model, link_between, model_named, person_members
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, people, put_records


def _links(version: str) -> list[tuple[object, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT a, b, va, vb, weight, levels FROM linkage_link WHERE model = %s ORDER BY a, b", [version])
        return [(*row[:5], bytes(row[5])) for row in cursor.fetchall()]


def _states() -> dict[str, str]:
    return {one.version: one.state for one in all_models()}


def _persons(records: list[tuple[UUID, dict[str, object]]]) -> list[tuple[UUID, ...]]:
    found = [person_members(record_id, viewer=system_viewer("tests")) for record_id, _ in records]
    return [one.members for one in found if one is not None]


@pytest.fixture
def world(database: str) -> list[tuple[UUID, dict[str, object]]]:
    """Sixty people linked under one model; then forty others come, so that another model can be learnt."""
    records, _ = mentions(60)
    put_records(records, intern_marking(Marking()))
    link_new_records()
    more, _ = mentions(40, seed=8)
    put_records(more, 1)
    link_new_records()
    return records + more


def test_training_touches_nothing_that_is_published(world: list[tuple[UUID, dict[str, object]]]) -> None:
    old = current_model(viewer=system_viewer("tests"))
    assert old is not None
    before = _links(old.version)
    new = train_model()
    assert new != old.version and _states() == {old.version: "published", new: "trained"}
    assert _links(old.version) == before and _links(new) == []


def test_links_beside_are_those_of_a_database_linked_under_that_model_alone(world: list[tuple[UUID, dict[str, object]]]) -> None:
    old = current_model(viewer=system_viewer("tests"))
    new = train_model()
    before = _persons(world)
    link_beside(new)
    assert _persons(world) == before and current_model(viewer=system_viewer("tests")) == old
    beside = _links(new)
    publish_model(new)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link")
        cursor.execute("UPDATE linkage_progress SET watermark = 0")
    link_new_records()
    assert _links(new) == beside


def test_record_that_comes_during_a_comparison_is_linked_at_once_and_is_there_after_publishing(
    world: list[tuple[UUID, dict[str, object]]],
) -> None:
    new = train_model()
    link_beside(new)
    late = UUID(int=5)
    put_records([(late, dict(world[0][1]))], 1)
    withdrawn = world[-1][0]
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = %s", [withdrawn])
    linker = LiveLinker()
    linker.link()
    assert link_between(late, world[0][0], viewer=system_viewer("tests")) is not None
    assert not [row for row in _links(new) if late in row[:2]]
    publish_model(new)
    found = link_between(late, world[0][0], viewer=system_viewer("tests"))
    assert found is not None and found.model == new
    assert not [row for row in _links(new) if withdrawn in row[:2]]
    put_records([(UUID(int=6), dict(world[0][1]))], 1)
    linker.link()  # the linker of before follows the new model
    after = link_between(late, UUID(int=6), viewer=system_viewer("tests"))
    assert after is not None and after.model == new


def test_publishing_retires_the_old_and_going_back_gives_what_was(world: list[tuple[UUID, dict[str, object]]]) -> None:
    old = current_model(viewer=system_viewer("tests"))
    assert old is not None
    before, persons = _links(old.version), _persons(world)
    new = train_model()
    publish_model(new)
    assert _states() == {old.version: "retired", new: "published"} and _links(old.version) == [] and _links(new)
    publish_model(old.version)
    assert _states() == {old.version: "published", new: "retired"}
    assert _links(old.version) == before and _persons(world) == persons and _links(new) == []


def test_old_explanation_can_be_given_again(world: list[tuple[UUID, dict[str, object]]]) -> None:
    old = current_model(viewer=system_viewer("tests"))
    assert old is not None
    publish_model(train_model())
    again = model_named(old.version, viewer=system_viewer("tests"))
    assert again is not None and again.version == old.version and again.to_json() == old.to_json()


def test_own_threshold_of_the_model_decides_who_is_joined(world: list[tuple[UUID, dict[str, object]]]) -> None:
    joined = max(_persons(world), key=len)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE linkage_model SET threshold = 1000")
    found = person_members(joined[0], viewer=system_viewer("tests"))
    assert len(joined) > 1 and found is not None and found.members == (joined[0],)


def test_linking_all_again_changes_nothing_and_since_takes_what_changed(world: list[tuple[UUID, dict[str, object]]]) -> None:
    model = current_model(viewer=system_viewer("tests"))
    assert model is not None
    before = _links(model.version)
    watermark = link_new_records().watermark
    put_records([(UUID(int=5), people(1, seed=3)[0])], 1)
    assert link_new_records().records == 1
    assert link_new_records(since=watermark).records == 1
    assert link_new_records(since=0).records == len(world) + 1
    assert _links(model.version) == before


def test_model_goes_out_and_in(world: list[tuple[UUID, dict[str, object]]]) -> None:
    old = current_model(viewer=system_viewer("tests"))
    assert old is not None
    text = export_model(old.version)
    assert import_model(text) == old.version
    other = import_model(text.replace('"prior":', '"prior":-', 1).replace("--", ""))
    assert other != old.version and _states()[other] == "trained"
    with pytest.raises(NoSuchModel):
        export_model("000000000000")


KILLED = """
import django
django.setup()
from beatbook.linkage.actions.modelling import publish_model
import sys
publish_model(sys.argv[1], progress=lambda step, seconds: (print(step, flush=True), sys.stdin.readline()))
"""


@pytest.mark.parametrize(("last", "is_switched"), [("link", False), ("write links", False), ("switch", False), ("remove old links", True)])
def test_publishing_killed_anywhere_is_all_or_nothing(world: list[tuple[UUID, dict[str, object]]], last: str, is_switched: bool) -> None:
    old = current_model(viewer=system_viewer("tests"))
    assert old is not None
    before, new = _links(old.version), train_model()
    connections.close_all()
    command = [sys.executable, "-c", KILLED, new]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=os.environ) as run:
        assert run.stdout is not None and run.stdin is not None
        for line in run.stdout:
            if line.strip() == last:
                break
            run.stdin.write("\n")
            run.stdin.flush()
        run.kill()
    assert run.returncode == -signal.SIGKILL
    published = current_model(viewer=system_viewer("tests"))
    assert published is not None and published.version == (new if is_switched else old.version)
    assert _links(old.version) == ([] if is_switched else before)
    assert _persons(world)
    publish_model(new)
    assert _states()[new] == "published" and _links(old.version) == [] and _links(new) and remove_old_links() == 0
