-- A row is one pair on a reviewer's list of a day, both of whose records the viewer may see as they are marked now, in order.
SELECT i.id, i.a, i.b, i.owner, i.day, i.kind, i.first_day, i.added_at
FROM linkage_reviewitem i
WHERE (%(owner)s::uuid IS NULL OR i.owner = %(owner)s) AND (%(team)s::text IS NULL OR i.team = %(team)s) AND i.day >= %(since)s AND i.day <= %(until)s
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = i.a AND NOT r.withdrawn OFFSET 0)
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = i.b AND NOT r.withdrawn OFFSET 0)
ORDER BY i.day, i.owner, i.place, i.id
