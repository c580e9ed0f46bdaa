"""Named SQL, kept beside the module that runs it."""

from functools import cache
from pathlib import Path


@cache
def load_sql(package_file: str, name: str) -> str:
    """The text of `sql/<name>.sql` beside `package_file` (pass `__file__`); read once."""
    return (Path(package_file).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
