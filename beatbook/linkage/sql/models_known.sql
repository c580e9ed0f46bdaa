-- A row is one model, newest first, with what was found about it over open records.
SELECT m.version, m.state, m.threshold, m.made_at, m.published_at, m.report::text, m.chosen_by::text
FROM linkage_model m
ORDER BY m.made_at DESC, m.version
