-- A row is one link, each pair once, with its guard; for named jobs, which see all.
SELECT l.a, l.b, l.weight, get_byte(l.levels, length(l.levels) - 1) FROM linkage_link l WHERE l.a < l.b
