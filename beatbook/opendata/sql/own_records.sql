-- One row a record of the force's own that may be published: of one month, with no caveat and no marking above OFFICIAL. A crime's last outcome beside it.
WITH releasable AS MATERIALIZED (
    SELECT m.vis FROM access_marking m WHERE m.classification <= 1 AND m.caveats = '{}'
)
SELECT r.feed, coalesce(r.content ->> 'reference', ''), coalesce(r.content ->> 'title', ''), coalesce(r.content ->> 'offence_code', ''),
    coalesce(
        (SELECT o.content ->> 'outcome' FROM sources_tie t JOIN sources_record o ON o.id = t.from_id
         WHERE t.to_id = r.id AND t.role = 'outcome of' AND NOT t.withdrawn AND NOT o.withdrawn AND o.vis IN (SELECT vis FROM releasable)
         ORDER BY o.happened_at DESC NULLS LAST, o.id LIMIT 1),
        r.content ->> 'outcome', ''),
    coalesce(r.area, ''), r.longitude, r.latitude
FROM sources_record r
WHERE r.kind = 'event' AND r.feed = ANY (%(feeds)s) AND NOT r.withdrawn
  AND r.content ->> 'event_type' IN ('crime', 'incident')
  AND coalesce(left(r.content ->> 'reported_at', 7), to_char(r.happened_at AT TIME ZONE 'Europe/London', 'YYYY-MM')) = %(month)s
  AND r.vis IN (SELECT vis FROM releasable)
ORDER BY r.id
