-- One row: one stop and search, taken in anew or as it now is. A blank link is `no` where nothing was found, and else `unknown`.
INSERT INTO measures_stop
    (id, feed, vis, place, month, placed, search_type, object_of_search, object_linked, outcome, ethnicity, age_range, gender)
SELECT t.id, t.feed, t.vis, p.place, t.month, p.placed, t.content ->> 'search_type', t.content ->> 'object_of_search',
       CASE coalesce(t.content ->> 'outcome_linked_to_object', t.content ->> 'outcome_linked')
           WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no'
           ELSE CASE WHEN t.content ->> 'outcome' = ANY (%(nothing_found)s::text[]) THEN 'no' ELSE 'unknown' END
       END,
       t.content ->> 'outcome',
       CASE
           WHEN t.content ->> 'self_defined_ethnicity' ILIKE '%%not stated%%' THEN %(not_known)s
           ELSE coalesce((SELECT g FROM unnest(%(groups)s::text[]) AS g WHERE t.content ->> 'self_defined_ethnicity' LIKE g || '%%' LIMIT 1), %(not_known)s)
       END,
       t.content ->> 'age_range', t.content ->> 'gender'
FROM measures_taken t JOIN measures_placed p ON p.id = t.id
WHERE t.event_type = 'stop-search'
ON CONFLICT (id) DO UPDATE SET
    feed = excluded.feed, vis = excluded.vis, place = excluded.place, month = excluded.month, placed = excluded.placed,
    search_type = excluded.search_type, object_of_search = excluded.object_of_search, object_linked = excluded.object_linked,
    outcome = excluded.outcome, ethnicity = excluded.ethnicity, age_range = excluded.age_range, gender = excluded.gender;
