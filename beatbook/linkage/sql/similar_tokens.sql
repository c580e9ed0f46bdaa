-- A row is one name token, seen in a visible record, that shares a variant with the one asked for.
SELECT DISTINCT t.token FROM linkage_token t WHERE t.deletion = ANY (%(variants)s::text[])
