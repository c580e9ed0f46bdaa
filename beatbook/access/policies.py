"""The one template from which every row-level security policy is generated; a catalogue test refuses any other text.

Invariant: a row is visible to the web role when each of its `vis` columns is in `sec.my_vis()`, and to nobody when no session is set.
"""

from collections.abc import Sequence

APP, INGEST, OWNER = "beatbook_app", "beatbook_ingest", "beatbook_owner"


def visible_sql(table: str, vis_columns: Sequence[str]) -> str:
    """The condition of the policy. Columns are qualified: an unqualified name once bound to another table and showed everything."""
    return " AND ".join(f"{table}.{column} = ANY ((SELECT sec.my_vis())::integer[])" for column in vis_columns)


def protect_sql(
    table: str,
    *,
    vis_columns: Sequence[str] = ("vis",),
    insertable: bool = False,
    own_column: str | None = None,
    organisation_column: str | None = None,
) -> str:
    """SQL that turns on FORCE row-level security for `table` and grants the web and ingest roles what they need, no more.

    `insertable` lets a viewer add rows at markings that they can see; `own_column` demands that the row names the viewer as its author,
    `organisation_column` that it names the viewer's own organisation.
    """
    visible = visible_sql(table, vis_columns)
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY viewer_reads ON {table} FOR SELECT TO {APP} USING ({visible})",
        f"CREATE POLICY ingest_writes ON {table} FOR ALL TO {INGEST} USING (true) WITH CHECK (true)",
        f"GRANT SELECT ON {table} TO {APP}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON {table} TO {INGEST}",
    ]
    if insertable:
        own = f" AND {table}.{own_column} = (SELECT sec.my_user())" if own_column else ""
        if organisation_column:
            mine = "(SELECT u.organisation_id FROM access_user u WHERE u.id = (SELECT sec.my_user()))"
            own += f" AND {table}.{organisation_column} = {mine}"
        lines += [
            f"CREATE POLICY viewer_adds ON {table} FOR INSERT TO {APP} WITH CHECK ({visible}{own})",
            f"GRANT INSERT ON {table} TO {APP}",
        ]
    return ";\n".join(lines) + ";"


def grant_sql(table: str, *, app: str = "", ingest: str = "SELECT, INSERT, UPDATE, DELETE") -> str:
    """SQL that grants rights on a table which holds no marked rows."""
    lines = [f"GRANT {ingest} ON {table} TO {INGEST}"] if ingest else []
    if app:
        lines.append(f"GRANT {app} ON {table} TO {APP}")
    return ";\n".join(lines) + ";"
