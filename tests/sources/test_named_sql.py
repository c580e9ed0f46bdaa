"""Named SQL: each file is there to be run and says what a row is."""

from pathlib import Path

from beatbook.sources import named_sql
from beatbook.sources.named_sql import sql


def test_every_file_begins_with_what_it_is() -> None:
    names = [path.stem for path in (Path(named_sql.__file__).parent / "sql").glob("*.sql")]
    assert len(names) >= 8
    assert [name for name in names if not sql(name).startswith("-- ")] == []
