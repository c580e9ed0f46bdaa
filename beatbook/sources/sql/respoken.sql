-- Nothing comes back. A feed spoke last, at a marking, when the newest record or version that is still so marked was said: the time of one that
-- is sealed now must not be read off the line that says how fresh the feed is.
UPDATE sources_spoken p
SET last_said_at = (
    SELECT max(said.said_at)
    FROM (SELECT r.said_at FROM sources_record r WHERE r.feed = p.feed AND r.vis = p.vis
          UNION ALL
          SELECT v.said_at FROM sources_record r JOIN sources_recordversion v ON v.record_id = r.id WHERE r.feed = p.feed AND v.vis = p.vis) said)
FROM unnest(%(feeds)s::text[], %(marks)s::integer[], %(times)s::timestamptz[]) AS gone (feed, vis, said_at)
WHERE p.feed = gone.feed AND p.vis = gone.vis AND p.last_said_at <= gone.said_at
