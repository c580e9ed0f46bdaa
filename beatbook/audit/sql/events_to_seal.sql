-- A row is one event that no seal covers yet and behind which no late commit can slip, as the text that is hashed; times as microseconds since 1970.
SELECT e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.user_id, e.role, e.task_id, e.purpose, e.reference, e.route,
       encode(e.query_hash, 'hex'), e.record_ids, e.detail::text, e.changed
FROM audit_event e
WHERE e.changed >= {since}::text::xid8 AND e.changed < {upto}::text::xid8
  AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
ORDER BY e.changed, e.id
