import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

READERS = "'sergeant', 'standards', 'data-protection'"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0002_seals")]

    operations = [
        migrations.CreateModel(
            name="LookReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(db_index=True)),
                ("verdict", models.TextField()),
                ("note", models.TextField(default="")),
                ("decided_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["in order", "asked", "referred"])), name="look_verdict_is_known"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE stewardship_lookreview ENABLE ROW LEVEL SECURITY;
            ALTER TABLE stewardship_lookreview FORCE ROW LEVEL SECURITY;
            CREATE POLICY reviewer_adds ON stewardship_lookreview FOR INSERT TO beatbook_app
                WITH CHECK (stewardship_lookreview.decided_by = (SELECT sec.my_user()) AND (SELECT sec.my_role()) IN ({READERS}));
            CREATE POLICY reader_reads ON stewardship_lookreview FOR SELECT TO beatbook_audit_reader
                USING ((SELECT sec.my_role()) IN ({READERS}));
            GRANT INSERT (id, event_id, verdict, note, decided_by) ON stewardship_lookreview TO beatbook_app;
            GRANT SELECT ON stewardship_lookreview TO beatbook_audit_reader;
            """
        ),
    ]
