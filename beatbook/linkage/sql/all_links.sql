-- A row is one link under one model, each pair once, with its level vector; for named jobs, which see all.
SELECT l.a, l.b, l.weight, substring(l.levels || decode(repeat('00', 20), 'hex') FROM 1 FOR 20) AS levels FROM linkage_link l WHERE l.model = %(model)s AND l.a < l.b
