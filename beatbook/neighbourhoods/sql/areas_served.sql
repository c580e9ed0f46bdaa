-- One row an area and force: how many published events of that force lie there. Rows that are not public to everybody are left out, whoever asks.
SELECT r.area, r.content ->> 'force', count(*)
FROM sources_record r
WHERE r.kind = 'event'
  AND r.feed = ANY (%(feeds)s)
  AND r.area IS NOT NULL
  AND NOT r.withdrawn
  AND r.vis IN (SELECT m.vis FROM access_marking m WHERE m.classification = 0 AND m.agreements = '{}' AND m.caveats = '{}')
GROUP BY 1, 2
ORDER BY 1, 3 DESC, 2
