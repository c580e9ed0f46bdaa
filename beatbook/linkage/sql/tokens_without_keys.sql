-- A row is one of the given name tokens, with its marking, that no key of that marking holds any more.
SELECT asked.token, asked.vis
FROM unnest(%(tokens)s::text[], %(marks)s::integer[]) AS asked (token, vis)
WHERE NOT EXISTS (SELECT FROM linkage_key k WHERE k.key = 'name:' || asked.token AND k.vis = asked.vis)
