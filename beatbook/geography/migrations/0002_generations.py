import uuid

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geography", "0001_initial")]

    operations = [
        migrations.AddField(model_name="area", name="parent", field=models.TextField(db_default="", default="")),
        migrations.AddField(
            model_name="area",
            name="replaces",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, size=None),
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("code", models.TextField()),
                ("year", models.SmallIntegerField()),
                ("people_group", models.TextField(default="")),
                ("people", models.FloatField()),
                ("apportioned", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code", "year", "people_group"), name="one_population_a_year"),
                    models.CheckConstraint(condition=models.Q(("people__gte", 0)), name="population_is_not_negative"),
                ],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON geography_population TO beatbook_ingest;"
            " GRANT SELECT ON geography_population TO beatbook_app;"
        ),
    ]
