-- One row: one crime or incident, taken in anew or as it now is.
INSERT INTO measures_crime (id, feed, vis, place, month, crime_type, has_id, placed, spot)
SELECT t.id, t.feed, t.vis, p.place, t.month, coalesce(t.content ->> 'offence', t.event_type),
       coalesce(t.content ->> 'reference', '') <> '', p.placed,
       CASE WHEN t.longitude IS NOT NULL THEN hashtextextended(t.longitude::text || ' ' || t.latitude::text, 0) END
FROM measures_taken t JOIN measures_placed p ON p.id = t.id
WHERE t.event_type IN ('crime', 'incident')
ON CONFLICT (id) DO UPDATE SET
    feed = excluded.feed, vis = excluded.vis, place = excluded.place, month = excluded.month, crime_type = excluded.crime_type,
    has_id = excluded.has_id, placed = excluded.placed, spot = excluded.spot, earlier_same_place = 0,
    positive_months = NULL, no_suspect_months = NULL, final_months = NULL;
