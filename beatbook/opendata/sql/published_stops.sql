-- One row a published stop and search, by the time at which it was made.
SELECT r.source_key, r.content ->> 'month', r.content ->> 'force', r.longitude, r.latitude,
    to_char(r.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '+00:00', r.content::text
FROM sources_record r
WHERE r.feed = ANY (%(feeds)s) AND r.scope = ANY (%(scopes)s) AND NOT r.withdrawn
ORDER BY r.happened_at, r.source_key, r.feed
