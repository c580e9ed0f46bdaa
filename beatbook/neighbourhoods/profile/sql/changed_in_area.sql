-- One row an event of an area that was said or said otherwise since a watermark, the newest first; `upto` is the watermark of now.
SELECT r.id, r.content ->> 'event_type', coalesce(r.content ->> 'offence', r.content ->> 'title', ''), coalesce(r.content ->> 'reference', ''),
       coalesce(r.content ->> 'address', ''), r.happened_at, r.said_at, r.version, r.withdrawn
FROM sources_record r
WHERE r.kind = 'event'
  AND r.area = %(area)s
  AND r.changed >= %(watermark)s::text::xid8
  AND r.changed < %(upto)s::text::xid8
  AND r.feed <> ALL (%(public)s::text[])
ORDER BY r.said_at DESC, r.id
LIMIT %(most)s
