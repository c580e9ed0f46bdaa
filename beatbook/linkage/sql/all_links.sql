-- A row is one link, each pair once, with its level vector; for named jobs, which see all.
SELECT l.a, l.b, l.weight, l.levels FROM linkage_link l WHERE l.a < l.b
