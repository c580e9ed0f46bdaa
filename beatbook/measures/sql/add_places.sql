-- One row: one place, that is one marking, force, era and neighbourhood in every era, in which one of the taken events lies.
CREATE TEMPORARY TABLE measures_lying ON COMMIT DROP AS
SELECT t.id, t.vis, t.force, width_bucket(t.day, %(days)s::date[]) AS era,
       coalesce(p.codes, array_fill(''::text, ARRAY[%(eras)s::integer])) AS codes
FROM measures_taken t
LEFT JOIN measures_point p ON p.longitude = t.longitude AND p.latitude = t.latitude;
INSERT INTO measures_place (vis, force, era, codes)
SELECT DISTINCT vis, force, era, codes FROM measures_lying
ON CONFLICT DO NOTHING;
CREATE TEMPORARY TABLE measures_placed ON COMMIT DROP AS
SELECT l.id, p.id AS place, p.codes[p.era + 1] <> '' AS placed
FROM measures_lying l
JOIN measures_place p ON p.vis = l.vis AND p.force = l.force AND p.era = l.era AND p.codes = l.codes;
