"""Links of a Parquet file of records, worked out by Spark. Pyspark and Java are needed here alone, as the extra `spark`.

Invariant: the links are, bit for bit, those of `bulk.link_table` under the same model.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from beatbook.linkage.model import Model
from beatbook.linkage.spark import work
from beatbook.vocabulary.errors import BeatbookError

ROWS_A_BLOCK = 250_000  # a task compares the records of two blocks, so that it holds at most twice so many
LOCAL = "local[*]"


class NoSpark(BeatbookError):
    """Spark is not installed: pip install 'beatbook[spark]', and a Java 17 runtime."""


def check_spark() -> None:
    """See that Spark can start here.

    Raises:
        NoSpark: pyspark, pandas or Java is missing.
    """
    missing = [f"{name} (pip install 'beatbook[spark]')" for name in ("pyspark", "pandas") if not find_spec(name)][:1]
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        missing.append("a Java 17 runtime (Debian: apt install openjdk-17-jre-headless)")
    if missing:
        raise NoSpark(f"--engine spark needs {' and '.join(missing)}.")


@contextmanager
def spark_session(master: str = LOCAL) -> Iterator[Any]:
    """A session on a Spark master, by default in this machine; it ends with the block. One that is open already is used, and left open.

    Raises:
        NoSpark: pyspark, pandas or Java is missing.
    """
    check_spark()
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, and a second to import

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
        "spark.sql.adaptive.enabled": "false",  # tasks are cut here to what a worker can hold
    }
    if master.startswith("local"):
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    builder = SparkSession.builder.master(master).appName("beatbook link")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def link_records(session: Any, records: Path | str, out: Path | str, model: Model, *, blocks: int = 0) -> int:
    """Work out the links of a Parquet file as records.py writes it, into a folder of Parquet files; returns how many pairs were compared.

    `blocks` is into how many parts records are cut; 0 chooses by their number. A task that Spark had to run twice counts its pairs twice.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 - as above

    told = session.read.parquet(str(records))
    blocks = blocks or -(-told.count() // ROWS_A_BLOCK)
    cores = session.sparkContext.defaultParallelism
    spread = max(2 * cores, 4 * blocks)
    text, counted = session.sparkContext.broadcast(model.to_json()), session.sparkContext.accumulator(0)

    def keys_of(batches: Any) -> Any:
        return work.keys_of(text.value, batches)

    def links_of(pairs: Any, own: Any) -> Any:
        return work.links_of(text.value, counted, pairs, own)

    keys = told.repartition(spread).mapInArrow(keys_of, work.KEYS)
    pairs = keys.repartition(spread, "key").mapInArrow(partial(work.pairs_of, blocks), work.PAIRS)
    own, other = f.col("row") % blocks, f.explode(f.sequence(f.lit(0), f.lit(blocks - 1)))
    shipped = told.withColumn("other", other).withColumn("task", (f.least(own, "other") * blocks + f.greatest(own, "other")).cast("int"))
    session.conf.set("spark.sql.shuffle.partitions", str(max(2 * cores, blocks * (blocks + 1) // 2)))
    links = pairs.groupBy("task").cogroup(shipped.drop("other").groupBy("task")).applyInArrow(links_of, work.LINKS)
    links.write.mode("overwrite").parquet(str(out))
    return int(counted.value)
