-- One row a scope (sort, month and force) of what is published row by row: its rows as the viewer sees them, and a mark that changes when any does.
SELECT r.scope, count(*), bit_xor(hashtextextended(r.id::text || r.changed::text, 0))::text
FROM sources_record r
WHERE r.feed = ANY (%(feeds)s) AND r.scope IS NOT NULL AND NOT r.withdrawn
GROUP BY r.scope
ORDER BY r.scope
