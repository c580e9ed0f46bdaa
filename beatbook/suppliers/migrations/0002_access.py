"""Who may read and add what: the one template, words in the owner's own name, and nothing written to a year that is closed."""

from django.db import migrations

from beatbook.access.policies import protect_sql

READ = ("loadnote", "notice", "contract", "contractparty", "payment", "kpireading", "contractfee", "closedyear")
YEARS = "SELECT 1 FROM suppliers_closedyear c WHERE c.contract = NEW.contract"
SQL = f"""
CREATE FUNCTION suppliers_year_is_open() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS ({YEARS} AND c.year = left(NEW.period, 4)::integer) THEN
        RAISE EXCEPTION 'The year % of this contract is closed.', left(NEW.period, 4) USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_is_open BEFORE INSERT OR UPDATE ON suppliers_kpireading FOR EACH ROW EXECUTE FUNCTION suppliers_year_is_open();
CREATE TRIGGER year_is_open BEFORE INSERT OR UPDATE ON suppliers_kpiword FOR EACH ROW WHEN (NEW.kind <> 'reply')
    EXECUTE FUNCTION suppliers_year_is_open();
CREATE POLICY keeper_of_the_reading_speaks ON suppliers_kpiword AS RESTRICTIVE FOR INSERT TO beatbook_app
    WITH CHECK (EXISTS (SELECT 1 FROM suppliers_kpireading r WHERE r.contract = suppliers_kpiword.contract AND r.kpi = suppliers_kpiword.kpi
        AND r.period = suppliers_kpiword.period AND r.owner = suppliers_kpiword.owner AND r.vis = suppliers_kpiword.vis));
CREATE FUNCTION suppliers_no_year_is_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS ({YEARS}) THEN
        RAISE EXCEPTION 'A year of this contract is closed, with the fee as it was.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_year_is_closed BEFORE INSERT OR UPDATE ON suppliers_contractfee FOR EACH ROW EXECUTE FUNCTION suppliers_no_year_is_closed();
"""
UNDO = """
DROP POLICY keeper_of_the_reading_speaks ON suppliers_kpiword;
DROP TRIGGER no_year_is_closed ON suppliers_contractfee;
DROP TRIGGER year_is_open ON suppliers_kpiword;
DROP TRIGGER year_is_open ON suppliers_kpireading;
DROP FUNCTION suppliers_no_year_is_closed();
DROP FUNCTION suppliers_year_is_open();
"""


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        *(migrations.RunSQL(protect_sql(f"suppliers_{table}")) for table in READ),
        migrations.RunSQL(protect_sql("suppliers_kpiword", insertable=True, own_column="said_by", organisation_column="owner")),
        migrations.RunSQL(SQL, UNDO),
    ]
