"""Who may read and add what: the one template where rows bear a marking; scores blind until the round closes; gates without a way round."""

from django.db import migrations

from beatbook.access.policies import protect_sql

BID_IS_SEEN = "EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = {table}.bid_id)"
COUNCIL = "EXISTS (SELECT 1 FROM innovation_councilmember m WHERE m.user = (SELECT sec.my_user()))"
NOT_MINE = (
    "NOT EXISTS (SELECT 1 FROM innovation_bid b JOIN access_user u ON u.organisation_id = b.owner"
    " WHERE b.id = {table}.bid_id AND u.id = (SELECT sec.my_user()))"
)
CLOSED = "EXISTS (SELECT 1 FROM innovation_bid b JOIN innovation_fundround r ON r.code = b.round_id WHERE b.id = {table}.bid_id AND {when})"


MY_ORGANISATION = "(SELECT u.organisation_id FROM access_user u WHERE u.id = (SELECT sec.my_user()))"


def of(table: str, text: str, **more: str) -> str:
    """A condition with the table's name in it."""
    return text.format(table=table, **more)


SCORE, VOTE = "innovation_bidscore", "innovation_councilvote"
SQL = f"""
GRANT SELECT ON innovation_councilmember TO beatbook_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON innovation_councilmember TO beatbook_ingest;

ALTER TABLE {SCORE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {SCORE} FORCE ROW LEVEL SECURITY;
CREATE POLICY blind_until_closed ON {SCORE} FOR SELECT TO beatbook_app
    USING ({of(SCORE, BID_IS_SEEN)} AND ({SCORE}.assessor = (SELECT sec.my_user()) OR {of(SCORE, CLOSED, when="r.closes_on < current_date")}));
CREATE POLICY council_scores ON {SCORE} FOR INSERT TO beatbook_app
    WITH CHECK ({SCORE}.assessor = (SELECT sec.my_user()) AND {COUNCIL} AND {of(SCORE, NOT_MINE)}
        AND {of(SCORE, CLOSED, when="r.closes_on >= current_date")}
        AND NOT EXISTS (SELECT 1 FROM {VOTE} v WHERE v.bid_id = {SCORE}.bid_id AND v.member = (SELECT sec.my_user())
            AND v.say = 'conflict of interest'));
CREATE POLICY ingest_writes ON {SCORE} FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON {SCORE} TO beatbook_app;
GRANT SELECT, INSERT, DELETE ON {SCORE} TO beatbook_ingest;

ALTER TABLE {VOTE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {VOTE} FORCE ROW LEVEL SECURITY;
CREATE POLICY reader_of_the_bid_reads ON {VOTE} FOR SELECT TO beatbook_app USING ({of(VOTE, BID_IS_SEEN)});
CREATE POLICY council_votes ON {VOTE} FOR INSERT TO beatbook_app
    WITH CHECK ({VOTE}.member = (SELECT sec.my_user()) AND {COUNCIL} AND {of(VOTE, BID_IS_SEEN)}
        AND ({VOTE}.say = 'conflict of interest' OR {of(VOTE, NOT_MINE)}));
CREATE POLICY ingest_writes ON {VOTE} FOR ALL TO beatbook_ingest USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON {VOTE} TO beatbook_app;
GRANT SELECT, INSERT, DELETE ON {VOTE} TO beatbook_ingest;

CREATE POLICY owner_reads_the_measure ON innovation_measurereading AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_benefitclaim c WHERE c.id = innovation_measurereading.benefit_id AND c.owner = {MY_ORGANISATION}));
CREATE POLICY owner_claims ON innovation_benefitactual AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_benefitclaim c
        WHERE c.id = innovation_benefitactual.benefit_id AND c.answers_for_it = (SELECT sec.my_user())));
CREATE POLICY owner_passes ON innovation_livecheck AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = innovation_livecheck.bid_id AND b.owner = {MY_ORGANISATION}));
CREATE POLICY owner_records ON innovation_proofresult AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_bid b
        WHERE b.id = innovation_proofresult.bid_id AND b.owner = {MY_ORGANISATION} AND b.stage = 'proof of concept'));
CREATE POLICY owner_decides ON innovation_appraisaldecision AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_appraisal a WHERE a.id = innovation_appraisaldecision.appraisal_id AND a.owner = {MY_ORGANISATION}));

CREATE FUNCTION innovation_scale_has_result() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.stage = 'scale' AND (SELECT r.verdict FROM innovation_proofresult r WHERE r.bid_id = NEW.follows
                                ORDER BY r.recorded_at DESC, r.id LIMIT 1) IS DISTINCT FROM 'scale' THEN
        RAISE EXCEPTION 'No recorded result says that this may scale.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scale_has_result BEFORE INSERT OR UPDATE ON innovation_bid FOR EACH ROW EXECUTE FUNCTION innovation_scale_has_result();

CREATE FUNCTION innovation_verified_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM innovation_benefitactual a JOIN innovation_benefitclaim c ON c.id = a.benefit_id
               WHERE a.id = NEW.actual_id AND NEW.verified_by IN (a.claimed_by, c.answers_for_it)) THEN
        RAISE EXCEPTION 'Somebody other than the owner verifies a benefit.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verified_by_another BEFORE INSERT OR UPDATE ON innovation_verification
    FOR EACH ROW EXECUTE FUNCTION innovation_verified_by_another();

CREATE FUNCTION innovation_decided_last() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT count(DISTINCT w.kind) FROM innovation_appraisalword w WHERE w.appraisal_id = NEW.appraisal_id) < 2 THEN
        RAISE EXCEPTION 'A decision follows staff findings and the comments of the panel.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_last BEFORE INSERT OR UPDATE ON innovation_appraisaldecision
    FOR EACH ROW EXECUTE FUNCTION innovation_decided_last();
"""


class Migration(migrations.Migration):
    dependencies = [("innovation", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        migrations.RunSQL(protect_sql("innovation_fundround")),
        migrations.RunSQL(protect_sql("innovation_bid", insertable=True, own_column="sent_by", organisation_column="owner")),
        migrations.RunSQL(protect_sql("innovation_proofresult", insertable=True, own_column="recorded_by", organisation_column="owner")),
        migrations.RunSQL(protect_sql("innovation_reuse", insertable=True, own_column="said_by", organisation_column="owner")),
        migrations.RunSQL(protect_sql("innovation_livecheck", insertable=True, own_column="passed_by", organisation_column="owner")),
        migrations.RunSQL(
            protect_sql("innovation_benefitclaim", insertable=True, own_column="answers_for_it", organisation_column="owner")
        ),
        migrations.RunSQL(protect_sql("innovation_measurereading", insertable=True)),
        migrations.RunSQL(protect_sql("innovation_benefitactual", insertable=True, own_column="claimed_by")),
        migrations.RunSQL(protect_sql("innovation_verification", insertable=True, own_column="verified_by")),
        migrations.RunSQL(protect_sql("innovation_appraisal", insertable=True, own_column="asked_by", organisation_column="owner")),
        migrations.RunSQL(protect_sql("innovation_appraisalword", insertable=True, own_column="said_by")),
        migrations.RunSQL(protect_sql("innovation_appraisaldecision", insertable=True, own_column="decided_by")),
        migrations.RunSQL(SQL),
    ]
