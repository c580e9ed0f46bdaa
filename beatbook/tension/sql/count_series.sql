-- One row: the reports of one feed and marking, of one kind, in one area and week.
SELECT h.kind, h.area, h.week, count(*)
FROM tension_happening h
WHERE h.feed = %(feed)s AND h.vis = %(vis)s AND h.week BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3;
