-- One row: a forename or surname that people's records of one feed and marking bear, in small letters.
SELECT DISTINCT lower(n.name)
FROM sources_record r
CROSS JOIN LATERAL regexp_split_to_table(
    concat_ws(' ', r.content ->> 'forenames', r.content ->> 'surname', r.content ->> 'known_as'), '[^[:alpha:]]+'
) AS n(name)
WHERE r.kind = 'person' AND r.feed = %(feed)s AND r.vis = %(vis)s AND n.name <> '';
