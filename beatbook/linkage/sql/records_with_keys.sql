-- A row is one visible record that holds one of the given keys.
SELECT k.key, k.record_id FROM linkage_key k WHERE k.key = ANY (%(keys)s::text[]) ORDER BY k.key, k.record_id
