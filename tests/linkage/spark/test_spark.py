"""On a local Spark the links are those of one machine, bit for bit, however rows are ordered and cut; in the database too."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import link_new_records
from beatbook.linkage.actions.spark import link_on_spark
from beatbook.linkage.bulk import BulkResult, ids_of, link_table
from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.spark import linking
from beatbook.linkage.spark.records import SCHEMA, write_table
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, put_records

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning:py4j.*")  # the gateway leaves its socket to the end of the process

Link = tuple[bytes, bytes, float, bytes]


def _missing() -> str:
    try:
        linking.check_spark()
    except linking.NoSpark as error:
        return str(error)
    return ""


needs_spark = pytest.mark.skipif(bool(_missing()), reason=_missing())


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with linking.spark_session("local[2]") as found:
        yield found


@pytest.fixture(scope="module")
def contents() -> list[dict[str, Any]]:
    found = [{"id": str(record_id)} | content for record_id, content in mentions(150)[0]]
    found[3] |= {"other_names": ["Jordy", "J"], "emails": ["j.marsh@example.org"], "pnc_id": "26/123456X"}
    return [*found, {"id": "nothing said"}, {"id": "twin", **{name: value for name, value in found[5].items() if name != "id"}}]


@pytest.fixture(scope="module")
def alone(contents: list[dict[str, Any]]) -> BulkResult:
    return link_table(_table(contents))


def _table(contents: list[dict[str, Any]]) -> pa.Table:
    names = list(dict.fromkeys(name for content in contents for name in content))
    return pa.Table.from_pylist([dict.fromkeys(names) | content for content in contents])


def _links(table: pa.Table, result: BulkResult) -> list[Link]:
    ids = [one.bytes for one in ids_of(table, "id")]
    found = zip(result.a, result.b, result.weights.tolist(), result.levels, strict=True)
    return sorted((ids[a], ids[b], weight, levels.tobytes()) for a, b, weight, levels in found)


def test_file_for_spark_keeps_the_evidence(contents: list[dict[str, Any]], tmp_path: Path) -> None:
    write_table(_table(contents), tmp_path / "records.parquet")
    stored = parquet.read_table(tmp_path / "records.parquet")
    assert stored.schema.equals(SCHEMA)
    assert [evidence_of(row) for row in stored.to_pylist()] == [evidence_of(content) for content in contents]


@needs_spark
@pytest.mark.parametrize("blocks", [1, 3])
def test_links_are_those_of_one_machine(
    contents: list[dict[str, Any]], alone: BulkResult, session: Any, tmp_path: Path, blocks: int
) -> None:
    shuffled = random.Random(blocks).sample(contents, len(contents))
    write_table(_table(shuffled), tmp_path / "records.parquet")
    n_pairs = linking.link_records(session, tmp_path / "records.parquet", tmp_path / "links", alone.model, blocks=blocks)
    stored = parquet.read_table(tmp_path / "links")
    found = sorted(zip(*(stored[name].to_pylist() for name in ("a", "b", "weight", "levels")), strict=True))
    assert found == _links(_table(contents), alone) and found
    assert n_pairs == alone.n_pairs


@needs_spark
def test_database_holds_what_one_machine_would_have_written(database: str, session: Any) -> None:
    records, _ = mentions(60)
    vis = intern_marking(Marking())
    put_records(records, vis)
    assert link_new_records().trained
    before, keys = _stored("linkage_link"), _stored("linkage_key")
    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link")
    summary = link_on_spark(master="local[2]")
    assert _stored("linkage_link") == before and _stored("linkage_key") == keys
    assert summary.persons == len(records) and summary.links * 2 == len(before) and not summary.trained
    put_records([(UUID(int=5), dict(records[0][1]))], vis)
    assert link_new_records().persons == 1


@needs_spark
def test_county_linked_again_on_spark_is_the_same(millshire: str, session: Any) -> None:
    before = _stored("linkage_link")
    summary = link_on_spark(master="local[2]")
    assert _stored("linkage_link") == before
    assert summary.links * 2 == len(before) > 0


def _stored(table: str) -> list[Any]:
    """Rows without `born`, the transaction that wrote them: what was written again says the same in another one."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) - 'born' AS said FROM {table} t ORDER BY (to_jsonb(t) - 'born')::text")
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def test_without_spark_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(linking.NoSpark, match="Java 17 runtime"):
        linking.check_spark()


@pytest.mark.parametrize("options", [["--retrain"], ["--since", "3"]])
def test_spark_links_everything_under_the_published_model(options: list[str]) -> None:
    from beatbook.config.commands.link import link

    outcome = CliRunner().invoke(link, ["--engine", "spark", *options])
    assert outcome.exit_code == 2 and "neither --retrain nor --since" in outcome.output
