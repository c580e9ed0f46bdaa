-- One row a scope: a part of a snapshot that this load holds, how many records it held before, how many of them the load leaves out,
-- and whether the load is older than what is held (then it neither withdraws nor revives).
WITH said AS (
    SELECT s.scope, max(s.said_at) AS newest
    FROM sources_staged s WHERE s.load_id = %(load)s AND NOT s.tie AND s.scope IS NOT NULL
    GROUP BY s.scope
)
SELECT c.scope,
       count(r.id) FILTER (WHERE NOT r.withdrawn) AS held,
       count(r.id) FILTER (WHERE NOT r.withdrawn AND NOT EXISTS (
           SELECT FROM sources_staged s WHERE s.load_id = %(load)s AND s.id = r.id)) AS left_out,
       coalesce(max(r.said_at) > max(d.newest), false) AS stale
FROM unnest(%(scopes)s::text[]) AS c (scope)
LEFT JOIN said d ON d.scope = c.scope
LEFT JOIN sources_record r ON r.feed = %(feed)s AND r.scope = c.scope
GROUP BY c.scope;
