-- A row is one person record from which a model may learn: OFFICIAL or PUBLIC, without caveats, held by one body and shared under no agreement.
SELECT r.id, r.content::text
FROM sources_record r
JOIN access_marking m ON m.vis = r.vis
WHERE r.kind = 'person' AND NOT r.withdrawn AND m.classification <= 1 AND m.caveats = '{}'
  AND NOT EXISTS (SELECT 1 FROM access_agreement a WHERE a.code = ANY (m.agreements))
ORDER BY r.id
LIMIT %(most)s
