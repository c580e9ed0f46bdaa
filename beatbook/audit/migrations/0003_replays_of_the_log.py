from django.db import migrations

READERS = "'sergeant', 'standards', 'data-protection'"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals"), ("access", "0007_replay_roles")]

    operations = [
        migrations.RunSQL(
            f"""
            ALTER POLICY reader_reads ON audit_event
                USING ((SELECT sec.my_role()) IN ({READERS})
                       AND (audit_event.user_id IS DISTINCT FROM (SELECT sec.my_user()) OR (SELECT sec.my_role()) = 'standards')
                       AND (SELECT sec.log_is_open()) AND audit_event.user_id IS DISTINCT FROM (SELECT sec.kept_from_replayer()));
            """
        )
    ]
