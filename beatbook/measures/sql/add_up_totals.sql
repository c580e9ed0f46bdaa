-- One row: by how much the total of one force, month, slot and marking on one set of boundaries has changed, or what it is where none was.
INSERT INTO measures_total AS t (measure, basis, force, month, slot, vis, n, num, unknown)
SELECT c.measure, p.basis, p.force, c.month, u.slot, c.vis, sum(c.sign * u.n), sum(c.sign * u.num), sum(c.sign * u.unknown)
FROM pg_temp.measures_changes c
JOIN measures_placing p ON p.place = c.place
CROSS JOIN LATERAL unnest(c.slots, c.n, c.num, c.unknown) AS u (slot, n, num, unknown)
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(c.sign * u.n) <> 0 OR sum(c.sign * u.num) <> 0 OR sum(c.sign * u.unknown) <> 0
ON CONFLICT (measure, basis, force, month, slot, vis) DO UPDATE
SET n = t.n + excluded.n, num = t.num + excluded.num, unknown = t.unknown + excluded.unknown;
