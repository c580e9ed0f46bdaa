-- A row is one leaf with what its event says today; the columns after the third are the text that is hashed, as in events_to_seal.
SELECT l.seal, encode(l.leaf, 'hex'), l.event_id,
       e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.user_id, e.role, e.task_id, e.purpose, e.reference, e.route,
       encode(e.query_hash, 'hex'), e.record_ids, e.detail::text, e.changed
FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id
ORDER BY l.seal, l.place
