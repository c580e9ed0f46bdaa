-- A row is one link, in either direction, of a record that has changed: removed before its new links are written.
WITH gone AS (
    DELETE FROM linkage_link WHERE linkage_link.a = ANY (%(ids)s::uuid[]) RETURNING linkage_link.a, linkage_link.b
)
DELETE FROM linkage_link l USING gone WHERE l.a = gone.b AND l.b = gone.a
