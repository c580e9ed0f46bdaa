-- One row: the week and free text of one report of a watched feed, of one marking.
SELECT h.week, r.content ->> 'summary'
FROM tension_happening h JOIN sources_record r ON r.id = h.id
WHERE h.feed = %(feed)s AND h.vis = %(vis)s AND r.vis = %(vis)s AND h.week BETWEEN %(first)s AND %(last)s
  AND r.content ->> 'summary' IS NOT NULL AND NOT r.withdrawn;
