"""Live messages: in by token, taken once, published by the same road as files."""

import json

import pytest

from beatbook.sources.actions import InboxRefused, UnknownFeed, feeds, issue_feed_token, put_in_inbox, take_inbox
from beatbook.sources.feeds import Feed
from tests.sources.worlds import everything, line_feed, one, person, rows_of, said, tied

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    found = line_feed()
    monkeypatch.setattr(feeds, "_feeds", lambda folder: {"lines": found})
    return found


def body(*rows: dict[str, object]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def test_message_is_taken_once_and_names_what_changed(feed: Feed) -> None:
    token = issue_feed_token(feed)
    put_in_inbox("lines", body(said("1"), person("p"), tied("p", "1")), token=token)
    taken, again = take_inbox(), take_inbox()
    assert (taken.messages, taken.summaries[0].new, taken.summaries[0].ties) == (1, 2, 1)
    assert sorted(taken.record_ids) == [row[0] for row in rows_of("SELECT id FROM sources_record ORDER BY id")]
    assert (again.messages, again.record_ids) == (0, ())


@pytest.mark.parametrize("token", ["wrong", "", None])
def test_without_the_token_nothing_is_kept(feed: Feed, token: str | None) -> None:
    issue_feed_token(feed)
    with pytest.raises(InboxRefused):
        put_in_inbox("lines", body(said("1")), token=token)
    assert one("SELECT count(*) FROM sources_inbox") == 0


def test_new_token_ends_the_one_before(feed: Feed) -> None:
    old = issue_feed_token(feed)
    issue_feed_token(feed)
    with pytest.raises(InboxRefused):
        put_in_inbox("lines", body(said("1")), token=old)


@pytest.mark.parametrize("message", [b"", b"x" * 2_000_001])
def test_empty_and_endless_messages_are_refused(feed: Feed, message: bytes) -> None:
    with pytest.raises(InboxRefused):
        put_in_inbox("lines", message, token=issue_feed_token(feed))


def test_unknown_feed_is_named(feed: Feed) -> None:
    with pytest.raises(UnknownFeed, match="nothing"):
        put_in_inbox("nothing", b"{}", token="x")


def test_bad_message_becomes_a_refused_row_and_spoils_no_other(feed: Feed) -> None:
    token = issue_feed_token(feed)
    for message in (body(said("1")), b"not json", b"! whole message unreadable", b'{"nul": "\0"}', body(said("2"))):
        put_in_inbox("lines", message, token=token)
    taken = take_inbox()
    assert (taken.messages, taken.summaries[0].new) == (5, 2)
    assert one("SELECT count(*) FROM sources_refusedrow WHERE state = 'open'") == 3
    assert one("SELECT count(*) FROM sources_inbox WHERE taken_at IS NULL") == 0
    assert one("SELECT count(*) FROM sources_inbox WHERE result ? 'refused'") == 3


def test_viewer_may_post_to_a_feed_that_they_may_see(feed: Feed) -> None:
    put_in_inbox("lines", body(said("1")), token=issue_feed_token(feed))
    take_inbox()
    put_in_inbox("lines", body(said("2")), viewer=everything())
    assert take_inbox().summaries[0].new == 1


def test_newer_message_replaces_and_late_one_does_not(feed: Feed) -> None:
    token = issue_feed_token(feed)
    for version in (2, 3, 1):
        put_in_inbox("lines", body(said("1", version, title=str(version))), token=token)
        take_inbox()
    assert rows_of("SELECT version, content ->> 'title' FROM sources_record") == [(3, "3")]
    assert one("SELECT count(*) FROM sources_recordversion") == 3


def test_crash_before_the_end_takes_nothing(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_inbox("lines", body(said("1")), token=issue_feed_token(feed))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("beatbook.sources.actions.inbox.changed_records", crash)
        take_inbox()
    assert one("SELECT count(*) FROM sources_record") == 0
    assert take_inbox().summaries[0].new == 1


def test_message_that_nobody_foresaw_is_set_aside_and_the_next_is_taken(feed: Feed) -> None:
    token = issue_feed_token(feed)
    for message in (body({"key": "no day: the adapter fails"}), body(said("1")), body(said("2", day=10**6))):
        put_in_inbox("lines", message, token=token)
    assert take_inbox().messages == 3
    assert one("SELECT count(*) FROM sources_record") == 1
    assert one("SELECT count(*) FROM sources_refusedrow WHERE state = 'open'") == 2
