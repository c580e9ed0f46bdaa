-- A row is one visible link, each pair once, about which a person may be asked: those nearest below the threshold, those weakest above it, and a draw
-- of confident ones, which begins at a record id that the day chooses. Limits count visible links alone. The bounds in figures are those of the index.
(
    SELECT l.a, l.b, l.weight, l.levels, false AS drawn
    FROM linkage_link l
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.a AND r.kind = 'person' AND NOT r.withdrawn OFFSET 0) AS first_seen
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0) AS second_seen
    WHERE l.model = %(model)s AND l.a < l.b AND l.weight >= -3.3 AND l.weight < 12 AND l.weight < %(threshold)s
    ORDER BY l.weight DESC, l.a, l.b
    LIMIT %(most)s
)
UNION ALL
(
    SELECT l.a, l.b, l.weight, l.levels, false
    FROM linkage_link l
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.a AND r.kind = 'person' AND NOT r.withdrawn OFFSET 0) AS first_seen
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0) AS second_seen
    WHERE l.model = %(model)s AND l.a < l.b AND l.weight >= -3.3 AND l.weight < 12 AND l.weight >= %(threshold)s AND l.weight < %(strong)s
    ORDER BY l.weight, l.a, l.b
    LIMIT %(most)s
)
UNION ALL
(
    SELECT l.a, l.b, l.weight, l.levels, true
    FROM linkage_link l
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.a AND r.kind = 'person' AND NOT r.withdrawn OFFSET 0) AS first_seen
    CROSS JOIN LATERAL (SELECT FROM sources_record r WHERE r.id = l.b AND NOT r.withdrawn OFFSET 0) AS second_seen
    WHERE l.model = %(model)s AND l.a < l.b AND l.a >= %(start)s AND l.weight >= %(strong)s
    ORDER BY l.a, l.b
    LIMIT %(sample)s
)
