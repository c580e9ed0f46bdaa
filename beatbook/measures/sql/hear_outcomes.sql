-- One row: one month for which outcomes of one force were published at one marking.
INSERT INTO measures_heard (feed, force, month, vis)
SELECT DISTINCT t.feed, t.force, t.month, t.vis FROM measures_taken t WHERE t.event_type = 'outcome'
ON CONFLICT DO NOTHING;
