-- A row is one kind of record of one feed, with how many of them are visible. Read from the index sources_record_facet alone.
SELECT r.kind, r.feed, count(*) FROM sources_record r WHERE NOT r.withdrawn GROUP BY r.kind, r.feed ORDER BY r.kind, r.feed
