-- One row an object of search: how many of these searches looked for it.
SELECT coalesce(r.content ->> 'object_of_search', ''), count(*)
FROM sources_record r
WHERE r.id = ANY (%(ids)s) AND NOT r.withdrawn
GROUP BY 1
