-- One row: one crime with the months until its first outcome of each sort; only outcomes count that whoever may see the crime may see.
UPDATE measures_crime c
SET positive_months = o.positive, no_suspect_months = o.no_suspect, final_months = o.final
FROM (
    SELECT c.id,
           min(m.months) FILTER (WHERE m.outcome = ANY (%(positive)s::text[])) AS positive,
           min(m.months) FILTER (WHERE m.outcome = ANY (%(no_suspect)s::text[])) AS no_suspect,
           min(m.months) FILTER (WHERE m.outcome <> ALL (%(not_final)s::text[])) AS final
    FROM measures_changed g
    JOIN measures_crime c ON c.id = g.id
    JOIN sources_tie t ON t.to_id = c.id AND t.role = 'outcome of' AND NOT t.withdrawn
    JOIN sources_record r ON r.id = t.from_id AND NOT r.withdrawn
    JOIN measures_implied i ON i.vis = c.vis AND i.seen = r.vis
    CROSS JOIN LATERAL (
        SELECT r.content ->> 'outcome' AS outcome,
               greatest(0, (12 * (extract(year FROM d.day) - extract(year FROM c.month)) + extract(month FROM d.day) - extract(month FROM c.month)))::smallint AS months
        FROM (SELECT coalesce(to_date(r.content ->> 'month', 'YYYY-MM'), (r.happened_at AT TIME ZONE 'Europe/London')::date) AS day) d
    ) m
    WHERE m.months IS NOT NULL
    GROUP BY c.id
) o
WHERE o.id = c.id;
