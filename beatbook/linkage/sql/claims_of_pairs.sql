-- A row is one claim by somebody else, not older than so many minutes, of one of the pairs asked about, both of whose records the viewer may see as
-- they are marked now; the oldest first.
SELECT c.a, c.b, c.claimed_by
FROM linkage_reviewclaim c
JOIN unnest(%(firsts)s::uuid[], %(seconds)s::uuid[]) AS asked (a, b) ON asked.a = c.a AND asked.b = c.b
WHERE c.claimed_by <> %(viewer)s AND c.claimed_at > clock_timestamp() - make_interval(mins => %(minutes)s) AND c.claimed_at <= clock_timestamp()
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = c.a AND NOT r.withdrawn OFFSET 0)
  AND EXISTS (SELECT FROM sources_record r WHERE r.id = c.b AND NOT r.withdrawn OFFSET 0)
ORDER BY c.claimed_at, c.id
