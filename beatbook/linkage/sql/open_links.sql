-- A row is one link under one model between two open records, each pair once, with its level vector; for reports.
SELECT l.a, l.b, l.weight, l.levels
FROM linkage_link l
WHERE l.model = %(model)s AND l.a < l.b AND l.va = ANY (%(open)s::integer[]) AND l.vb = ANY (%(open)s::integer[])
