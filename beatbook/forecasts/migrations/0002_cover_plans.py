"""Adds where response units stand."""

from django.db import migrations, models

from beatbook.access.policies import protect_sql


class Migration(migrations.Migration):
    dependencies = [("forecasts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CoverPlan",
            fields=[
                ("forecast_id", models.UUIDField(primary_key=True, serialize=False)),
                ("vis", models.IntegerField()),
                ("made_at", models.DateTimeField(auto_now=True)),
                ("figures", models.JSONField()),
            ],
        ),
        migrations.RunSQL(protect_sql("forecasts_coverplan")),
    ]
