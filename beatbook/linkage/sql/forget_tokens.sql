-- A row is one variant of a name token that no record of its marking holds any more: removed.
DELETE FROM linkage_token t
USING unnest(%(deletions)s::text[], %(marks)s::integer[], %(tokens)s::text[]) AS gone (deletion, vis, token)
WHERE t.deletion = gone.deletion AND t.vis = gone.vis AND t.token = gone.token
