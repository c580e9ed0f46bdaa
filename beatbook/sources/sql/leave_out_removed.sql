-- A row is one staged mention of a record that was removed for good, taken out of the load before it is published; ties of it are never settled.
DELETE FROM sources_staged s
USING sources_removed r
WHERE s.load_id = %(load)s AND s.id = r.record_id AND NOT s.tie
RETURNING s.id
