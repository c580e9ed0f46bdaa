-- A row is one marking that counts as open: OFFICIAL or PUBLIC, without caveats, held by one body and shared under no agreement. As open_records.
SELECT m.vis
FROM access_marking m
WHERE m.classification <= 1 AND m.caveats = '{}' AND NOT EXISTS (SELECT 1 FROM access_agreement a WHERE a.code = ANY (m.agreements))
