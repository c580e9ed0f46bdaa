-- One row a map point and kind of crime: how many of these records were moved to it.
SELECT r.longitude, r.latitude, coalesce(r.content ->> 'address', ''), coalesce(r.content ->> 'offence', ''), count(*)
FROM sources_record r
WHERE r.id = ANY (%(ids)s) AND r.longitude IS NOT NULL AND NOT r.withdrawn
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
