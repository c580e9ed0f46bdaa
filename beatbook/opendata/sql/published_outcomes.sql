-- One row a published outcome, in an order that does not depend on how it was loaded.
SELECT r.source_key, r.content ->> 'month', r.content ->> 'force', r.longitude, r.latitude, coalesce(r.content ->> 'address', ''),
    coalesce(r.content ->> 'reference', ''), r.content ->> 'outcome'
FROM sources_record r
WHERE r.feed = ANY (%(feeds)s) AND r.scope = ANY (%(scopes)s) AND NOT r.withdrawn
ORDER BY r.source_key, r.feed
