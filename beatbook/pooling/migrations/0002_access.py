"""Who may read and add what: the one template where rows bear a marking, the asker alone for plans, and a ledger that nobody changes."""

from django.db import migrations

from beatbook.access.policies import protect_sql

OWN_PLAN = "pooling_planrequest.asked_by = (SELECT sec.my_user())"
SQL = f"""
ALTER TABLE pooling_planrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE pooling_planrequest FORCE ROW LEVEL SECURITY;
CREATE POLICY asker_reads ON pooling_planrequest FOR SELECT TO beatbook_app USING ({OWN_PLAN});
CREATE POLICY asker_adds ON pooling_planrequest FOR INSERT TO beatbook_app WITH CHECK ({OWN_PLAN});
CREATE POLICY worker_works ON pooling_planrequest FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON pooling_planrequest TO beatbook_app;
GRANT SELECT, DELETE ON pooling_planrequest TO beatbook_ingest;

ALTER TABLE pooling_planstep ENABLE ROW LEVEL SECURITY;
ALTER TABLE pooling_planstep FORCE ROW LEVEL SECURITY;
CREATE POLICY asker_reads ON pooling_planstep FOR SELECT TO beatbook_app
    USING (EXISTS (SELECT 1 FROM pooling_planrequest own WHERE own.id = pooling_planstep.request_id AND own.asked_by = (SELECT sec.my_user())));
CREATE POLICY worker_works ON pooling_planstep FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT ON pooling_planstep TO beatbook_app;
GRANT SELECT, INSERT, DELETE ON pooling_planstep TO beatbook_ingest;

ALTER TABLE pooling_journalentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE pooling_journalentry FORCE ROW LEVEL SECURITY;
CREATE POLICY reader_of_a_line_reads ON pooling_journalentry FOR SELECT TO beatbook_app
    USING (EXISTS (SELECT 1 FROM pooling_journalline line WHERE line.journal_id = pooling_journalentry.id));
CREATE POLICY keeper_keeps ON pooling_journalentry FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT (id, company, code, year, words, reverses, posted_at) ON pooling_journalentry TO beatbook_app;
GRANT SELECT, INSERT ON pooling_journalentry TO beatbook_ingest;
REVOKE UPDATE, DELETE, TRUNCATE ON pooling_journalline FROM beatbook_ingest;

ALTER TABLE pooling_yearclose ENABLE ROW LEVEL SECURITY;
ALTER TABLE pooling_yearclose FORCE ROW LEVEL SECURITY;
CREATE POLICY reader_of_a_quote_reads ON pooling_yearclose FOR SELECT TO beatbook_app
    USING (EXISTS (SELECT 1 FROM pooling_quote quote WHERE quote.company = pooling_yearclose.company));
CREATE POLICY keeper_keeps ON pooling_yearclose FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT ON pooling_yearclose TO beatbook_app;
GRANT SELECT, INSERT ON pooling_yearclose TO beatbook_ingest;

CREATE FUNCTION pooling_year_is_open() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pooling_yearclose c WHERE c.company = NEW.company AND c.year >= NEW.year) THEN
        RAISE EXCEPTION 'The year % of % is closed.', NEW.year, NEW.company USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_is_open BEFORE INSERT ON pooling_journalentry FOR EACH ROW EXECUTE FUNCTION pooling_year_is_open();

CREATE FUNCTION pooling_journal_balances() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT sum(line.pence) FROM pooling_journalline line WHERE line.journal_id = NEW.journal_id) <> 0 THEN
        RAISE EXCEPTION 'The lines of a journal do not sum to nought.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_balances AFTER INSERT ON pooling_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pooling_journal_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("pooling", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        migrations.RunSQL(protect_sql("pooling_pool")),
        migrations.RunSQL(protect_sql("pooling_forceneed", insertable=True, own_column="said_by", organisation_column="owner")),
        migrations.RunSQL(protect_sql("pooling_supplieroffer")),
        migrations.RunSQL(protect_sql("pooling_refusedline")),
        migrations.RunSQL(protect_sql("pooling_quote")),
        migrations.RunSQL(protect_sql("pooling_journalline")),
        migrations.RunSQL(SQL),
    ]
