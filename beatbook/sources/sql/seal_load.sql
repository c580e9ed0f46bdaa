-- Nothing comes back. Gives a load, and the feed's refused rows of loads that are over, the marking that covers all that the feed ever said.
-- A row that was refused for its own marking stays sealed; so does one that names what a seal guards.
WITH marked AS (
    UPDATE sources_load SET vis = %(vis)s WHERE id = %(load)s
)
UPDATE sources_refusedrow q
SET vis = %(vis)s
WHERE q.feed = %(feed)s AND q.state = 'open' AND q.vis <> %(vis)s AND lower(q.column_name) <> ALL (%(marking_columns)s::text[])
  AND NOT EXISTS (SELECT FROM sources_sealed z WHERE z.record_id = q.id AND z.state <> 'released')
  AND (q.load_id = %(load)s OR NOT EXISTS (SELECT FROM sources_load l WHERE l.id = q.load_id AND l.state = 'staging'))
