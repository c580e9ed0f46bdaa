-- One row: one report of a kind that victims or the public make, which changed between two watermarks and that its system still holds.
INSERT INTO tension_happening (id, feed, vis, week, area, kind)
SELECT r.id, r.feed, r.vis, date_trunc('week', r.happened_at AT TIME ZONE 'Europe/London')::date, coalesce(r.area, ''), k.kind
FROM sources_record r
JOIN unnest(%(feeds)s::text[], %(kinds)s::text[]) AS k(feed, kind)
  ON k.feed = r.feed AND k.kind = coalesce(r.content ->> 'offence', r.content ->> 'title')
WHERE r.kind = 'event' AND r.content ->> 'event_type' IN ('crime', 'incident') AND NOT r.withdrawn AND r.happened_at IS NOT NULL
  AND r.happened_at >= %(first)s AND r.changed >= %(since)s::text::xid8 AND r.changed < %(upto)s::text::xid8
ON CONFLICT (id) DO UPDATE SET vis = excluded.vis, week = excluded.week, area = excluded.area, kind = excluded.kind;
