-- Nothing comes back. Writes one row for each marking at which the load says something: when it was last said, and that it was taken now.
INSERT INTO sources_spoken AS p (feed, vis, last_said_at, last_loaded_at)
SELECT %(feed)s, s.vis, max(s.said_at), now()
FROM sources_staged s
WHERE s.load_id = %(load)s AND NOT s.tie
GROUP BY s.vis
ON CONFLICT (feed, vis) DO UPDATE SET last_said_at = greatest(p.last_said_at, excluded.last_said_at), last_loaded_at = excluded.last_loaded_at
