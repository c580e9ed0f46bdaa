import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import grant_sql

PURGER = "beatbook_purger"


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0003_access_changes")]

    operations = [
        migrations.CreateModel(
            name="PastMark",
            fields=[
                ("upto", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("thinned_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(grant_sql("stewardship_pastmark", app="SELECT", ingest="")),
        migrations.RunSQL(f"GRANT SELECT, INSERT, UPDATE, DELETE ON stewardship_pastmark TO {PURGER}"),
    ]
