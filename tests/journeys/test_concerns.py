"""A brother's details given at the roadside: the record goes to whom it concerns, harms neither, and can be undone; pages say what was given."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from beatbook.linkage.actions import JudgementRefused, all_persons, link_new_records, record_concern, undo_concern
from beatbook.linkage.queries import components_of, person_members
from beatbook.vocabulary.viewer import Viewer
from tests.linkage.sealed_world import crowd, identifier, load, staff
from tests.pole.pages import client_of
from tests.sources.conftest import lines_adapter  # noqa: F401
from tests.sources.worlds import person, said, tied

ADAM = {"forenames": "Adam", "surname": "Thistlewood", "date_of_birth": "1990-02-03", "sex": "M", "phones": ["07700 900611"],
        "address": "1 Oak Close", "postcode": "ZZ3 3CC", "warnings": [{"code": "ME", "label": "Mental health"}]}  # fmt: skip
BEN = {"forenames": "Ben", "surname": "Thistlewood", "date_of_birth": "1992-07-08", "sex": "M", "phones": ["07700 900622"],
       "address": "2 Elm Close", "postcode": "ZZ3 4DD"}  # fmt: skip
GIVEN = {"forenames": "Adam", "surname": "Thistlewood", "date_of_birth": "1990-02-03", "sex": "M", "address": "1 Oak Close", "postcode": "ZZ3 3CC",
         "warnings": [{"code": "VI", "label": "Violent"}]}  # fmt: skip
ADAMS, BENS = ("adam1", "adam2"), ("ben1", "ben2")


@pytest.fixture
def world(database: str, tmp_path: Path) -> dict[str, Viewer]:
    """Two brothers of two records each, and a stop at which one gave the other's details."""
    viewers = staff()
    load(
        tmp_path, "world", *crowd(), *(person(key, **ADAM) for key in ADAMS), *(person(key, **BEN) for key in BENS), person("stop1", **GIVEN),
        said("search", title="Searched for a knife"), tied("stop1", "search", "searched"),
        {**person("secret", **{**BEN, "phones": ["07700 900633"]}), "marking": "OFFICIAL-SENSITIVE", "caveats": ["COVERT"]},
    )  # fmt: skip
    link_new_records()
    return viewers


def members(key: str, viewer: Viewer) -> set[object]:
    """The person of a record, the same by every road."""
    found = person_members(identifier(key), viewer=viewer)
    assert found is not None
    assert all(components_of([one], viewer=viewer)[one] == frozenset(found.members) for one in found.members)
    return set(found.members)


def ids(*keys: str) -> set[object]:
    return {identifier(key) for key in keys}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_the_record_goes_to_whom_it_concerns_and_back_when_undone(world: dict[str, Viewer]) -> None:
    low = world["low"]
    assert members("stop1", low) == members("adam1", low) == ids(*ADAMS, "stop1")
    made = record_concern(low, identifier("stop1"), identifier("ben1"), "Fingerprints are Ben's.", "44/1/26")
    assert members("adam1", low) == ids(*ADAMS) and members("ben2", low) == ids(*BENS, "stop1") == members("stop1", low)
    bens = person_members(identifier("ben1"), viewer=low)
    assert bens is not None and bens.borrowed == ids("stop1") and [one.id for one in bens.concerns] == [made]
    assert not {identifier("stop1")} & {end for link in (*bens.links, *bens.possible_links) for end in (link.a, link.b)}
    adams = person_members(identifier("adam1"), viewer=low)
    assert adams is not None and adams.lent == (identifier("stop1"),) and identifier("stop1") not in adams.possible
    assert next(person for person in all_persons() if identifier("ben1") in person) >= ids(*BENS, "stop1")
    undo_concern(low, made, "The prints were mixed up.")
    assert members("adam1", low) == ids(*ADAMS, "stop1") and members("ben1", low) == ids(*BENS)
    for again in (made, uuid4()):
        with pytest.raises(JudgementRefused):
            undo_concern(low, again, "Once more.")


def test_pages_say_whose_details_they_are(world: dict[str, Viewer]) -> None:
    low = world["low"]
    client = client_of(low)
    record_concern(low, identifier("stop1"), identifier("ben1"), "Fingerprints are Ben's.")
    adam, ben = (text_of(client, f"/people/{identifier(key)}") for key in ("adam1", "ben1"))
    assert "Details used by another" in adam and "Searched for a knife" not in adam and "Violent" not in adam
    assert "Gave another’s details" in ben and "Searched for a knife" in ben and "Violent" in ben and "Mental health" not in ben
    head, facts = (
        ben.partition(start)[2].partition(end)[0] for start, end in (("<body", 'id="overview"'), ('id="details"', 'id="timeline"'))
    )
    assert "<h1" in head and "Elm Close" in facts and "Adam" not in facts and "1990" not in facts and "Oak Close" not in facts
    found = text_of(client, "/search?q=adam+thistlewood")
    assert "Gave the name Adam Thistlewood" in found and found.index(">Adam Thistlewood<") < found.index("Gave the name")
    assert "Gave the name" not in text_of(client, "/search?q=ben+thistlewood")
    assert "(name given)" in text_of(client, f"/events/{identifier('search')}")
    assert "Gave this as their address" in text_of(client, "/things/address/1%20oak%20close%20ZZ33CC")
    assert "gave the name Adam Thistlewood" in client.get("/search/results.csv?q=adam+thistlewood").content.decode()


def test_recorded_and_undone_by_form(world: dict[str, Viewer]) -> None:
    client, path = client_of(world["low"]), f"/records/{identifier('stop1')}/concerns"
    assert "Whom does it concern?" in text_of(client, path)
    assert client.post(path, {"reason": "too short"}).status_code == 422
    assert client.post(path, {"who": "other", "other": "", "reason": "Fingerprints are Ben's."}).status_code == 422
    assert client.post(path, {"who": "other", "other": "/people/nothing", "reason": "Fingerprints are Ben's."}).status_code == 404
    assert client.post(path, {"who": str(identifier("secret")), "reason": "Fingerprints are Ben's."}).status_code == 422
    answer = client.post(
        path, {"who": "other", "other": f"http://host/people/{identifier('ben1')}?all#why", "reason": "Fingerprints are Ben's."}
    )
    assert answer.status_code == 302 and members("stop1", world["low"]) == ids(*BENS, "stop1")
    [made] = person_members(identifier("ben1"), viewer=world["low"]).concerns  # type: ignore[union-attr]
    undo = f"/people/{identifier('adam1')}/concerns/{made.id}/undo"
    assert client.get(undo).status_code == 405
    assert client.post(undo).status_code == 302 and client.post(undo).status_code == 404
    assert members("stop1", world["low"]) == ids(*ADAMS, "stop1")


def test_whoever_does_not_see_whom_it_concerns_sees_what_records_say(world: dict[str, Viewer]) -> None:
    low, analyst = world["low"], world["analyst"]
    before = person_members(identifier("stop1"), viewer=low)
    client = client_of(low)
    paths = [
        f"/people/{identifier('adam1')}",
        f"/people/{identifier('stop1')}",
        "/search?q=adam+thistlewood",
        f"/events/{identifier('search')}",
    ]
    pages = [text_of(client, path).partition("csrf")[0] for path in paths]
    made = record_concern(analyst, identifier("stop1"), identifier("secret"), "Known from the operation.")
    assert identifier("stop1") in members("secret", analyst) and members("adam1", analyst) == ids(*ADAMS)
    assert person_members(identifier("stop1"), viewer=low) == before
    assert [text_of(client, path).partition("csrf")[0] for path in paths] == pages
    refused = []
    for act in (
        lambda: undo_concern(low, made, "I do not see it."),
        lambda: undo_concern(low, uuid4(), "I do not see it."),
        lambda: record_concern(low, identifier("stop1"), identifier("secret"), "A guess of mine."),
        lambda: record_concern(low, identifier("stop1"), uuid4(), "A guess of mine."),
    ):
        with pytest.raises(JudgementRefused) as error:
            act()
        refused.append(str(error.value))
    assert refused[0] == refused[1] and refused[2] == refused[3]
