-- Whose row is whose: each reads and adds their own; a supervisor sees, of their own organisation, what asks to watch, and decides about others' alone.
ALTER TABLE search_recent ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_recent FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON search_recent FOR ALL TO beatbook_app
    USING (search_recent.owner = (SELECT sec.my_user())) WITH CHECK (search_recent.owner = (SELECT sec.my_user()));
CREATE POLICY ingest_forgets ON search_recent FOR ALL TO beatbook_ingest USING (true);
GRANT SELECT, INSERT ON search_recent TO beatbook_app;
GRANT SELECT, DELETE ON search_recent TO beatbook_ingest;

ALTER TABLE search_saved ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_saved FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON search_saved FOR ALL TO beatbook_app
    USING (search_saved.owner = (SELECT sec.my_user())) WITH CHECK (search_saved.owner = (SELECT sec.my_user()));
CREATE POLICY supervisor_reads ON search_saved FOR SELECT TO beatbook_app
    USING (search_saved.watches AND (SELECT sec.my_role()) = 'sergeant'
           AND search_saved.organisation = (SELECT u.organisation_id FROM access_user u WHERE u.id = (SELECT sec.my_user())));
CREATE POLICY ingest_reads ON search_saved FOR SELECT TO beatbook_ingest USING (true);
GRANT SELECT, INSERT, UPDATE (ended_at) ON search_saved TO beatbook_app;
GRANT SELECT ON search_saved TO beatbook_ingest;

ALTER TABLE search_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_decision FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_with_its_search ON search_decision FOR SELECT TO beatbook_app
    USING (EXISTS (SELECT 1 FROM search_saved s WHERE s.id = search_decision.saved_id));
CREATE POLICY supervisor_decides ON search_decision FOR INSERT TO beatbook_app
    WITH CHECK (search_decision.decided_by = (SELECT sec.my_user()) AND (SELECT sec.my_role()) = 'sergeant'
                AND EXISTS (SELECT 1 FROM search_saved s WHERE s.id = search_decision.saved_id AND s.owner <> (SELECT sec.my_user())));
CREATE POLICY ingest_reads ON search_decision FOR SELECT TO beatbook_ingest USING (true);
GRANT SELECT, INSERT ON search_decision TO beatbook_app;
GRANT SELECT ON search_decision TO beatbook_ingest;

ALTER TABLE search_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_finding FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON search_finding FOR ALL TO beatbook_app
    USING (search_finding.owner = (SELECT sec.my_user())) WITH CHECK (search_finding.owner = (SELECT sec.my_user()));
GRANT SELECT, INSERT ON search_finding TO beatbook_app;
