-- One row: the reports of one kind that this viewer may see, in one area and week.
SELECT h.kind, h.area, h.week, count(*)
FROM tension_happening h
GROUP BY h.week, h.kind, h.area;
