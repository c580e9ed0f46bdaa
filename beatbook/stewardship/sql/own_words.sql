-- A row is one word of four signs or more by which these records are found, or were once, and no other record is.
WITH own AS (
    SELECT k.key FROM linkage_key k WHERE k.record_id = ANY (%(ids)s::uuid[])
    UNION
    SELECT k.key FROM past.linkage_key k WHERE k.record_id = ANY (%(ids)s::uuid[])
)
SELECT DISTINCT split_part(own.key, ':', 2)
FROM own
WHERE split_part(own.key, ':', 2) ~ '^[[:alnum:]]{4,}$'
  AND NOT EXISTS (SELECT FROM linkage_key o WHERE o.key = own.key AND o.record_id <> ALL (%(ids)s::uuid[]))
