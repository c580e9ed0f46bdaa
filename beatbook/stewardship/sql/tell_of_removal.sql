-- A row is what remains of one record, or refused row, that is removed for good: when, why, and who asked and who agreed.
INSERT INTO stewardship_removal (record_id, reason, asked_by, agreed_by, vis)
SELECT gone.id, q.reason, q.asked_by, %(agreed_by)s, gone.vis
FROM stewardship_removalrequest q,
     (SELECT r.id, r.vis FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[])
      UNION ALL
      SELECT f.id, f.vis FROM sources_refusedrow f WHERE f.id = ANY (%(ids)s::uuid[])) AS gone
WHERE q.id = %(request)s
ON CONFLICT DO NOTHING
