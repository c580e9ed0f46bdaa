-- A row is one visible record that holds a key which begins with the given one. The bounds are text comparisons, which are leakproof; LIKE is not.
SELECT k.key, k.record_id
FROM linkage_key k
WHERE k.key >= %(prefix)s AND k.key < %(prefix)s || chr(1114111)
ORDER BY k.key, k.record_id
LIMIT %(most)s
