"""The law: what a viewer is shown is what they would be shown if all that they may not see did not exist.

A hundred worlds and more by `BEATBOOK_LAW_WORLDS=100 make test ARGS=tests/law`; a run of the whole suite takes a few.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from beatbook.db.connections import Cluster
from tests.databases import pointing_at
from tests.journeys.walking import changed_lines
from tests.law.observed import asks_in, observed
from tests.law.twins import VIEWERS, twins, viewer_in
from tests.law.worlds import World, telling, worlds

AT_ONCE = 12  # asks of one database before the other is asked the same
WORLDS = int(os.environ.get("BEATBOOK_LAW_WORLDS", "2"))


def differences(cluster: Cluster, base: str, world: World, name: str, folder: Path, spoil=lambda: None) -> dict[str, list[str]]:
    """What `name` sees otherwise in the whole world than in the part that is theirs, by what was asked; nothing, if the law holds."""
    with twins(cluster, base, world, VIEWERS[name], folder, spoil) as (full, part):
        with pointing_at(full.name):
            whole = observed(viewer_in(full, name), world, full.ids)
        with pointing_at(part.name):
            own = observed(viewer_in(part, name), world, full.ids)
    seen = [said for said in (*world.people, *world.events) if said.seen_by(VIEWERS[name])]
    for said in seen:  # so that nothing passes because both are empty
        kind = "people" if said in world.people else "events"
        assert own[f"/{kind}/{full.ids[said.feed, said.key]}"].startswith(b"200"), said
    assert set(part.ids) == {(said.feed, said.key) for said in seen}
    return {asked: changed_lines(own[asked], whole[asked]) for asked in whole if whole[asked] != own[asked]}


def first_difference(cluster: Cluster, base: str, world: World, name: str, folder: Path, spoil=lambda: None) -> dict[str, list[str]]:
    """The first answers that differ, both databases asked in turns: one is enough to know that the law is broken."""
    with twins(cluster, base, world, VIEWERS[name], folder, spoil) as (full, part):
        signed_in = {}
        for twin in (full, part):
            with pointing_at(twin.name):
                signed_in[twin.name] = viewer_in(twin, name)
        with pointing_at(full.name):
            asked = asks_in(world, full.ids)  # of one of the two, as `differences` does
        for start in range(0, len(asked), AT_ONCE):
            asks = asked[start : start + AT_ONCE]
            answers = []
            for twin in (full, part):
                with pointing_at(twin.name):
                    answers.append(observed(signed_in[twin.name], world, full.ids, asks))
            whole, own = answers
            if whole != own:
                return {name: changed_lines(own[name], whole[name]) for name in whole if whole[name] != own[name]}
    return {}


@pytest.mark.parametrize("name", VIEWERS)
def test_the_law_holds_in_a_world_where_every_leak_would_show(name: str, cluster: Cluster, law_base: str, tmp_path: Path) -> None:
    assert differences(cluster, law_base, telling(), name, tmp_path) == {}


@pytest.mark.parametrize("name", VIEWERS)
@settings(max_examples=WORLDS)
@given(world=worlds())
def test_the_law_holds_in_any_world(name: str, cluster: Cluster, law_base: str, tmp_path: Path, world: World) -> None:
    assert differences(cluster, law_base, world, name, tmp_path) == {}
