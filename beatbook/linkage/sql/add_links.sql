-- A row is one new link in one direction; each given pair makes two.
WITH found AS (
    SELECT a, b, va, vb, weight, levels
    FROM unnest(%(a)s::uuid[], %(b)s::uuid[], %(va)s::integer[], %(vb)s::integer[], %(weights)s::float8[], %(levels)s::bytea[])
        AS new (a, b, va, vb, weight, levels)
)
INSERT INTO linkage_link (a, b, va, vb, weight, levels, model)
SELECT a, b, va, vb, weight, levels, %(model)s::text FROM found
UNION ALL
SELECT b, a, vb, va, weight, levels, %(model)s::text FROM found
