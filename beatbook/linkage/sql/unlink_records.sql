-- A row is one link under one model, in either direction, of a record that has changed: removed before its new links are written.
WITH gone AS (
    DELETE FROM linkage_link WHERE linkage_link.a = ANY (%(ids)s::uuid[]) AND linkage_link.model = %(model)s RETURNING linkage_link.a, linkage_link.b
)
DELETE FROM linkage_link l USING gone WHERE l.a = gone.b AND l.b = gone.a AND l.model = %(model)s
