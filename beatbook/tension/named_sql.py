"""The room's named SQL."""

from beatbook.db.sql_files import load_sql


def sql(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return load_sql(__file__, name)
