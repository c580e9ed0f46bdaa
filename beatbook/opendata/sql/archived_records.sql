-- One row a published record of one scope (sort, month and force), as it was said, in an order that does not depend on how it was loaded.
SELECT r.content::text, r.longitude, r.latitude, to_char(r.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '+00:00'
FROM sources_record r
WHERE r.feed = ANY (%(feeds)s) AND r.scope = %(scope)s AND NOT r.withdrawn
ORDER BY r.happened_at, r.source_key, r.feed
