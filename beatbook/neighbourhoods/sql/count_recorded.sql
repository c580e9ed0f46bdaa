-- One row a month, kind of crime and last outcome: how many of these records bear them.
SELECT r.content ->> 'month', coalesce(r.content ->> 'offence', ''), coalesce(r.content ->> 'outcome', ''), count(*)
FROM sources_record r
WHERE r.id = ANY (%(ids)s) AND NOT r.withdrawn
GROUP BY 1, 2, 3
