import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import protect_sql

PURGER = "beatbook_purger"


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0001_initial"), ("access", "0003_replays")]

    operations = [
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("record_id", models.UUIDField(primary_key=True, serialize=False)),
                ("removed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("reason", models.TextField()),
                ("asked_by", models.UUIDField()),
                ("agreed_by", models.UUIDField()),
                ("vis", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RemovalRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("record_ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("reason", models.TextField()),
                ("digest", models.TextField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("agreed_by", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("vis", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True), models.Q(("agreed_by", models.F("asked_by")), _negated=True), _connector="OR"
                        ),
                        name="two_people_remove",
                    )
                ],
            },
        ),
        migrations.RunSQL(protect_sql("stewardship_removal")),
        migrations.RunSQL(protect_sql("stewardship_removalrequest", insertable=True, own_column="asked_by")),
        migrations.RunSQL(
            f"""
            CREATE POLICY purger_tells ON stewardship_removal FOR ALL TO {PURGER} USING (true) WITH CHECK (true);
            CREATE POLICY purger_closes ON stewardship_removalrequest FOR ALL TO {PURGER} USING (true) WITH CHECK (true);
            GRANT SELECT, INSERT ON stewardship_removal TO {PURGER};
            GRANT SELECT, UPDATE ON stewardship_removalrequest TO {PURGER};
            GRANT SELECT, DELETE ON sources_waitingtie TO {PURGER};
            """
        ),
    ]
