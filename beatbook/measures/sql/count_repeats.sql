-- One row: one crime whose number of earlier crimes of its type at its map point, in the twelve months before its own, has changed.
UPDATE measures_crime c
SET earlier_same_place = e.earlier
FROM (
    SELECT now.spot, now.feed, now.crime_type, now.month, now.vis, coalesce(sum(before.n), 0)::integer AS earlier
    FROM (
        SELECT DISTINCT c.spot, c.feed, c.crime_type, c.month, c.vis FROM measures_crime c JOIN measures_spots s ON s.spot = c.spot
    ) now
    LEFT JOIN (
        SELECT c.spot, c.feed, c.crime_type, c.month, c.vis, count(*) AS n
        FROM measures_crime c JOIN measures_spots s ON s.spot = c.spot GROUP BY 1, 2, 3, 4, 5
    ) before
      ON before.spot = now.spot AND before.feed = now.feed AND before.crime_type = now.crime_type
     AND before.month >= now.month - interval '12 months' AND before.month < now.month
     AND EXISTS (SELECT FROM measures_implied i WHERE i.vis = now.vis AND i.seen = before.vis)
    GROUP BY 1, 2, 3, 4, 5
) e
WHERE c.spot = e.spot AND c.feed = e.feed AND c.crime_type = e.crime_type AND c.month = e.month AND c.vis = e.vis
  AND c.earlier_same_place <> e.earlier;
