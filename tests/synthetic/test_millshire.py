import csv
import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import Feed, read_feeds
from beatbook.sources.statements import Kind, Mention, RowRefused, Statement, Tie
from beatbook.synthetic.geography import build_geography
from beatbook.synthetic.millshire import write_exports
from beatbook.synthetic.population import build_population
from beatbook.synthetic.rates import Rates

LAND = build_geography(np.random.default_rng(7), wards=16, streets=64)
FEEDS = read_feeds(Path(__file__).resolve().parents[2] / "feeds" / "millshire")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Millshire of size small."""
    folder = tmp_path_factory.mktemp("millshire")
    write_exports(folder, size="small")
    return folder


def fingerprints(folder: Path) -> dict[str, str]:
    """Digest of each file."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def statements(folder: Path, feed: Feed) -> Iterator[Statement]:
    """What the feed's adapter says of all its files, refused rows left out."""
    adapter = ADAPTERS[feed.adapter]
    for path in sorted((folder / "exports" / feed.code).iterdir(), key=lambda path: feed.file_order(path.name)):
        with path.open("rb") as stream:
            for row in adapter.read_rows(path.name, stream, feed):
                try:
                    yield from adapter.statements_of(row, feed)
                except RowRefused:
                    continue


def truth(path: Path) -> dict[tuple[str, str], str]:
    """The person of each (feed, key)."""
    with path.open(newline="", encoding="utf-8") as lines:
        return {(line["feed"], line["source_key"]): line["person_id"] for line in csv.DictReader(lines)}


def said_of(folder: Path, person: str) -> dict[tuple[str, str], Mention]:
    """Every mention of a person."""
    wanted = {pair for pair, who in truth(folder / "truth.csv").items() if who == person}
    said = [(feed.code, each) for feed in FEEDS.values() for each in statements(folder, feed) if isinstance(each, Mention)]
    return {(code, each.key): each for code, each in said if (code, each.key) in wanted}


def each_key(statement: Statement) -> str:
    """A mention's key, or nothing for a tie."""
    return statement.key if isinstance(statement, Mention) else ""


def test_same_size_and_seed_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_exports(tmp_path / "again", size="small")
    write_exports(tmp_path / "other", size="small", seed=8)
    assert fingerprints(tmp_path / "again") == fingerprints(small)
    assert fingerprints(tmp_path / "other") != fingerprints(small)


@pytest.mark.parametrize("code", list(FEEDS))
def test_truth_and_adapters_name_the_same_mentions(small: Path, code: str) -> None:
    found = [each.key for each in statements(small, FEEDS[code]) if isinstance(each, Mention) and each.kind is Kind.PERSON]
    known = {key for feed, key in truth(small / "truth.csv") if feed == code}
    assert len(found) == len(set(found))
    assert set(found) == known


@pytest.mark.parametrize("code", list(FEEDS))
def test_small_is_above_the_floor_of_its_feed(small: Path, code: str) -> None:
    assert (
        sum(isinstance(each, Mention) and each.kind is Kind.EVENT for each in statements(small, FEEDS[code])) >= FEEDS[code].normal.min_rows
    )


@pytest.mark.parametrize("code", list(FEEDS))
def test_every_tie_ends_at_a_mention(small: Path, code: str) -> None:
    said = list(statements(small, FEEDS[code]))
    keys = {each_key(each) for each in said}
    assert not [each for each in said if isinstance(each, Tie) and not {each.from_key, each.to_key} <= keys]


def test_the_world_is_two_years_that_end_before_its_live_messages(small: Path) -> None:
    end = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    moments = [
        each.happened_at for feed in FEEDS.values() for each in statements(small, feed) if isinstance(each, Mention) and each.happened_at
    ]
    live = [json.loads(line) for line in (small / "live" / "messages.jsonl").read_text(encoding="utf-8").splitlines()]
    assert max(moments) <= end
    assert 40 <= len(live) <= 60
    assert min(message["created"] for message in live) > "2026-11-20T06:00"
    assert [message["created"] for message in live] == sorted(message["created"] for message in live)


def test_live_messages_come_from_people_who_are_known(small: Path) -> None:
    known = Counter(truth(small / "truth.csv").values())
    callers = truth(small / "live" / "truth.csv").values()
    assert sum(person in known for person in callers) > 0.8 * len(callers)


def jordan(folder: Path) -> str:
    """The person id of Jordan Marsh."""
    return truth(folder / "truth.csv")["millshire-crime", "party:44/0900417/26:1"]


def test_jordan_marsh_is_in_seven_places_that_disagree(small: Path) -> None:
    mentions = said_of(small, jordan(small))
    assert {feed for feed, _ in mentions} == {
        f"millshire-{name}" for name in ("crime", "custody", "command", "intelligence", "stops", "council-asb")
    }
    addresses = {str(each.content.get("address", "")).lower() for each in mentions.values()}
    assert {"12 foundry row, millford", "4 priory court, millford"} <= addresses
    phones = {phone for each in mentions.values() for phone in each.content.get("phones", [])}
    assert {phone.replace(" ", "")[-3:] for phone in phones} == {"614", "902"}
    labels = {warning["label"] for each in mentions.values() for warning in each.content.get("warnings", [])}
    assert labels == {"Violent", "Vulnerable: mental health"}
    caveats = {caveat for each in mentions.values() if each.marking for caveat in each.marking.caveats}
    assert caveats == {"COVERT", "C"}


def test_a_brothers_name_is_still_the_driver(small: Path) -> None:
    people = truth(small / "truth.csv")
    driver, in_custody = people["millshire-stops", "searched:SS/26/900310"], people["millshire-custody", "detainee:MC/26/900412"]
    assert driver == in_custody
    assert driver != people["millshire-licensing", "licensee:PS9000034"]


def test_father_and_son_and_twins_are_different_people(small: Path) -> None:
    people = truth(small / "truth.csv")
    assert people["millshire-custody", "detainee:MC/26/900301"] != people["millshire-custody", "kin:MC/26/900301"]
    assert people["millshire-crime", "party:44/0900511/26:1"] != people["millshire-crime", "party:44/0900511/26:2"]
    assert people["millshire-licensing", "licensee:TX9000023"] == people["millshire-command", "party:20251213-9002:1"]


def test_geography_has_sixteen_wards_and_every_street_in_one(small: Path) -> None:
    wards = json.loads((small / "geography" / "wards.geojson").read_text(encoding="utf-8"))["features"]
    assert len(wards) == 16
    assert {"code", "name", "team", "population", "parent"} == set(wards[0]["properties"])
    assert all(ward["geometry"]["coordinates"][0][0] == ward["geometry"]["coordinates"][0][-1] for ward in wards)
    with (small / "geography" / "streets.csv").open(newline="", encoding="utf-8") as lines:
        streets = list(csv.DictReader(lines))
    foundry = next(street for street in streets if street["street"] == "Foundry Row")
    codes = {ward["properties"]["code"]: ward["properties"]["name"] for ward in wards}
    assert (codes[foundry["ward"]], foundry["postcode"]) == ("Ironworks", "ZZ1 4FR")
    assert {street["ward"] for street in streets} == set(codes)


def test_the_workbook_holds_fixed_times(small: Path) -> None:
    with zipfile.ZipFile(small / "exports" / "millshire-council-asb" / "asb-cases.xlsx") as book:
        assert {entry.date_time for entry in book.infolist()} == {(2026, 11, 20, 6, 0, 0)}


def test_an_unknown_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="should be one of small, county, force"):
        write_exports(tmp_path, size="galaxy")


def test_the_truth_says_what_fairness_needs(small: Path) -> None:
    with (small / "truth.csv").open(newline="", encoding="utf-8") as lines:
        rows = {(line["feed"], line["source_key"]): line for line in csv.DictReader(lines)}
    father, son = rows["millshire-custody", "kin:MC/26/900301"], rows["millshire-custody", "detainee:MC/26/900301"]
    assert (father["parent_of_same_name"], son["child_of_same_name"]) == (son["person_id"], father["person_id"])
    chloe, casey = rows["millshire-crime", "party:44/0900511/26:1"], rows["millshire-crime", "party:44/0900511/26:2"]
    assert (chloe["twin_of"], casey["twin_of"]) == (casey["person_id"], chloe["person_id"])
    assert (chloe["sex"], chloe["age_band"], chloe["naming_tradition"], chloe["system"]) == ("F", "25 to 34", "british", "crime")
    assert rows["millshire-stops", "searched:SS/26/900310"]["details_of"] == rows["millshire-licensing", "licensee:PS9000034"]["person_id"]


def test_twins_have_names_of_their_own() -> None:
    people = build_population(np.random.default_rng(7), LAND, 6000, Rates(twins=1.0))
    assert people.twins
    assert all(people.forenames[one] != people.forenames[other] for one, others in people.twins.items() for other in others)
    assert all(people.born[one] == people.born[other] for one, others in people.twins.items() for other in others)


def test_sons_named_after_their_fathers_are_noted() -> None:
    people = build_population(np.random.default_rng(7), LAND, 6000, Rates(son_named_after_father=1.0))
    pairs = [(parent, child) for child, parents in people.namesake_parents.items() for parent in parents]
    assert len(pairs) > 300
    assert all(people.forenames[one] == people.forenames[other] and people.surnames[one] == people.surnames[other] for one, other in pairs)
    assert all(people.born[child] - people.born[parent] > 15 * 365 for parent, child in pairs)
