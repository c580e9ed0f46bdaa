-- One row: the reports of one signal that this viewer may see, in one area and week.
SELECT s.signal, h.area, h.week, count(*)
FROM tension_happening h JOIN unnest(%(kinds)s::text[], %(signals)s::text[]) AS s(kind, signal) ON s.kind = h.kind
WHERE h.week BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3;
