-- A row is one variant of a name token that no record of its marking held before. Every token is a variant of itself, so that one look tells.
INSERT INTO linkage_token (deletion, vis, token)
SELECT variant.deletion, new.vis, variant.token
FROM unnest(%(tokens)s::text[], %(marks)s::integer[]) AS new (token, vis)
CROSS JOIN LATERAL public.linkage_deletions(new.token) AS variant (deletion, token)
WHERE NOT EXISTS (SELECT FROM linkage_token held WHERE held.deletion = new.token AND held.vis = new.vis AND held.token = new.token)
ON CONFLICT DO NOTHING
