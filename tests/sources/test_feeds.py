import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import Correction, Feed, FeedRefused, corrected, feed_from, read_feed, read_feeds
from beatbook.vocabulary.markings import Classification

MILLSHIRE = Path(__file__).resolve().parents[2] / "feeds" / "millshire"


@pytest.fixture
def values() -> dict[str, Any]:
    """The custody feed's TOML, to be spoilt."""
    return tomllib.loads((MILLSHIRE / "custody.toml").read_text(encoding="utf-8"))


def test_reads_all_eight_of_millshire() -> None:
    feeds = read_feeds(MILLSHIRE)
    assert [code.removeprefix("millshire-") for code in feeds] == [
        "command", "council-asb", "crime", "custody", "intelligence", "licensing", "safeguarding", "stops",
    ]  # fmt: skip
    assert all(feed.adapter in ADAPTERS for feed in feeds.values())
    assert {feed.data_regime for feed in feeds.values()} == {"part-3", "uk-gdpr"}
    assert "ISA-ASB-01" in feeds["millshire-council-asb"].marking.agreements


def test_a_feed_knows_its_files_and_their_order() -> None:
    feed = read_feed(MILLSHIRE / "crime.toml")
    names = ["outcomes.csv", "parties.csv", "CRIMES-2026.CSV", "notes.txt"]
    assert [feed.sort_of(name) for name in names] == ["outcomes", "parties", "crimes", None]
    assert sorted(names, key=feed.file_order) == ["CRIMES-2026.CSV", "parties.csv", "outcomes.csv", "notes.txt"]


def test_secret_is_refused_by_file_and_key(values: dict[str, Any]) -> None:
    values["marking"]["classification"] = "SECRET"
    with pytest.raises(FeedRefused, match=r"custody\.toml: marking\.classification: SECRET is above"):
        feed_from(values, "custody.toml")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("adaptor",), "x", "adaptor: is not a key of a feed"),
        (("normal", "min_row"), 3, r"normal\.min_row: is not a key"),
        (("marking", "caveat"), [], r"marking\.caveat: is not a key"),
        (("owner", "phone"), "1", r"owner\.phone: is not a key"),
        (("data_regime",), "part-2", "data_regime: “part-2” should be one of part-3, uk-gdpr"),
        (("republish",), "weekly", "republish"),
        (("retention_group",), "3", "retention_group: should be int, not str"),
        (("normal", "max_refused_share"), 2, r"normal\.max_refused_share: should be between"),
        (("files",), {}, "files: should name at least one"),
        (("outbox", "method"), "pigeon", r"outbox\.method"),
        (("columns", "detention", "number"), 7, r"columns\.detention\.number: should be str"),
        (("widths", "x"), 7, r"widths\.x: should be dict, not int"),
        (("marking", "classification"), "RESTRICTED", r"marking\.classification"),
    ],
)
def test_each_fault_is_named(values: dict[str, Any], path: tuple[str, ...], value: object, message: str) -> None:
    inner = values
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    inner[path[-1]] = value
    with pytest.raises(FeedRefused, match=message):
        feed_from(values, "custody.toml")


@pytest.mark.parametrize("key", ["code", "adapter", "marking", "normal", "owner", "dpia", "ropa", "files"])
def test_a_missing_key_is_named(values: dict[str, Any], key: str) -> None:
    del values[key]
    with pytest.raises(FeedRefused, match=rf"custody\.toml: {key}: is missing"):
        feed_from(values, "custody.toml")


def test_a_correction_needs_an_owner_and_an_end(values: dict[str, Any]) -> None:
    del values["corrections"][0]["until"]
    with pytest.raises(FeedRefused, match=r"corrections\[1\]\.until: is missing"):
        feed_from(values, "custody.toml")


def test_what_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("code = ")
    with pytest.raises(FeedRefused, match=r"bad\.toml: file: is not TOML"):
        read_feed(tmp_path / "bad.toml")
    with pytest.raises(FeedRefused, match=r"none\.toml: file: cannot be read"):
        read_feed(tmp_path / "none.toml")


def test_two_feeds_of_one_code_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_bytes((MILLSHIRE / "custody.toml").read_bytes())
    with pytest.raises(FeedRefused, match=r"b\.toml: code: “millshire-custody” is the code of another feed"):
        read_feeds(tmp_path)


def test_a_correction_holds_until_its_day() -> None:
    feed: Feed = read_feed(MILLSHIRE / "custody.toml")
    assert feed.corrections == (
        Correction("address", "NFA", "No fixed abode", "Custody systems manager, Millshire Police", date(2027, 3, 31)),
    )
    assert corrected({"address": "NFA"}, feed, date(2027, 3, 31)) == {"address": "No fixed abode"}
    assert corrected({"address": "NFA"}, feed, date(2027, 4, 1)) == {"address": "NFA"}
    assert corrected({"address": "NFA Road"}, feed, date(2026, 1, 1)) == {"address": "NFA Road"}


def test_no_feed_of_millshire_is_above_official() -> None:
    assert max(feed.marking.classification for feed in read_feeds(MILLSHIRE).values()) <= Classification.OFFICIAL_SENSITIVE
