"""Adds counts that are published for everybody."""

import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import protect_sql


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_totals")]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("pk", models.CompositePrimaryKey("code", "force", "first", blank=True, editable=False, primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("version", models.IntegerField()),
                ("force", models.TextField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("vis", models.IntegerField()),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("content", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("first__lte", models.F("last"))), name="measure_release_has_months"),
                ],
            },
        ),
        migrations.RunSQL(protect_sql("measures_release")),
    ]
