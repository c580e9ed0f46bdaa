"""Who may say that an innovation is live: its owner, and only when every check was passed, whatever the page said."""

from django.db import migrations

from beatbook.access.policies import protect_sql
from beatbook.innovation.gates import CHECKS

CODES = ", ".join(f"'{check.code}'" for check in CHECKS)
SQL = f"""
CREATE POLICY owner_takes_live ON innovation_wentlive AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = innovation_wentlive.bid_id AND b.owner = innovation_wentlive.owner));
CREATE FUNCTION innovation_live_is_ready() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(ARRAY[{CODES}]) AS needed(code)
               WHERE NOT EXISTS (SELECT 1 FROM innovation_livecheck c WHERE c.bid_id = NEW.bid_id AND c.check_code = needed.code)) THEN
        RAISE EXCEPTION 'A check before going live is missing.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER live_is_ready BEFORE INSERT OR UPDATE ON innovation_wentlive FOR EACH ROW EXECUTE FUNCTION innovation_live_is_ready();
"""
UNDO = """
DROP TRIGGER live_is_ready ON innovation_wentlive;
DROP FUNCTION innovation_live_is_ready();
DROP POLICY owner_takes_live ON innovation_wentlive;
"""


class Migration(migrations.Migration):
    dependencies = [("innovation", "0003_went_live")]

    operations = [
        migrations.RunSQL(protect_sql("innovation_wentlive", insertable=True, own_column="said_by", organisation_column="owner")),
        migrations.RunSQL(SQL, UNDO),
    ]
