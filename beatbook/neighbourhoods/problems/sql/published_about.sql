-- One row a month, area and map point: how many published crimes or incidents of some kinds, within a box or in some areas. What is not public to
-- everybody is left out, whoever asks, so that an effect is the same for all and may be shared.
SELECT r.content ->> 'month', coalesce(r.area, ''), r.longitude, r.latitude, count(*)
FROM sources_record r
WHERE r.kind = 'event'
  AND r.feed = ANY (%(feeds)s)
  AND NOT r.withdrawn
  AND r.longitude IS NOT NULL
  AND r.content ->> 'event_type' IN ('crime', 'incident')
  AND r.content ->> 'offence' = ANY (%(kinds)s::text[])
  AND r.content ->> 'month' BETWEEN %(first)s AND %(last)s
  AND (r.area = ANY (%(areas)s::text[])
       OR (r.longitude BETWEEN %(west)s AND %(east)s AND r.latitude BETWEEN %(south)s AND %(north)s))
  AND r.vis IN (SELECT m.vis FROM access_marking m WHERE m.classification = 0 AND m.agreements = '{}' AND m.caveats = '{}')
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
