-- Nothing comes back. Reports that changed between two watermarks, and those of before any week that is judged, are taken out.
DELETE FROM tension_happening h
USING sources_record r
WHERE r.id = h.id AND ((r.changed >= %(since)s::text::xid8 AND r.changed < %(upto)s::text::xid8) OR h.week < %(first)s::date);
