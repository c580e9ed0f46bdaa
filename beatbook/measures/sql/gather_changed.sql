-- One row of the temporary table: one event whose measures may have changed between two watermarks, itself or by an outcome tied to it.
CREATE TEMPORARY TABLE measures_changed ON COMMIT DROP AS
WITH own AS MATERIALIZED (
    SELECT r.id FROM sources_record r
    WHERE r.kind = 'event' AND r.feed = ANY (%(feeds)s::text[])
      AND r.changed >= %(since)s::text::xid8 AND r.changed < %(upto)s::text::xid8
)
SELECT id FROM own
UNION
SELECT t.to_id FROM sources_tie t
WHERE %(since)s::bigint > 0 AND t.role = 'outcome of' AND t.changed >= %(since)s::text::xid8 AND t.changed < %(upto)s::text::xid8
UNION
SELECT t.to_id FROM own JOIN sources_tie t ON t.from_id = own.id
WHERE %(since)s::bigint > 0 AND t.role = 'outcome of';
