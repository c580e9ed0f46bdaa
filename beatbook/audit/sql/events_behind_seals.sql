-- A row is one event that says it was written before the last seal, yet is under none: it was put in behind it.
SELECT e.id FROM audit_event e
WHERE e.changed < (SELECT s.upto FROM audit_seal s ORDER BY s.number DESC LIMIT 1)
  AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
ORDER BY e.id LIMIT 100
