import uuid
from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import protect_sql
from beatbook.db.sql_files import load_sql

models_file = str(Path(__file__).parents[1] / "models.py")


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0004_past_marks"), ("sources", "0008_removed")]

    operations = [
        migrations.CreateModel(
            name="RemovalDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("request_id", models.UUIDField()),
                ("agreed", models.BooleanField()),
                ("digest", models.TextField()),
                ("reason", models.TextField(default="")),
                ("decided_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["request_id", "decided_by"], name="each_decides_once_on_a_removal")]},
        ),
        migrations.RunSQL(protect_sql("stewardship_removaldecision", insertable=True, own_column="decided_by")),
        migrations.RunSQL(load_sql(models_file, "protect_removal_decisions")),
        migrations.RunSQL(
            """
            ALTER TABLE stewardship_removal NO FORCE ROW LEVEL SECURITY;
            INSERT INTO sources_removed (record_id) SELECT record_id FROM stewardship_removal;
            ALTER TABLE stewardship_removal FORCE ROW LEVEL SECURITY;
            """
        ),
    ]
