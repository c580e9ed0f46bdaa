-- One row of the temporary table: one changed event that its system still holds, with its month and day, its place and what measures ask of it.
CREATE TEMPORARY TABLE measures_taken ON COMMIT DROP AS
SELECT r.id, r.feed, r.vis,
       r.content ->> 'event_type' AS event_type,
       coalesce(r.content ->> 'force', %(forces)s::jsonb ->> r.feed, '') AS force,
       coalesce(to_date(r.content ->> 'month', 'YYYY-MM'), date_trunc('month', r.happened_at AT TIME ZONE 'Europe/London')::date) AS month,
       (r.happened_at AT TIME ZONE 'Europe/London')::date AS day,
       r.longitude, r.latitude, r.content
FROM measures_changed c JOIN sources_record r ON r.id = c.id
WHERE NOT r.withdrawn AND r.happened_at IS NOT NULL;
