"""Loading files: what is published, what is not, and what survives."""

import gzip
import zipfile
from pathlib import Path

import pytest

from beatbook.geography.actions import load_areas
from beatbook.sources.actions import load_paths
from beatbook.sources.feeds import Normal
from tests.sources.worlds import (
    DATA,
    OUTCOMES,
    STREET,
    line_feed,
    one,
    outcome_row,
    person,
    policeuk_feed,
    rows_of,
    said,
    street_row,
    tied,
    write_csv,
    write_lines,
)

pytestmark = pytest.mark.usefixtures("database")
JANUARY = "2025-01-northamptonshire-street.csv"


def test_same_file_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", said("1"), person("2", surname="Smith"), tied("2", "1"))
    first = load_paths(line_feed(), [tmp_path])
    before = rows_of("SELECT id, version, changed::text FROM sources_record ORDER BY id")

    again = load_paths(line_feed(), [tmp_path])

    assert (first.state, first.new, first.ties) == ("published", 2, 1)
    assert (again.state, again.new, again.unchanged, again.ties) == ("unchanged", 0, 2, 0)
    assert "nothing changed" in again.sentence()
    assert rows_of("SELECT id, version, changed::text FROM sources_record ORDER BY id") == before
    assert one("SELECT count(*) FROM sources_staged") == 0


def test_newer_version_replaces_and_history_keeps_both(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1", 1, title="old"))])
    summary = load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("1", 2, title="new"))])
    assert summary.newer == 1
    assert rows_of("SELECT version, content ->> 'title' FROM sources_record") == [(2, "new")]
    assert rows_of("SELECT version, content ->> 'title' FROM sources_recordversion ORDER BY version") == [(1, "old"), (2, "new")]


def test_older_file_after_newer_overwrites_nothing(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("1", 2, title="new"))])
    summary = load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1", 1, title="old"))])
    assert (summary.older, summary.newer) == (1, 0)
    assert rows_of("SELECT version, content ->> 'title' FROM sources_record") == [(2, "new")]
    assert one("SELECT count(*) FROM sources_recordversion") == 2


def test_several_versions_in_one_file_leave_the_highest(tmp_path: Path) -> None:
    summary = load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1", 3, title="c"), said("1", 1, title="a"), said("1", 2))])
    assert (summary.new, summary.mentions) == (1, 3)
    assert rows_of("SELECT version, content ->> 'title' FROM sources_record") == [(3, "c")]
    assert one("SELECT count(*) FROM sources_recordversion") == 3


def test_same_version_with_other_content_is_quarantined(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1", 1, title="first"))])
    summary = load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("1", 1, title="second"), said("2"), said("2", 1, title="x"))])
    assert (summary.conflicts, summary.new) == (2, 1)
    assert one("SELECT content ->> 'title' FROM sources_record WHERE source_key = '1'") == "first"
    kept = rows_of("SELECT file, row_number, column_name, state FROM sources_refusedrow ORDER BY row_number")
    assert kept == [("b.jsonl", 1, "version", "quarantined"), ("b.jsonl", 3, "version", "quarantined")]


def test_same_content_with_another_marking_is_another_version(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1"))])
    sensitive = {**said("1"), "marking": "OFFICIAL-SENSITIVE"}
    assert load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", sensitive)]).conflicts == 1


def test_relabelled_record_takes_its_ties_along(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", person("p"), said("e"), tied("p", "e"))])
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", {**said("e", 2), "marking": "OFFICIAL-SENSITIVE"})])
    ends = "SELECT a.vis, a.vis, b.vis FROM sources_tie t JOIN sources_record a ON a.id = from_id JOIN sources_record b ON b.id = to_id"
    assert rows_of("SELECT vis, va, vb FROM sources_tie") == rows_of(ends)
    assert one("SELECT va <> vb FROM sources_tie")


def test_tie_waits_for_its_end(tmp_path: Path) -> None:
    first = load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", person("p"), tied("p", "late"))])
    assert (first.ties, first.waiting_ties) == (0, 1)
    second = load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("late"))])
    assert (second.ties, second.waiting_ties) == (1, 0)


def test_refused_rows_are_kept_once_and_lose_nothing_else(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", said("1"), "not json", said("2", title="nul \0 byte"), said("3", title="x" * 10_000_000), said("4")
    )
    first = load_paths(line_feed(), [path])
    load_paths(line_feed(), [path])
    assert (first.new, first.refused_rows) == (2, 3)
    kept = rows_of("SELECT file, row_number, column_name, state, length(raw) <= 10000 FROM sources_refusedrow ORDER BY row_number")
    assert kept == [
        ("a.jsonl", 2, "line", "open", True), ("a.jsonl", 3, "title", "open", True), ("a.jsonl", 4, "title", "open", True),
    ]  # fmt: skip


def test_load_under_the_floor_is_refused_whole(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", said("1"), said("2"))
    summary = load_paths(line_feed(min_rows=3), [tmp_path])
    assert (summary.state, summary.new) == ("refused", 0)
    assert "2 rows" in summary.reason and "at least 3" in summary.reason
    assert one("SELECT count(*) FROM sources_record") == 0
    assert one("SELECT count(*) FROM sources_staged") == 0
    assert one("SELECT count(*) FROM sources_feed") == 0


def test_too_many_refused_rows_refuse_the_load(tmp_path: Path) -> None:
    summary = load_paths(line_feed(max_refused_share=0.4), [write_lines(tmp_path / "a.jsonl", said("1"), "bad")])
    assert summary.state == "refused" and "50.0%" in summary.reason
    assert one("SELECT count(*) FROM sources_refusedrow") == 1


def test_file_that_fails_midway_publishes_nothing(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", said("1"))
    write_lines(tmp_path / "b.jsonl", said("2"), "!")
    summary = load_paths(line_feed(), [tmp_path])
    assert summary.state == "refused" and "b.jsonl: line 2" in summary.reason
    assert one("SELECT count(*) FROM sources_record") == 0


def test_snapshot_withdraws_what_vanished_and_its_ties(tmp_path: Path) -> None:
    feed = line_feed(republish="snapshot")
    load_paths(feed, [write_lines(tmp_path / "a.jsonl", person("p"), said("1"), said("2"), tied("p", "1"), tied("p", "2"))])
    summary = load_paths(feed, [write_lines(tmp_path / "a.jsonl", person("p"), said("1", day=2, version=2), tied("p", "1"))])
    assert summary.withdrawn == 1
    assert rows_of("SELECT source_key FROM sources_record WHERE withdrawn") == [("2",)]
    assert one("SELECT count(*) FROM sources_tie WHERE withdrawn") == 1
    back = load_paths(
        feed, [write_lines(tmp_path / "a.jsonl", person("p"), said("1", day=2, version=2), said("2"), tied("p", "1"), tied("p", "2"))]
    )
    assert back.revived == 1
    assert one("SELECT count(*) FROM sources_tie WHERE NOT withdrawn") == 2


def test_older_snapshot_neither_withdraws_nor_revives(tmp_path: Path) -> None:
    feed = line_feed(republish="snapshot")
    load_paths(feed, [write_lines(tmp_path / "a.jsonl", said("1"), said("gone"))])
    load_paths(feed, [write_lines(tmp_path / "a.jsonl", said("1"), said("new", day=9))])
    old = load_paths(feed, [write_lines(tmp_path / "a.jsonl", said("1"), said("gone"), said("never seen"))])
    assert (old.revived, old.withdrawn, old.new) == (0, 0, 0)
    assert rows_of("SELECT source_key FROM sources_record WHERE NOT withdrawn ORDER BY 1") == [("1",), ("new",)]


def test_snapshot_with_a_refused_row_withdraws_nothing(tmp_path: Path) -> None:
    feed = line_feed(republish="snapshot")
    load_paths(feed, [write_lines(tmp_path / "a.jsonl", said("1"), said("2"))])
    assert load_paths(feed, [write_lines(tmp_path / "a.jsonl", said("1"), "bad")]).withdrawn == 0


def test_snapshot_cut_short_is_refused(tmp_path: Path) -> None:
    feed = line_feed(republish="snapshot")
    load_paths(feed, [write_lines(tmp_path / "a.jsonl", *(said(str(n)) for n in range(300)))])
    summary = load_paths(feed, [write_lines(tmp_path / "a.jsonl", *(said(str(n)) for n in range(100)))])
    assert summary.state == "refused" and "200 of the 300" in summary.reason
    assert one("SELECT count(*) FROM sources_record WHERE withdrawn") == 0


def test_republished_month_changes_outcomes_and_withdraws_what_vanished(tmp_path: Path) -> None:
    path = tmp_path / JANUARY
    load_paths(policeuk_feed(), [write_csv(path, STREET, [street_row("a"), street_row("b"), street_row("b"), street_row("")])])
    summary = load_paths(
        policeuk_feed(),
        [
            write_csv(
                path,
                STREET,
                [
                    street_row("b"),
                    street_row(
                        "",
                    ),
                    street_row("a", outcome="Charged"),
                ],
            )
        ],
    )
    assert (summary.newer, summary.withdrawn, summary.new) == (1, 1, 0)
    assert one("SELECT content ->> 'outcome' FROM sources_record WHERE content ->> 'reference' = 'a'") == "Charged"


def test_other_months_are_left_alone(tmp_path: Path) -> None:
    february = [street_row("f").replace("2025-01", "2025-02")]
    load_paths(policeuk_feed(), [write_csv(tmp_path / JANUARY, STREET, [street_row("a")])])
    summary = load_paths(policeuk_feed(), [write_csv(tmp_path / "2025-02-northamptonshire-street.csv", STREET, february)])
    assert (summary.new, summary.withdrawn) == (1, 0)


def test_older_archive_after_newer_changes_nothing(tmp_path: Path) -> None:
    def archive(month: str, *rows: str) -> Path:
        with zipfile.ZipFile(tmp_path / f"{month}.zip", "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(f"2025-01/{JANUARY}", "\n".join([STREET, *rows]))
        return tmp_path / f"{month}.zip"

    load_paths(policeuk_feed(), [archive("2025-06", street_row("a", outcome="Charged"))])
    old = load_paths(policeuk_feed(), [archive("2025-03", street_row("a"), street_row("gone since"))])
    assert (old.older, old.new, old.newer) == (2, 0, 0)
    assert rows_of("SELECT content ->> 'outcome' FROM sources_record") == [("Charged",)]


def test_outcomes_tie_to_every_crime_of_their_id_whichever_came_first(tmp_path: Path) -> None:
    outcomes = write_csv(
        tmp_path / "o" / "2025-01-northamptonshire-outcomes.csv", OUTCOMES, [outcome_row("a"), outcome_row("a", "Charged")]
    )
    street = write_csv(tmp_path / "s" / JANUARY, STREET, [street_row("a"), street_row("a"), street_row("b")])
    assert load_paths(policeuk_feed(), [outcomes]).ties == 0
    assert load_paths(policeuk_feed(), [street]).ties == 4
    assert load_paths(policeuk_feed(), [outcomes, street]).state == "unchanged"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "lacks the column"),
        ((STREET + ",Context\n").encode(), "more than once"),
        ((STREET + "\n").encode("utf-16"), "line of column names"),
    ],
)
def test_unreadable_files_are_refused_in_clear_words(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / JANUARY).write_bytes(content)
    summary = load_paths(policeuk_feed(), [tmp_path])
    assert summary.state == "refused"
    assert JANUARY in summary.reason and reason in summary.reason


def test_truncated_gzip_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join([STREET, *(street_row(f"{n:064x}") for n in range(5000))]).encode())
    (tmp_path / (JANUARY + ".gz")).write_bytes(packed[: len(packed) // 2])
    summary = load_paths(policeuk_feed(), [tmp_path])
    assert summary.state == "refused" and "cut short" in summary.reason
    assert one("SELECT count(*) FROM sources_record") == 0


def test_zip_of_zips_and_folder_without_a_file_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as file:
        file.writestr("inner.zip", b"PK\x03\x04")
    assert "zip inside a zip" in load_paths(policeuk_feed(), [tmp_path]).reason
    (tmp_path / "outer.zip").unlink()
    assert "holds no file of feed policeuk" in load_paths(policeuk_feed(), [tmp_path]).reason


def test_bad_rows_of_street_crime_are_refused_by_column(tmp_path: Path) -> None:
    rows = [street_row("a"), street_row("b").replace("2025-01", "2025-31"), street_row("c", place="-0.9,"), street_row("d", place="x,52")]
    rows += [street_row("e") + ",extra", street_row("f", kind="")]
    feed = policeuk_feed()
    generous = Normal(1, 1.0)
    summary = load_paths(
        type(feed)(**{**{f: getattr(feed, f) for f in feed.__slots__}, "normal": generous}), [write_csv(tmp_path / JANUARY, STREET, rows)]
    )
    assert (summary.new, summary.refused_rows) == (1, 5)
    columns = rows_of("SELECT row_number, column_name FROM sources_refusedrow ORDER BY row_number")
    assert columns == [(3, "Month"), (4, "Longitude"), (5, "Longitude"), (6, ""), (7, "Crime type")]


def test_quality_is_kept_with_the_load(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1", title="x"), said("2"), "bad", said("2"))])
    quality = one("SELECT quality::text FROM sources_load")
    assert '"validity": 0.75' in quality and '"refused_by_column": {"line": 1}' in quality


@pytest.mark.skipif(not DATA.exists(), reason="the real data is not beside the project")
def test_northamptonshire_2025_gives_every_event_in_its_ward() -> None:
    load_areas(sorted((DATA / "geography").glob("wards_E0700*.geojson")))
    summary = load_paths(policeuk_feed(), [DATA / "policeuk" / "northamptonshire-2025"])
    assert (summary.rows, summary.new, summary.refused_rows, summary.twice) == (74_962, 74_962, 0, 0)
    assert summary.without_place == 882
    assert one("SELECT count(*) FROM sources_record WHERE kind = 'event'") == 74_962
    assert one("SELECT round(count(area) * 1000.0 / count(longitude)) FROM sources_record") == 992
