import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import protect_sql


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
        migrations.RunSQL(protect_sql("stewardship_removal")),
    ]
