-- A row is one key of one of the given visible records.
SELECT k.record_id, k.key FROM linkage_key k WHERE k.record_id = ANY (%(ids)s::uuid[]) ORDER BY k.record_id, k.key
