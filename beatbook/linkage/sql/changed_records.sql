-- A row is one record written at or after a watermark; `linked` when it is below the watermark up to which everything is linked already.
SELECT r.id, r.kind, r.vis, r.withdrawn, r.changed < %(linked)s::text::xid8 AS linked, r.changed::text,
       CASE WHEN r.withdrawn THEN NULL ELSE r.content::text END AS content
FROM sources_record r
WHERE r.changed >= %(since)s::text::xid8 AND (r.kind = 'person' OR r.changed >= %(linked)s::text::xid8)
ORDER BY r.id
